import { type ParsedEvent, UNREADABLE } from './event.ts';
import { indexAt, numberAt, objectAt, show } from './json.ts';
import type { Finding } from './rule.ts';

/** Which rule `mendSequence` speaks for. */
export const SEQUENCE = {
  id: 'stream.sequence',
  severity: 'must',
  says: 'sequence_number starts at 0, or after the number the stream was resumed from, and rises by exactly 1',
  reference: 'docs/validation.md#rule-1',
} as const;

interface Mended {
  /**
   * The events as they were meant: repeats dropped, late ones put in their place, gaps marked. The
   * other rules read these, so that one fault in the sequence does not break every rule after it.
   */
  readonly events: readonly ParsedEvent[];
  readonly findings: readonly Finding[];
}

/** Reads `sequence_number` along the stream and resynchronises after each fault. */
export function mendSequence(events: readonly ParsedEvent[], startingAfter: number | undefined): Mended {
  if (events.every((event) => numberOf(event) === undefined)) {
    return { events, findings: unnumbered(events) };
  }
  return new Mender(events, startingAfter).mend();
}

/** The numbers came with May 2025; erratum sequence-number-absent-until-2025-05 of the overlay has the evidence. */
const NUMBERED_SINCE = Date.parse('2025-05-15') / 1000;

/** OpenAI's first streams of March 2025 had no numbers at all; later that is one fault, not one an event. */
function unnumbered(events: readonly ParsedEvent[]): Finding[] {
  const first = events.find(needsNumber);
  if (first === undefined || createdAt(events) < NUMBERED_SINCE) return [];
  return [{ event: first, message: 'no event carries a sequence_number', pointer: '/sequence_number' }];
}

function createdAt(events: readonly ParsedEvent[]): number {
  for (const { json } of events) {
    const time = numberAt(objectAt(json, 'response'), 'created_at');
    if (time !== undefined) return time;
  }
  return Number.POSITIVE_INFINITY;
}

function numberOf(event: ParsedEvent): number | undefined {
  return indexAt(event.json, 'sequence_number');
}

/** `[DONE]` has no number, a bare error frame need not have one, an unreadable event cannot show it. */
function needsNumber(event: ParsedEvent): boolean {
  return event.json !== null && event.type !== 'error';
}

class Mender {
  private readonly events: readonly ParsedEvent[];
  private readonly out: ParsedEvent[] = [];
  private readonly findings: Finding[] = [];
  /** Events by number since the numbering began, to recognise repeats. */
  private readonly seen = new Map<number, ParsedEvent>();
  /** Indexes of events that were already put in an earlier place. */
  private readonly moved = new Set<number>();
  private later: Map<number, number> | undefined;
  private expected: number;
  /** The number right before is unknown, so the next one is only known not to be smaller. */
  private unsure = false;
  private missingNumbers = 0;
  /** The event right before was a repeat. */
  private repeating = false;

  constructor(events: readonly ParsedEvent[], startingAfter: number | undefined) {
    this.events = events;
    this.expected = startingAfter === undefined ? 0 : startingAfter + 1;
  }

  mend(): Mended {
    for (const [index, event] of this.events.entries()) {
      if (!this.moved.has(index)) this.take(event, index);
    }
    return { events: this.out, findings: this.findings };
  }

  private take(event: ParsedEvent, index: number): void {
    const number = numberOf(event);
    if (number === undefined) this.takeUnnumbered(event);
    else if (number === this.expected || (this.unsure && number > this.expected)) this.keep(event, number);
    else if (number < this.expected) this.takeLow(event, index, number);
    else this.takeHigh(event, index, number);
  }

  private keep(event: ParsedEvent, number: number, afterGap = false): void {
    this.out.push(afterGap ? { ...event, afterGap: true } : event);
    this.seen.set(number, event);
    this.expected = number + 1;
    this.unsure = false;
    this.repeating = false;
  }

  private takeUnnumbered(event: ParsedEvent): void {
    this.out.push(event);
    this.unsure ||= event.type === UNREADABLE || event.type === 'error';
    if (!needsNumber(event)) return;
    this.unsure = true;
    this.missingNumbers += 1;
    if (this.missingNumbers === 1)
      this.fault(event, 'carries no sequence_number', event.json?.sequence_number);
  }

  private takeLow(event: ParsedEvent, index: number, number: number): void {
    if (this.seen.get(number)?.data === event.data) {
      // A stretch that is sent again, or a whole stream, is one fault.
      if (!this.repeating) this.fault(event, `repeats the event with sequence_number ${number}`, number);
      this.repeating = true;
      return;
    }
    const next = this.numberAfter(index);
    if (next === this.expected + 1) {
      this.misnumbered(event, number);
    } else if (next === this.expected) {
      this.fault(event, `is an extra event with the earlier sequence_number ${number}`, number);
      this.out.push(event);
    } else {
      this.fault(event, `goes back to sequence_number ${number}`, number);
      this.seen.clear();
      this.keep(event, number);
    }
  }

  private takeHigh(event: ParsedEvent, index: number, number: number): void {
    if (this.numberAfter(index) === this.expected + 1) {
      this.misnumbered(event, number);
      return;
    }
    const late = this.lateBetween(index, number);
    if (late.length > 0) {
      this.fault(event, `comes before sequence_number ${this.expected}: out of order`, number);
      for (const straggler of late) this.moved.add(straggler.index);
      for (const straggler of late) this.keep(straggler, numberOf(straggler) ?? this.expected);
      this.keep(event, number);
      return;
    }
    const lost = number - this.expected;
    this.fault(event, `follows a gap: ${lost} event${lost === 1 ? ' is' : 's are'} missing`, number);
    this.keep(event, number, true);
  }

  private misnumbered(event: ParsedEvent, number: number): void {
    this.fault(event, `has sequence_number ${number} in the place of ${this.expected}`, number);
    this.keep(event, this.expected);
  }

  /** All events with the numbers from `expected` to `until`, if each of them still comes; else none. */
  private lateBetween(index: number, until: number): ParsedEvent[] {
    this.later ??= new Map(this.events.map((event, at): [number, number] => [numberOf(event) ?? -1, at]));
    const late: ParsedEvent[] = [];
    for (let number = this.expected; number < until; number++) {
      const at = this.later.get(number) ?? -1;
      const event = this.events[at];
      if (at <= index || event === undefined) return [];
      late.push(event);
    }
    return late;
  }

  private numberAfter(index: number): number | undefined {
    const next = this.events[index + 1];
    return next === undefined ? undefined : numberOf(next);
  }

  private fault(event: ParsedEvent, what: string, found: unknown): void {
    this.findings.push({
      event,
      message: `event ${event.index} (${event.type}) ${what}`,
      pointer: '/sequence_number',
      expected: String(this.expected),
      found: show(found),
    });
  }
}
