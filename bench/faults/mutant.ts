import type { StreamEvent } from '../../src/checks/stream/index.ts';
import type { Body, Exchange, WireResponse } from '../../src/wire/exchange.ts';
import type { Operation } from '../../src/wire/operation.ts';

/** A sound exchange that faults are put into. */
export interface Subject {
  readonly id: string;
  readonly exchange: Exchange;
  readonly response: WireResponse;
  readonly hostKind: 'azure' | 'openai' | 'other';
  readonly operation: Operation;
  /** Of a streamed answer; else none. */
  readonly events: readonly StreamEvent[];
  /** What the sound exchange is known for: its error class and its drift. */
  readonly errorClass: string | null;
  readonly drift: ReadonlySet<string>;
}

/**
 * Why a mutant need not be caught. `equivalent`: it means the same to every client. `legal`: it means
 * something else, and is an answer that a sound service may give, so nothing in the exchange can show it.
 */
export interface Excuse {
  readonly kind: 'equivalent' | 'legal';
  readonly why: string;
}

export interface Mutant {
  readonly exchange: Exchange;
  /** Where the fault is, for the list of survivors. */
  readonly place: string;
  /** Asked only when no check caught the mutant. */
  readonly excuse?: () => Excuse | null;
}

/** A kind of fault. */
export interface Fault {
  readonly group: string;
  readonly name: string;
  /** By design the fault is something new, not something wrong: it has to be listed as drift. */
  readonly drift?: boolean;
  /** Mutants of a subject; none where the fault does not apply. `pick` chooses some of many places. */
  readonly mutants: (subject: Subject, pick: Pick) => Iterable<Mutant>;
}

/** Some of the items: all of them in a full run, a seeded sample otherwise. */
export type Pick = <T>(items: readonly T[]) => readonly T[];

export function withResponse(subject: Subject, change: Partial<WireResponse>): Exchange {
  return { ...subject.exchange, response: { ...subject.response, ...change } };
}

export function withJson(subject: Subject, value: unknown): Exchange {
  return withResponse(subject, { body: { kind: 'json', value } });
}

export function withEvents(subject: Subject, events: readonly StreamEvent[], tail = ''): Exchange {
  const text = events.map(frame).join('') + tail;
  return withResponse(subject, { body: { kind: 'sse', text } });
}

function frame({ event, data }: StreamEvent): string {
  const name = event === null ? '' : `event: ${event}\n`;
  const lines = data.split('\n').map((line) => `data: ${line}\n`);
  return `${name}${lines.join('')}\n`;
}

export function jsonOf(body: Body): unknown {
  return body.kind === 'json' ? body.value : undefined;
}
