/**
 * The schedule with promises: cases and requests wait here until it lets them go. One conductor serves the
 * whole run, because limits and budgets belong to the run; hence a live run has a single worker. It is bound by
 * the service and not by the processor, so that more workers would gain nothing and had to agree with each other.
 */

import type { Clock } from '../../wire/clock.ts';
import type { RateFacts } from '../schedule/rate-facts.ts';
import type { Denial, Health, RequestSize, Schedule } from '../schedule/schedule.ts';

/** What becomes of a case that asks to start. */
export type Admission = 'go' | 'stopped' | Denial;

/** A request that may be sent. */
export interface Pass {
  answered(facts: RateFacts, accepted: boolean, pauseMs: number | null): void;
  settled(tokens: number, usd: number): void;
}

/** The request does not fit what the run may spend. */
export class RequestDenied extends Error {
  readonly denial: Denial;

  constructor(denial: Denial) {
    super(`not sent: ${denial.reason}`);
    this.denial = denial;
  }
}

export class Conductor {
  readonly #schedule: Schedule;
  readonly #clock: Clock;
  readonly #starting = new Map<string, (admission: Admission) => void>();
  /** Decided before the case asked. */
  readonly #admitted = new Map<string, Admission>();
  readonly #sending = new Map<number, PromiseWithResolvers<void>>();
  #stopped = false;
  #callOff: (() => void) | null = null;

  constructor(schedule: Schedule, clock: Clock) {
    this.#schedule = schedule;
    this.#clock = clock;
  }

  start(id: string): Promise<Admission> {
    const decided = this.#admitted.get(id);
    this.#admitted.delete(id);
    if (decided !== undefined) return Promise.resolve(decided);
    if (this.#stopped) return Promise.resolve('stopped');
    const { promise, resolve } = Promise.withResolvers<Admission>();
    this.#starting.set(id, resolve);
    this.#pump();
    return promise;
  }

  ended(id: string, health: Health): void {
    this.#schedule.ended(this.#clock.now(), id, health);
    this.#pump();
  }

  /** Resolves when the request may be sent. Rejects with RequestDenied, or with the signal's reason. */
  async ask(id: string, size: RequestSize, signal: AbortSignal | null): Promise<Pass> {
    signal?.throwIfAborted();
    const ticket = this.#schedule.request(id, size);
    const waiting = Promise.withResolvers<void>();
    this.#sending.set(ticket, waiting);
    const withdraw = () => {
      this.#sending.delete(ticket);
      this.#schedule.settled(this.#clock.now(), ticket, 0, 0);
      waiting.reject(signal?.reason);
      this.#pump();
    };
    signal?.addEventListener('abort', withdraw, { once: true });
    this.#pump();
    try {
      await waiting.promise;
    } finally {
      signal?.removeEventListener('abort', withdraw);
    }
    return {
      answered: (facts, accepted, pauseMs) => {
        this.#schedule.answered(this.#clock.now(), ticket, facts, accepted, pauseMs);
        this.#pump();
      },
      settled: (tokens, usd) => {
        this.#schedule.settled(this.#clock.now(), ticket, tokens, usd);
        this.#pump();
      },
    };
  }

  /** No further case starts; those under way go on. */
  stop(): void {
    this.#stopped = true;
    this.#schedule.stop();
    for (const [id, admission] of this.#admitted) if (admission === 'go') this.#withdraw(id);
    for (const resolve of this.#starting.values()) resolve('stopped');
    this.#starting.clear();
    this.#pump();
  }

  /** A case that was let go and did not ask before the run was stopped. */
  #withdraw(id: string): void {
    this.#admitted.delete(id);
    this.#schedule.ended(this.#clock.now(), id, { kind: 'undecided' });
  }

  #pump(): void {
    this.#callOff?.();
    this.#callOff = null;
    for (;;) {
      const decision = this.#schedule.next(this.#clock.now());
      switch (decision.kind) {
        case 'start':
          this.#admit(decision.id, 'go');
          break;
        case 'refuse':
          this.#admit(decision.id, decision.denial);
          break;
        case 'send':
          this.#sending.get(decision.ticket)?.resolve();
          this.#sending.delete(decision.ticket);
          break;
        case 'deny':
          this.#sending.get(decision.ticket)?.reject(new RequestDenied(decision.denial));
          this.#sending.delete(decision.ticket);
          break;
        case 'wait':
          if (decision.ms !== Infinity)
            this.#callOff = this.#clock.after(Math.min(decision.ms, MAX_TIMER_MS), () => this.#pump());
          return;
      }
    }
  }

  #admit(id: string, admission: Admission): void {
    const resolve = this.#starting.get(id);
    this.#starting.delete(id);
    if (resolve === undefined) this.#admitted.set(id, admission);
    else resolve(admission);
  }
}

/** A timer of node holds 31 bits of milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1;
