import type { Exchange } from '../wire/exchange.ts';
import { exchangeOperation, type Operation } from '../wire/operation.ts';
import { errorIn, foldChat, foldResponses, type StreamEvent } from './stream/index.ts';
import { isObject, type JsonObject, objectAt } from './stream/json.ts';

/** An exchange as recognisers and reports like to read it. */
export interface SeenExchange {
  readonly operation: Operation;
  /** Path without query; empty where a foreign recording has none. */
  readonly path: string;
  /** Query of the request by name. */
  readonly query: Readonly<Record<string, string>>;
  /** Headers of the answer, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** The request's JSON object, null for any other body. */
  readonly request: JsonObject | null;
  /** The JSON object of the answer: its body, or what its stream adds up to. Null for anything else. */
  readonly answer: JsonObject | null;
  /** The events of a streamed answer, each parsed; null where its data is no JSON. */
  readonly events: readonly { readonly event: string | null; readonly json: unknown }[];
  readonly streaming: boolean;
  /** The exchange failed: no answer, a status of 400 or more, or an error in the body or the stream. */
  readonly error: boolean;
}

/** Reads an exchange; `events` are those of its body where that is a stream, else none. */
export function seen(
  exchange: Exchange,
  events: readonly StreamEvent[],
  operation: Operation = exchangeOperation(exchange),
): SeenExchange {
  const { request, response } = exchange;
  const streaming = response?.body.kind === 'sse';
  const body = response?.body.kind === 'json' && isObject(response.body.value) ? response.body.value : null;
  const answer = streaming ? folded(operation, events) : body;
  return {
    operation,
    path: request.path,
    query: request.query,
    headers: response?.headers ?? {},
    status: response?.status ?? null,
    request: request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : null,
    answer,
    events: events.map(({ event, data }) => ({ event, json: parsed(data) })),
    streaming,
    error:
      response === null ||
      response.status >= 400 ||
      objectAt(answer, 'error') !== undefined ||
      (streaming && errorIn(events) !== null),
  };
}

function folded(operation: Operation, events: readonly StreamEvent[]): JsonObject | null {
  if (operation === 'chat.create') return foldChat(events).completion;
  return foldResponses(events).response;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
