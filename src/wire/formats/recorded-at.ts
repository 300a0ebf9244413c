import type { Body } from '../exchange.ts';
import { isObject, objectOf } from './shape.ts';
import type { RecordedAtSource } from './sourced.ts';

export interface RecordedAt {
  readonly recordedAt: string | null;
  readonly recordedAtSource: RecordedAtSource | null;
}

/** The API is younger than this; an earlier or far date is a placeholder. */
const EARLIEST = Date.UTC(2020, 5, 1);
const LATEST = Date.UTC(2100, 0, 1);
/** Characters of a stream searched for `created`. */
const HEAD = 8192;

/** When it was recorded: the service's date header, else the recorder's clock, else `created` in the body. */
export function recordedAtOf(
  dateHeader: string | undefined,
  recorder: unknown,
  body: Body | undefined,
): RecordedAt {
  const header = isoOf(dateHeader);
  if (header !== null) return { recordedAt: header, recordedAtSource: 'date-header' };
  const noted = isoOf(recorder);
  if (noted !== null) return { recordedAt: noted, recordedAtSource: 'recorder' };
  const created = body === undefined ? null : isoOf(createdIn(body));
  return { recordedAt: created, recordedAtSource: created === null ? null : 'body-created' };
}

/** ISO time of a date text or of seconds since 1970; null for anything implausible. */
export function isoOf(value: unknown): string | null {
  if (value instanceof Date) return isoOf(value.getTime() / 1000);
  const ms =
    typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return ms >= EARLIEST && ms <= LATEST ? new Date(ms).toISOString() : null;
}

function createdIn(body: Body): unknown {
  if (body.kind === 'json' && isObject(body.value)) {
    return body.value.created_at ?? body.value.created ?? objectOf(body.value.response).created_at;
  }
  if (body.kind !== 'sse') return undefined;
  // Azure's prelude chunk carries `created: 0`, so the first number with ten digits is taken.
  const match = /"created(?:_at)?":\s*(\d{10})\b/.exec(body.text.slice(0, HEAD));
  return match === null ? undefined : Number(match[1]);
}
