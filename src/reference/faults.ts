/**
 * Named faults: each breaks one thing, so that exactly one check has to notice. They work at two points
 * only: on the request before it is read, and on the reply before it is written.
 */
import type { Operation } from '../wire/operation.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Frame, Reply } from './reply.ts';

export interface Sent {
  readonly operation: Operation;
  readonly reply: Reply;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Fault {
  readonly name: string;
  /** One sentence: what the target does wrong. */
  readonly breaks: string;
  /** Id of the check that has to fail, or `<feature>#<check>` for a check of one scenario. */
  readonly caughtBy: string;
  readonly request?: (operation: Operation, body: Body) => Body;
  readonly reply?: (sent: Sent) => Sent;
}

type Body = Readonly<Record<string, unknown>>;
type Json200 = Extract<Reply, { kind: 'json' }>;

/** Everything that can be broken. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'stream.sequence-gap',
    breaks: 'One sequence number of a Responses stream is skipped.',
    caughtBy: 'stream.sequence',
    reply: onFrames('responses', (frames) =>
      frames.map((frame, at) => (at < 3 ? frame : withSequence(frame, (number) => number + 1))),
    ),
  },
  {
    name: 'stream.sequence-repeat',
    breaks: 'One sequence number of a Responses stream occurs twice.',
    caughtBy: 'stream.sequence',
    reply: onFrames('responses', (frames) =>
      frames.map((frame, at) => (at < 3 ? frame : withSequence(frame, (number) => number - 1))),
    ),
  },
  {
    name: 'stream.terminal-missing',
    breaks: 'A Responses stream ends without response.completed.',
    caughtBy: 'stream.terminal',
    reply: onFrames('responses', (frames) => frames.slice(0, -1)),
  },
  {
    name: 'stream.done-missing',
    breaks: 'A chat stream ends without [DONE].',
    caughtBy: 'stream.done',
    reply: onEvents('chat', (reply) => ({ ...reply, done: false })),
  },
  {
    name: 'stream.delta-dropped',
    breaks: 'One text delta of a Responses stream is lost, with its sequence number given to the next.',
    caughtBy: 'fold.text',
    reply: onFrames('responses', (frames) => renumbered(without(frames, isTextDelta))),
  },
  {
    name: 'stream.event-name-mismatch',
    breaks: 'The `event:` line of one event names another type than its data.',
    caughtBy: 'stream.event-name',
    reply: onFrames('responses', (frames) =>
      frames.map((frame, at) => (at === 2 ? { ...frame, event: 'response.in_progress' } : frame)),
    ),
  },
  {
    name: 'stream.role-twice',
    breaks: 'A chat stream announces the role of the assistant twice.',
    caughtBy: 'stream.role',
    reply: onFrames('chat', (frames) => {
      const at = frames.findIndex(({ data }) => 'delta' in firstChoice(data) && hasRole(data));
      const role = frames[at];
      return role === undefined ? frames : [...frames.slice(0, at + 1), role, ...frames.slice(at + 1)];
    }),
  },
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
    name: 'chat.schema-field-missing',
    breaks: 'A chat completion has no `model`.',
    caughtBy: 'schema.response',
    reply: onJson(['chat.create'], ({ model: _, ...body }) => body),
  },
  {
    name: 'responses.schema-field-retyped',
    breaks: 'The creation time of a response is a string.',
    caughtBy: 'schema.response',
    reply: onJson(['responses.create', 'responses.retrieve'], (body) =>
      body.object === 'response' ? { ...body, created_at: String(body.created_at) } : body,
    ),
  },
  {
    name: 'responses.event-field-missing',
    breaks: 'Text deltas do not name their item.',
    caughtBy: 'schema.event',
    reply: onFrames('responses', (frames) =>
      frames.map((frame) => {
        if (!isTextDelta(frame)) return frame;
        const { item_id: _, ...data } = frame.data;
        return { ...frame, data };
      }),
    ),
  },
  {
    name: 'responses.status-stuck',
    breaks: 'A background response never gets beyond in_progress.',
    caughtBy: 'responses/background#completes',
    reply: onJson(['responses.retrieve'], (body) =>
      body.background === true
        ? {
            ...body,
            status: 'in_progress',
            output: [],
            usage: null,
            content_filters: null,
            completed_at: null,
          }
        : body,
    ),
  },
  {
    name: 'responses.retrieve-other-id',
    breaks: 'A retrieved response has another id than the one asked for.',
    caughtBy: 'responses/retrieve#same-id',
    reply: onJson(['responses.retrieve'], (body) => ({
      ...body,
      id: `${String(body.id).slice(0, -4)}beef`,
    })),
  },
  {
    name: 'responses.store-forgotten',
    breaks: 'A stored response cannot be found again.',
    caughtBy: 'responses/retrieve#found',
    request: (operation, body) => (operation === 'responses.create' ? { ...body, store: false } : body),
  },
  {
    name: 'files.bytes-wrong',
    breaks: 'The size of an uploaded file is one byte more than was sent.',
    caughtBy: 'files/upload#bytes',
    reply: onJson(['files.create', 'files.retrieve'], (body) => ({
      ...body,
      bytes: Number(body.bytes) + 1,
    })),
  },
  {
    name: 'files.content-wrong',
    breaks: 'The content of a file comes back without its last byte.',
    caughtBy: 'files/content#same-bytes',
    reply: (sent) =>
      sent.operation === 'files.content' && sent.reply.kind === 'bytes'
        ? { ...sent, reply: { ...sent.reply, bytes: sent.reply.bytes.slice(0, -1) } }
        : sent,
  },
  {
    name: 'region.header-missing',
    breaks: 'No answer says which region it comes from.',
    caughtBy: 'service/region#header',
    reply: (sent) => {
      const { 'x-ms-region': _, ...headers } = sent.headers;
      return { ...sent, headers };
    },
  },
  {
    name: 'temperature.ignored',
    breaks: 'Models that should refuse temperature accept and ignore it.',
    caughtBy: 'chat/temperature#refused',
    request: (_, { temperature: __, ...body }) => body,
  },
  {
    name: 'tools.ignored',
    breaks: 'Tools are accepted and never called.',
    caughtBy: 'chat/function-calling#called',
    request: (_, { tools: __, tool_choice: ___, parallel_tool_calls: ____, ...body }) => body,
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

/** `body` as the faults make the service read it. */
export function disturbRequest(faults: readonly Fault[], operation: Operation, body: Body): Body {
  return faults.reduce((read, fault) => fault.request?.(operation, read) ?? read, body);
}

/** What the faults make of an answer. */
export function disturbReply(faults: readonly Fault[], sent: Sent): Sent {
  return faults.reduce((disturbed, fault) => fault.reply?.(disturbed) ?? disturbed, sent);
}

function onEvents(
  api: 'chat' | 'responses' | 'any',
  change: (reply: Extract<Reply, { kind: 'events' }>) => Reply,
): (sent: Sent) => Sent {
  return (sent) => {
    const meant = api === 'any' || sent.operation.startsWith(`${api}.`);
    return meant && sent.reply.kind === 'events' ? { ...sent, reply: change(sent.reply) } : sent;
  };
}

function onFrames(api: 'chat' | 'responses', change: (frames: readonly Frame[]) => readonly Frame[]) {
  return onEvents(api, (reply) => ({ ...reply, frames: change(reply.frames) }));
}

/** JSON answers of success of these operations. */
function onJson(
  operations: readonly Operation[],
  change: (body: JsonObject) => JsonObject,
): (sent: Sent) => Sent {
  return (sent) =>
    operations.includes(sent.operation) && sent.reply.kind === 'json' && sent.reply.status < 400
      ? { ...sent, reply: { ...sent.reply, body: change(sent.reply.body) } }
      : sent;
}

/** The final object of an answer, plain or at the end of a stream. */
function onAnswers(change: (body: JsonObject) => JsonObject): (sent: Sent) => Sent {
  const plain = onJson(['chat.create', 'responses.create', 'responses.retrieve'], change);
  const inEvents = onEvents('any', (reply) => ({
    ...reply,
    frames: reply.frames.map((frame) => {
      const { response } = frame.data;
      const data = isJsonObject(response)
        ? { ...frame.data, response: change(response) }
        : change(frame.data);
      return { ...frame, data };
    }),
  }));
  return (sent) => inEvents(plain(sent));
}

function onErrors(change: (reply: Json200) => Reply): (sent: Sent) => Sent {
  return (sent) =>
    sent.reply.kind === 'json' && sent.reply.status >= 400 ? { ...sent, reply: change(sent.reply) } : sent;
}

function withSequence(frame: Frame, change: (number: number) => number): Frame {
  const { sequence_number: number } = frame.data;
  return { ...frame, data: { ...frame.data, sequence_number: change(Number(number)) } };
}

function renumbered(frames: readonly Frame[]): Frame[] {
  const first = Number(frames[0]?.data.sequence_number ?? 0);
  return frames.map((frame, at) => withSequence(frame, () => first + at));
}

/** `frames` without the second frame that matches, or the only one. */
function without(frames: readonly Frame[], matches: (frame: Frame) => boolean): Frame[] {
  const hits = frames.filter(matches);
  const lost = hits[1] ?? hits[0];
  return frames.filter((frame) => frame !== lost);
}

function isTextDelta(frame: Frame): boolean {
  return frame.data.type === 'response.output_text.delta';
}

function firstChoice(data: JsonObject): JsonObject {
  const choices: Json = data.choices ?? [];
  const first = Array.isArray(choices) ? choices[0] : undefined;
  return isJsonObject(first) ? first : {};
}

function hasRole(data: JsonObject): boolean {
  const { delta } = firstChoice(data);
  return isJsonObject(delta) && 'role' in delta;
}

function withUsage(body: JsonObject, change: (usage: JsonObject) => JsonObject): JsonObject {
  const { usage } = body;
  return isJsonObject(usage) ? { ...body, usage: change(usage) } : body;
}

function raisedTotal(usage: JsonObject): JsonObject {
  return { ...usage, total_tokens: Number(usage.total_tokens) + 1 };
}
