import type { JsonObject } from '../json.ts';
import { type Fault, onAnswers, onErrors, onEvents, raisedTotal, withUsage } from './fault.ts';

/** Whether this is the error that names `temperature`, which reasoning models refuse. One error stands for all. */
const aboutTemperature = (error: JsonObject) => error.param === 'temperature';

/** What can be wrong with any answer. */
export const ANY_FAULTS: readonly Fault[] = [
  {
    name: 'stream.truncated',
    breaks: 'The body of a stream ends in the middle of an event.',
    caughtBy: 'stream.truncated',
    also: ['scenario.ends'],
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
    breaks: 'The refusal of temperature is an HTML page instead of a JSON envelope.',
    caughtBy: 'error.envelope',
    also: ['*/temperature#error.known', '*/temperature#scenario.ends'],
    reply: onErrors(aboutTemperature, (reply) => ({
      kind: 'bytes',
      status: reply.status,
      contentType: 'text/html',
      bytes: new TextEncoder().encode('<html><body><h1>Bad Request</h1></body></html>'),
    })),
  },
  {
    name: 'error.wrong-code',
    breaks: 'The refusal of temperature carries a code and a message that no service sends.',
    caughtBy: 'error.known',
    reply: onErrors(aboutTemperature, (reply) => ({
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
    breaks: 'The refusal of temperature is sent under status 200.',
    caughtBy: 'error.in-success',
    also: ['*/temperature#error.status', '*/temperature#scenario.ends'],
    reply: onErrors(aboutTemperature, (reply) => ({ ...reply, status: 200 })),
  },
  {
    name: 'target.null',
    breaks: 'Everything is answered by 200 and an empty object.',
    caughtBy: 'schema.response',
    reply: (sent) => ({ ...sent, reply: { kind: 'json', status: 200, body: {} } }),
  },
];
