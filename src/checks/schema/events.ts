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
import { ToldErrors } from './told.ts';
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
  times: number;
}

/** `schema.json` and `schema.event` over a whole stream. Error frames are left to the error contract. */
export function checkEvents(
  events: readonly StreamEvent[],
  context: SchemaContext,
): { checks: CheckResult[]; drift: Drift[] } {
  const unreadable: Violation[] = [];
  const faults = new Occurrences(context);
  const drift = new Map<string, Drift>();
  const told = new ToldErrors();
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
        ? findingsOf(chunkValidator(), parsed, told)
        : eventFindings(parsed, told);
    for (const news of findings.drift) drift.set(driftKey(news), news);
    for (const fault of findings.faults) faults.note(fault, index, parsed, created);
  }
  const violations = read + unreadable.length === 0 ? [noEvents()] : faults.all().map(violationOfEvent);
  const shape = resultOf('schema.event', violations, 'every event has the documented shape');
  // A stream without events passes nothing.
  const json =
    read + unreadable.length === 0 ? [] : [resultOf('schema.json', unreadable, 'every event holds JSON')];
  return { checks: [...json, shape], drift: [...drift.values()] };
}

/** The same fault in many events has one cause: it is kept once, with its first event and a count. */
class Occurrences {
  readonly #context: SchemaContext;
  readonly #byKey = new Map<string, Occurrence>();
  /** Where a missing field that was told before is counted; null where it is tolerated. */
  readonly #missing = new Map<Fault, Occurrence | null>();
  #created: number | null = null;

  constructor(context: SchemaContext) {
    this.#context = context;
  }

  all(): Occurrence[] {
    return [...this.#byKey.values()];
  }

  /** `root`: the event's value; `created`: when the stream says that its answer was created. */
  note(fault: Fault, event: number, root: unknown, created: number | null): void {
    if (created !== this.#created) this.#missing.clear();
    this.#created = created;
    const known = this.#missing.get(fault);
    const occurrence =
      known ??
      (known === null || isTolerated(fault, root, this.#context, created) ? null : this.#of(fault, event));
    if (occurrence !== null) occurrence.times += 1;
    // Whether a value is tolerated depends on the value, whether a missing one is on nothing else.
    if (fault.kind === 'missing' && known === undefined) this.#missing.set(fault, occurrence);
  }

  #of(fault: Fault, event: number): Occurrence {
    const key = `${fault.definition} ${fault.kind} ${withoutIndexes(fault.pointer)}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const first: Occurrence = { fault, event, times: 0 };
    this.#byKey.set(key, first);
    return first;
  }
}

function violationOfEvent({ fault, event, times }: Occurrence): Violation {
  const violation = violationOf('schema.event', fault);
  const more = times > 1 ? ` (and ${times - 1} more such)` : '';
  return { ...violation, message: `event ${event}: ${violation.message}${more}`, event };
}

function eventFindings(value: unknown, told: ToldErrors): Findings {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return { faults: [untyped(value, type)], drift: [] };
  const validate = eventValidator(type);
  if (validate !== null) return findingsOf(validate, value, told);
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
