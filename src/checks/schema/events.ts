/** Every event of a stream against the schema of its type. */
import type { CheckResult, Drift, Violation } from '../check.ts';
import { parseEvents } from '../stream/event.ts';
import {
  describeValue,
  driftKey,
  type Fault,
  type Findings,
  findingsOf,
  withoutIndexes,
} from './findings.ts';
import { createdOf, isErrorBody, isTolerated, resultOf, type SchemaContext, violationOf } from './result.ts';
import { chunkValidator, eventValidator } from './validators.ts';

/** One event as an SSE reader gives it. */
export interface StreamEvent {
  /** The `event:` line, null without one. */
  readonly event: string | null;
  readonly data: string;
}

interface Occurrence {
  readonly fault: Fault;
  /** 0-based index of the first event that has it. */
  readonly event: number;
  readonly times: number;
}

/** `schema.json` and `schema.event` over a whole stream. Error frames are left to the error contract. */
export function checkEvents(
  events: readonly StreamEvent[],
  context: SchemaContext,
): { checks: CheckResult[]; drift: Drift[] } {
  const unreadable: Violation[] = [];
  const faults = new Map<string, Occurrence>();
  const drift = new Map<string, Drift>();
  const listed = new Set<string>();
  let read = 0;
  let created: number | null = null;
  for (const { index, event, data, value: parsed } of parseEvents(events)) {
    if (data === '[DONE]') continue;
    if (parsed === undefined) {
      unreadable.push(unreadableEvent(index, data));
      continue;
    }
    read += 1;
    created ??= createdOf(parsed);
    if (event === 'error' || isErrorBody(parsed)) continue;
    const findings =
      context.operation === 'chat.create'
        ? findingsOf(chunkValidator(), parsed, listed)
        : eventFindings(parsed, listed);
    for (const news of findings.drift) drift.set(driftKey(news), news);
    for (const fault of findings.faults) {
      if (!isTolerated(fault, parsed, context, created)) note(faults, fault, index);
    }
  }
  const violations =
    read + unreadable.length === 0 ? [noEvents()] : [...faults.values()].map(violationOfEvent);
  const shape = resultOf('schema.event', violations, 'every event has the documented shape');
  // A stream without events passes nothing.
  const json =
    read + unreadable.length === 0 ? [] : [resultOf('schema.json', unreadable, 'every event holds JSON')];
  return { checks: [...json, shape], drift: [...drift.values()] };
}

/** The same fault in many events has one cause: it is kept once, with its first event and a count. */
function note(faults: Map<string, Occurrence>, fault: Fault, event: number): void {
  const key = `${fault.definition} ${fault.kind} ${withoutIndexes(fault.pointer)}`;
  const known = faults.get(key);
  faults.set(key, known === undefined ? { fault, event, times: 1 } : { ...known, times: known.times + 1 });
}

function violationOfEvent({ fault, event, times }: Occurrence): Violation {
  const violation = violationOf('schema.event', fault);
  const more = times > 1 ? ` (and ${times - 1} more such)` : '';
  return { ...violation, message: `event ${event}: ${violation.message}${more}`, event };
}

function eventFindings(value: unknown, listed: Set<string>): Findings {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return { faults: [untyped(value, type)], drift: [] };
  const validate = eventValidator(type);
  if (validate !== null) return findingsOf(validate, value, listed);
  const short = /^[\w.:-]{1,80}$/.test(type) ? { value: type } : {};
  return {
    faults: [],
    drift: [{ kind: 'unknown-event-type', pointer: '/type', schema: 'ResponseStreamEvent', ...short }],
  };
}

function untyped(value: unknown, type: unknown): Fault {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const definition = 'ResponseStreamEvent';
  if (!isObject) {
    const found = describeValue(value);
    const message = `the event is ${found}, expected an object`;
    return { pointer: '', message, expected: 'object', found, definition, kind: 'type' };
  }
  const found = describeValue(type);
  if (type === undefined) {
    const message = 'missing /type, which every event requires';
    return { pointer: '/type', message, expected: '"type"', found, definition, kind: 'missing' };
  }
  const message = `/type is ${found}, expected string`;
  return { pointer: '/type', message, expected: 'string', found, definition, kind: 'type' };
}

function unreadableEvent(event: number, data: string): Violation {
  const found = data === '' ? 'an empty event' : `${data.length} characters that are not JSON`;
  const message = `event ${event} is ${found}, expected JSON`;
  return { check: 'schema.json', severity: 'must', pointer: '', message, expected: 'JSON', found, event };
}

function noEvents(): Violation {
  const message = 'the stream holds no event';
  return { check: 'schema.event', severity: 'must', pointer: '', message, expected: 'events', found: 'none' };
}
