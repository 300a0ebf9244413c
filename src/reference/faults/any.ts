import { type Fault, onAnswers, onErrors, onEvents, raisedTotal, withUsage } from './fault.ts';

/** What can be wrong with any answer. */
export const ANY_FAULTS: readonly Fault[] = [
  {
    name: 'stream.truncated',
    breaks: 'The body of a stream ends in the middle of an event.',
    caughtBy: 'stream.truncated',
    reply: onEvents('any', (reply) => ({ ...reply, cut: reply.done ? 40 : 60 })),
  },
  {
    name: 'usage.total-wrong',
    breaks: 'The total of the usage is one more than the sum of its parts.',
    caughtBy: 'usage.total',
    reply: onAnswers((body) => withUsage(body, raisedTotal)),
  },
  {
    name: 'error.envelope-html',
    breaks: 'An error is an HTML page instead of a JSON envelope.',
    caughtBy: 'error.envelope',
    reply: onErrors((reply) => ({
      kind: 'bytes',
      status: reply.status,
      contentType: 'text/html',
      bytes: new TextEncoder().encode('<html><body><h1>Bad Request</h1></body></html>'),
    })),
  },
  {
    name: 'error.wrong-code',
    breaks: 'An error carries a code and a message that no service sends.',
    caughtBy: 'error.known',
    reply: onErrors((reply) => ({
      ...reply,
      body: {
        error: {
          code: 'reference_fault',
          message: 'A text that is in no catalogue.',
          type: null,
          param: null,
        },
      },
    })),
  },
  {
    name: 'error.in-200',
    breaks: 'An error is sent under status 200.',
    caughtBy: 'error.in-success',
    reply: onErrors((reply) => ({ ...reply, status: 200 })),
  },
  {
    name: 'stream.ignored',
    breaks: 'A request for a stream is answered by plain JSON.',
    caughtBy: 'schema.content-type',
    request: (_, { stream: __, stream_options: ___, ...body }) => body,
  },
  {
    name: 'target.null',
    breaks: 'Everything is answered by 200 and an empty object.',
    caughtBy: 'schema.response',
    reply: (sent) => ({ ...sent, reply: { kind: 'json', status: 200, body: {} } }),
  },
];
