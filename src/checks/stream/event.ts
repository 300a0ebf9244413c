import { isObject, type JsonObject, objectAt, show, textAt } from './json.ts';

/** One server-sent event as the SSE reader gives it. */
export interface StreamEvent {
  /** The `event:` field, null where there was none. */
  readonly event: string | null;
  /** The `data:` lines, joined. */
  readonly data: string;
}

/** An event after one `JSON.parse`. */
export interface ParsedEvent {
  /** 0-based position in the stream as it came. */
  readonly index: number;
  readonly event: string | null;
  readonly data: string;
  /** What violations call it: `data.type`, `chat.completion.chunk`, `error`, `[DONE]`, `unreadable`, `untyped`. */
  readonly type: string;
  /** What the data holds as JSON; undefined where it is none. */
  readonly value: unknown;
  /** The parsed object; null for `[DONE]` and for anything that is no JSON object. */
  readonly json: JsonObject | null;
  /** Events are known to be missing right before this one. */
  readonly afterGap: boolean;
}

export const DONE = '[DONE]';

/** What the events of a stream hold, by their list: schema, grammar and error contract all read it, one parses it. */
const parsedStreams = new WeakMap<readonly StreamEvent[], readonly ParsedEvent[]>();

/** The events, each parsed once, however often the same list is given. */
export function parseEvents(events: readonly StreamEvent[]): readonly ParsedEvent[] {
  const known = parsedStreams.get(events);
  if (known !== undefined) return known;
  const parsed = parseAll(events);
  parsedStreams.set(events, parsed);
  return parsed;
}

function parseAll(events: readonly StreamEvent[]): readonly ParsedEvent[] {
  let lost = false;
  return events.map(({ event, data }, index) => {
    const parsed = parse(event, data, index, lost);
    // What an unreadable event said is lost, so whatever follows it follows a gap.
    lost = parsed.type === UNREADABLE;
    return parsed;
  });
}

/** Type of an event whose data is no JSON object. */
export const UNREADABLE = 'unreadable';

/** Type of an object that is neither a chunk, nor an error, nor says what it is. */
export const UNTYPED = 'untyped';

function parse(event: string | null, data: string, index: number, afterGap: boolean): ParsedEvent {
  const value = jsonOf(data);
  if (isDone(data)) return { index, event, data, type: DONE, value, json: null, afterGap };
  if (!isObject(value)) return { index, event, data, type: UNREADABLE, value, json: null, afterGap };
  return { index, event, data, type: typeOf(value), value, json: value, afterGap };
}

function jsonOf(data: string): unknown {
  // It would be refused, which is slow.
  if (data === DONE) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function isDone(data: string): boolean {
  return data.length < 20 && data.trim() === DONE;
}

function typeOf(json: JsonObject): string {
  const type = textAt(json, 'type');
  if (type !== undefined) return type.length <= 100 ? type : show(type);
  if (objectAt(json, 'error') !== undefined) return 'error';
  return Array.isArray(json.choices) ? 'chat.completion.chunk' : UNTYPED;
}

/**
 * The error object of a frame inside a stream, null when the event is no error frame. Read are the
 * nested form of the wire, the flat form of the specification and Azure's bare `{error}`
 * (facts section 1, "other proven spec errors").
 */
export function errorOf(event: ParsedEvent): JsonObject | null {
  if (event.type !== 'error' || event.json === null) return null;
  const nested = objectAt(event.json, 'error');
  if (nested !== undefined) return nested;
  const { type: _type, sequence_number: _sequence, ...flat } = event.json;
  return flat;
}
