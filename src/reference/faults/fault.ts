import type { Operation } from '../../wire/operation.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Frame, Reply } from '../reply.ts';

export interface Sent {
  readonly operation: Operation;
  /** As it arrived; its body has been read. */
  readonly request: Request;
  readonly reply: Reply;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Fault {
  readonly name: string;
  /** One sentence: what the target does wrong. */
  readonly breaks: string;
  /**
   * The check that has to fail: its id in any feature, or `<feature>#<check>` in that one. Both may be globs,
   * where one cause is broad by nature. `status` is the case that ends otherwise than it should without any
   * failed check: a refusal that does not come, an error where there was none.
   */
  readonly caughtBy: string;
  /** Further checks that cannot hold once this is broken, named likewise; every other check stays green. */
  readonly also?: readonly string[];
  /** What the service takes a request for, before it looks at anything. */
  readonly arrival?: (request: Request) => Request;
  readonly request?: (operation: Operation, body: Body) => Body;
  readonly reply?: (sent: Sent) => Sent;
}

export type Body = Readonly<Record<string, unknown>>;
type JsonReply = Extract<Reply, { kind: 'json' }>;

/** Requests of one operation. */
export function onRequests(
  operation: Operation,
  change: (body: Body) => Body,
): (operation: Operation, body: Body) => Body {
  return (asked, body) => (asked === operation ? change(body) : body);
}

export function onEvents(
  api: 'chat' | 'responses' | 'any',
  change: (reply: Extract<Reply, { kind: 'events' }>) => Reply,
): (sent: Sent) => Sent {
  return (sent) => {
    const meant = api === 'any' || sent.operation.startsWith(`${api}.`);
    return meant && sent.reply.kind === 'events' ? { ...sent, reply: change(sent.reply) } : sent;
  };
}

export function onFrames(api: 'chat' | 'responses', change: (frames: readonly Frame[]) => readonly Frame[]) {
  return onEvents(api, (reply) => ({ ...reply, frames: change(reply.frames) }));
}

/** JSON answers of success of these operations. */
export function onJson(
  operations: readonly Operation[],
  change: (body: JsonObject) => JsonObject,
): (sent: Sent) => Sent {
  return (sent) =>
    operations.includes(sent.operation) && sent.reply.kind === 'json' && sent.reply.status < 400
      ? { ...sent, reply: { ...sent.reply, body: change(sent.reply.body) } }
      : sent;
}

/** The final object of an answer, plain or at the end of a stream. */
export function onAnswers(change: (body: JsonObject) => JsonObject): (sent: Sent) => Sent {
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

/** Errors whose envelope `isMeant`; a fault of every error would break every feature that is one. */
export function onErrors(
  isMeant: (error: JsonObject) => boolean,
  change: (reply: JsonReply) => Reply,
): (sent: Sent) => Sent {
  return (sent) => {
    const { reply } = sent;
    if (reply.kind !== 'json' || reply.status < 400) return sent;
    const { error } = reply.body;
    return isJsonObject(error) && isMeant(error) ? { ...sent, reply: change(reply) } : sent;
  };
}

/** Refusals of these operations whose error `isMeant`, with another body and status. */
export function onRefusals(
  operations: readonly Operation[] | 'any',
  isMeant: (error: JsonObject) => boolean,
  change: (error: JsonObject) => JsonObject,
  status = 200,
): (sent: Sent) => Sent {
  return (sent) => {
    const { operation, reply } = sent;
    if (operations !== 'any' && !operations.includes(operation)) return sent;
    if (reply.kind !== 'json' || reply.status < 400) return sent;
    const { error } = reply.body;
    if (!isJsonObject(error) || !isMeant(error)) return sent;
    return { ...sent, reply: { ...reply, status, body: change(error) } };
  };
}

export function withoutHeader(name: RegExp): (sent: Sent) => Sent {
  return (sent) => {
    const kept = Object.entries(sent.headers).filter(([key]) => !name.test(key));
    return { ...sent, headers: Object.fromEntries(kept) };
  };
}

/** Requests as they arrive, with other headers. */
export function withHeaders(change: (headers: Headers) => void): (request: Request) => Request {
  return (request) => {
    const headers = new Headers(request.headers);
    change(headers);
    return new Request(request, { headers });
  };
}

/** Requests whose path fits, with another value of a parameter that they have; null takes it out. */
export function withQuery(
  path: RegExp,
  name: string,
  change: (value: string) => string | null,
): (request: Request) => Request {
  return (request) => {
    const url = new URL(request.url);
    const before = url.searchParams.get(name);
    if (before === null || !path.test(url.pathname)) return request;
    const after = change(before);
    if (after === null) url.searchParams.delete(name);
    else url.searchParams.set(name, after);
    return moved(request, url);
  };
}

export function withoutQuery(path: RegExp, name: string): (request: Request) => Request {
  return withQuery(path, name, () => null);
}

function moved(request: Request, url: URL): Request {
  const { method, headers, body, signal } = request;
  return new Request(url, {
    method,
    headers,
    body,
    signal,
    ...(body !== null && { duplex: 'half' as const }),
  });
}

export function withSequence(frame: Frame, change: (number: number) => number): Frame {
  const { sequence_number: number } = frame.data;
  return { ...frame, data: { ...frame.data, sequence_number: change(Number(number)) } };
}

export function renumbered(frames: readonly Frame[]): Frame[] {
  const first = Number(frames[0]?.data.sequence_number ?? 0);
  return frames.map((frame, at) => withSequence(frame, () => first + at));
}

/** `frames` without the second frame that matches, or the only one. */
export function without(frames: readonly Frame[], matches: (frame: Frame) => boolean): Frame[] {
  const hits = frames.filter(matches);
  const lost = hits[1] ?? hits[0];
  return frames.filter((frame) => frame !== lost);
}

export function isTextDelta(frame: Frame): boolean {
  return frame.data.type === 'response.output_text.delta';
}

export function firstChoice(data: JsonObject): JsonObject {
  const choices: Json = data.choices ?? [];
  const first = Array.isArray(choices) ? choices[0] : undefined;
  return isJsonObject(first) ? first : {};
}

export function hasRole(data: JsonObject): boolean {
  const { delta } = firstChoice(data);
  return isJsonObject(delta) && 'role' in delta;
}

export function withUsage(body: JsonObject, change: (usage: JsonObject) => JsonObject): JsonObject {
  const { usage } = body;
  return isJsonObject(usage) ? { ...body, usage: change(usage) } : body;
}

export function raisedTotal(usage: JsonObject): JsonObject {
  return { ...usage, total_tokens: Number(usage.total_tokens) + 1 };
}
