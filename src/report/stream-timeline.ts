import { createParser } from 'eventsource-parser';
import type { Violation } from '../checks/check.ts';
import type { Body } from '../wire/exchange.ts';
import { clip } from './visible.ts';

type StreamBody = Extract<Body, { kind: 'sse' }>;

/** Characters of an event's data that a row shows. */
const MAX_DATA = 400;
/** Rows of a timeline; the rest is counted. Rows with a violation are always kept. */
const MAX_ROWS = 120;

/** One event of a stream, or a fold of several equal ones in a row. */
export interface TimelineRow {
  /** 0-based index of the first and last event. */
  readonly first: number;
  readonly last: number;
  readonly type: string;
  /** Milliseconds from the request to the chunk that completed the first event; null where not recorded. */
  readonly atMs: number | null;
  readonly data: string;
  readonly violations: readonly Violation[];
}

export interface Timeline {
  readonly events: number;
  readonly rows: readonly TimelineRow[];
  /** Rows left out. */
  readonly omitted: number;
}

interface StreamEvent {
  readonly type: string;
  readonly data: string;
  readonly atMs: number | null;
}

/**
 * The events of an SSE body in order, runs of equal types folded into one row. An event that a
 * violation names, and its neighbours, are never folded.
 */
export function streamTimeline(body: StreamBody, violations: readonly Violation[]): Timeline {
  const events = readEvents(body);
  const marked = new Map<number, Violation[]>();
  for (const violation of violations) {
    if (violation.event === undefined) continue;
    marked.set(violation.event, [...(marked.get(violation.event) ?? []), violation]);
  }
  const alone = (index: number) => marked.has(index - 1) || marked.has(index) || marked.has(index + 1);
  const rows: TimelineRow[] = [];
  events.forEach(({ type, data, atMs }, index) => {
    const before = rows.at(-1);
    if (before !== undefined && before.type === type && !alone(index) && !alone(before.last)) {
      rows[rows.length - 1] = { ...before, last: index };
      return;
    }
    rows.push({ first: index, last: index, type, atMs, data, violations: marked.get(index) ?? [] });
  });
  const kept = rows.filter((row, at) => at < MAX_ROWS || row.violations.length > 0);
  return { events: events.length, rows: kept, omitted: rows.length - kept.length };
}

function readEvents(body: StreamBody): StreamEvent[] {
  const events: StreamEvent[] = [];
  let atMs: number | null = null;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      events.push({ type: typeOf(event, data), data: clip(data, MAX_DATA).text, atMs });
    },
  });
  const bytes = new TextEncoder().encode(body.text);
  const decoder = new TextDecoder();
  let from = 0;
  for (const chunk of body.chunks ?? []) {
    atMs = chunk.atMs;
    parser.feed(decoder.decode(bytes.subarray(from, from + chunk.bytes), { stream: true }));
    from += chunk.bytes;
  }
  if (from < bytes.length) parser.feed(decoder.decode(bytes.subarray(from)));
  return events;
}

/** What the event calls itself: its `event:` line, else `type`, else `object` of its data. */
function typeOf(event: string | undefined, data: string): string {
  if (event !== undefined && event !== '') return clip(event, 80).text;
  if (data === '[DONE]') return data;
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value === 'object' && value !== null) {
      if ('error' in value && value.error) return 'error';
      if ('type' in value && typeof value.type === 'string') return clip(value.type, 80).text;
      // Azure opens a chat stream with a chunk whose object is empty (facts section 2).
      if ('object' in value && typeof value.object === 'string')
        return clip(value.object, 80).text || '(prelude)';
    }
  } catch {
    // Not JSON: the data itself is shown.
  }
  return 'message';
}
