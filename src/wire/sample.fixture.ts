/** Exchanges and cassettes for the tests of this folder. */
import { type Cassette, createCassette } from './cassette.ts';
import type { Exchange, WireRequest, WireResponse } from './exchange.ts';

export const LINEAGE = {
  recordedAt: '2026-11-21T00:00:00.000Z',
  target: 'home',
  targetKind: 'reference',
  surface: 'v1',
  harness: 'azure-openai-conformance@0.1.0',
  sdk: 'openai@7.55.0',
  redactions: ['header:authorization'],
} as const;

export const ORIGIN = 'https://home.target.invalid';

export function request(over: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'POST',
    origin: ORIGIN,
    path: '/v1/responses',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: { kind: 'json', value: { model: 'ref-1', input: 'hello', temperature: 0.7 } },
    ...over,
  };
}

export function response(over: Partial<WireResponse> = {}): WireResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: { kind: 'json', value: { id: 'resp_1', model: 'ref-1' } },
    complete: true,
    firstByteMs: 5,
    totalMs: 9,
    ...over,
  };
}

export function cassetteOf(...exchanges: readonly Exchange[]): Cassette {
  return createCassette({ case: 'responses/create:ref-1@1:home', lineage: LINEAGE, exchanges });
}

export const STREAM = [
  'event: response.created\ndata: {"type":"response.created"}\n\n',
  'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"繁體"}\n\n',
  'event: response.completed\ndata: {"type":"response.completed"}\n\n',
] as const;

/** A clock whose time passes only when the test says so. */
export class ManualClock {
  #now = 0;
  readonly #timers = new Map<number, { at: number; run: () => void }>();
  #next = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + ms, run });
    return () => this.#timers.delete(id);
  }

  /** Timers still running. */
  get pending(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, { at }]) => at <= until)
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due[0]);
      this.#now = due[1].at;
      due[1].run();
    }
    this.#now = until;
  }
}
