/**
 * Which case starts next, which request may be sent, and what is not run at all. Pure: plain data and the time
 * come in, decisions go out; `conductor.ts` lets promises wait for them, bench/schedule.ts a simulation.
 *
 *   for (let decision = schedule.next(now); decision.kind !== 'wait'; decision = schedule.next(now)) carryOut(decision);
 */
import { Lanes } from './lanes.ts';
import type { RateFacts } from './rate-facts.ts';
import type { Rate, RateCharge, RateLimit } from './rate-limit.ts';
import { type Amount, type Budget, type Promised, Spending } from './spending.ts';

/** A case as the schedule sees it. */
export interface Work {
  readonly id: string;
  readonly target: string;
  readonly deployment: string;
  /** What it is estimated to take. */
  readonly amount: Amount;
}

export interface ScheduleOptions {
  /** Cases at a time; one that waits for a limit holds no place. */
  readonly concurrency: number;
  readonly concurrencyPerTarget?: number | undefined;
  readonly concurrencyPerDeployment?: number | undefined;
  /** Limits of each target as configured; a target that is not named has none, and its headers are not heeded. */
  readonly rates: ReadonlyMap<string, Rate>;
  /** Runs that share limits and budgets in equal parts. */
  readonly shards: number;
  readonly budget: Budget;
  /** Spent already, by the run that this one continues. */
  readonly spent?: Amount;
  /** No case starts at this time or later. Milliseconds on the schedule's clock. */
  readonly until?: number | undefined;
}

export interface RequestSize {
  /** Input, and the most output that was asked for. */
  readonly tokens: number;
  readonly usd: number;
  /** Whether it counts against the limits of the deployment, or only against those of the target. */
  readonly deployment: boolean;
  /** A deletion: nothing that was created is left behind for lack of a budget. */
  readonly free: boolean;
  /** It was refused or lost before, and goes ahead of those that wait: behind them it might run out of attempts. */
  readonly again: boolean;
}

export type Health =
  /** The service answered; a refusal is an answer. `accepted`: it took the credential of the target. */
  | { readonly kind: 'well'; readonly accepted: boolean }
  /** It does not take the credential of the target. */
  | { readonly kind: 'rejected'; readonly cause: string }
  | { readonly kind: 'failed'; readonly cause: string }
  | { readonly kind: 'undecided' };

export interface Denial {
  readonly status: 'not-run' | 'blocked';
  readonly reason: string;
}

export type Decision =
  | { readonly kind: 'start'; readonly id: string }
  | { readonly kind: 'refuse'; readonly id: string; readonly denial: Denial }
  | { readonly kind: 'send'; readonly ticket: number }
  /** The request does not fit the budget. */
  | { readonly kind: 'deny'; readonly ticket: number; readonly denial: Denial }
  /** Nothing to do for so many milliseconds, or (Infinity) until something happens. */
  | { readonly kind: 'wait'; readonly ms: number };

interface Running {
  readonly work: Work;
  readonly promised: Promised;
  /** It waits for a limit and holds no place. */
  parked: boolean;
}

interface Ticket {
  readonly id: number;
  readonly running: Running;
  readonly size: RequestSize;
  readonly limits: readonly RateLimit[];
  charges: readonly RateCharge[] | null;
}

export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #lanes: Lanes;
  readonly #spending: Spending;
  readonly #running = new Map<string, Running>();
  readonly #tickets = new Map<number, Ticket>();
  /** Tickets that are not sent yet, in their order. */
  #waiting = new Set<Ticket>();
  #lastTicket = 0;
  #stopped = false;

  /** `work`: most important first. */
  constructor(work: readonly Work[], options: ScheduleOptions) {
    this.#options = options;
    this.#lanes = new Lanes(work, options);
    this.#spending = new Spending(shareOf(options.budget, options.shards), options.spent);
  }

  get spent(): Amount {
    return this.#spending.spent;
  }

  /** No further case starts; those under way go on. */
  stop(): void {
    this.#stopped = true;
  }

  /** A case wants to send. The decision about the ticket comes from `next`. */
  request(id: string, size: RequestSize): number {
    const running = this.#running.get(id);
    if (running === undefined) throw new Error(`the case ${id} sends a request and was not started`);
    this.#lastTicket += 1;
    const limits = this.#lanes.limitsOf(running.work, size.deployment);
    const ticket = { id: this.#lastTicket, running, size, limits, charges: null };
    this.#tickets.set(ticket.id, ticket);
    this.#waiting = new Set(size.again ? [ticket, ...this.#waiting] : [...this.#waiting, ticket]);
    return ticket.id;
  }

  /** The headers of an answer. `pauseMs`: a 429, and how long to leave the deployment alone. */
  answered(now: number, id: number, facts: RateFacts, accepted: boolean, pauseMs: number | null): void {
    const ticket = this.#tickets.get(id);
    if (ticket === undefined || ticket.charges === null) return;
    // The headers speak of the deployment, which is then the last of the limits.
    const limit = ticket.limits.at(-1);
    const charge = ticket.charges.at(-1);
    if (limit === undefined || charge === undefined) return;
    if (ticket.size.deployment) limit.learn(now, charge, facts, accepted);
    if (pauseMs === null) limit.passed();
    else if (ticket.size.deployment) limit.throttled(now, charge, pauseMs);
    else limit.pause(now, pauseMs);
  }

  /** The answer has ended, or there will be none. */
  settled(now: number, id: number, tokens: number, usd: number): void {
    const ticket = this.#tickets.get(id);
    if (ticket === undefined) return;
    this.#tickets.delete(id);
    this.#waiting.delete(ticket);
    if (ticket.charges === null) return;
    ticket.limits.forEach((limit, index) => {
      const charge = ticket.charges?.[index];
      if (charge !== undefined) limit.settle(now, charge, tokens);
    });
    if (!ticket.size.free) this.#spending.settle(ticket.running.promised, tokens, usd);
  }

  ended(now: number, id: string, health: Health): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    for (const ticket of this.#waiting) if (ticket.running === running) this.settled(now, ticket.id, 0, 0);
    this.#spending.release(running.promised);
    for (const breaker of this.#lanes.breakersOf(running.work)) {
      if (health.kind === 'failed') breaker.failed(now, id, health.cause);
      else if (health.kind === 'rejected') breaker.rejected(now, id, health.cause);
      else if (health.kind === 'well') breaker.succeeded(id, health.accepted);
      else breaker.undecided(id);
    }
  }

  next(now: number): Decision {
    const sent = this.#nextRequest(now);
    if (sent.kind !== 'wait') return sent;
    const started = this.#nextCase(now);
    return started.kind === 'wait' ? { kind: 'wait', ms: Math.min(sent.ms, started.ms) } : started;
  }

  #nextRequest(now: number): Decision {
    let soonest = Infinity;
    const held = new Set<RateLimit>();
    for (const ticket of this.#waiting) {
      const { limits, running, size } = ticket;
      // Nobody overtakes: a large request would otherwise wait for ever.
      const last = limits.at(-1);
      const behind = last !== undefined && held.has(last);
      const ms = behind ? Infinity : Math.max(0, ...limits.map((limit) => limit.wait(now, size.tokens)));
      if (ms > 0) {
        soonest = Math.min(soonest, ms);
        if (last !== undefined) held.add(last);
        running.parked = true;
        continue;
      }
      if (running.parked && this.#active().length >= this.#options.concurrency) continue;
      running.parked = false;
      this.#waiting.delete(ticket);
      const obstacle = size.free ? null : this.#spending.take(running.promised, size.tokens, size.usd);
      if (obstacle !== null) {
        this.#tickets.delete(ticket.id);
        return { kind: 'deny', ticket: ticket.id, denial: overBudget(obstacle) };
      }
      ticket.charges = limits.map((limit) => limit.send(now, size.tokens));
      return { kind: 'send', ticket: ticket.id };
    }
    return { kind: 'wait', ms: soonest };
  }

  #nextCase(now: number): Decision {
    if (this.#stopped) return { kind: 'wait', ms: Infinity };
    const refused = this.#nextRefusal(now);
    if (refused !== null) return refused;
    const active = this.#active();
    if (active.length >= this.#options.concurrency) return this.#untilTheEnd(now, Infinity);
    const busy = new Set([...this.#waiting].flatMap(({ limits }) => limits.at(-1) ?? []));
    const { ready, soonest } = this.#lanes.startable(now, active, busy);
    for (const lane of ready) {
      const [work] = lane.waiting;
      if (work === undefined) continue;
      const obstacle = this.#spending.obstacle(work.amount);
      if (obstacle === null) {
        this.#lanes.start(lane);
        const promised = this.#spending.promise(work.amount);
        this.#running.set(work.id, { work, promised, parked: false });
        return { kind: 'start', id: work.id };
      }
      // What is promised to others may turn out not to be needed.
      if (this.#spending.pending) continue;
      lane.waiting.shift();
      return { kind: 'refuse', id: work.id, denial: overBudget(obstacle) };
    }
    return this.#untilTheEnd(now, soonest);
  }

  /** Cases that will never be started. */
  #nextRefusal(now: number): Decision | null {
    const { until } = this.#options;
    const late = until !== undefined && now >= until;
    for (const lane of this.#lanes.all) {
      const [work] = lane.waiting;
      if (work === undefined) continue;
      const givenUp = this.#lanes.breakersOf(work).find((breaker) => breaker.givenUp !== null)?.givenUp;
      if (givenUp === undefined && !late) continue;
      lane.waiting.shift();
      const denial: Denial =
        typeof givenUp === 'string'
          ? { status: 'blocked', reason: givenUp }
          : overBudget('max_duration: the time for the run is over');
      return { kind: 'refuse', id: work.id, denial };
    }
    return null;
  }

  #untilTheEnd(now: number, ms: number): Decision {
    const { until } = this.#options;
    const left = until === undefined || this.#lanes.empty ? Infinity : until - now;
    return { kind: 'wait', ms: Math.min(ms, left) };
  }

  #active(): Work[] {
    return [...this.#running.values()].filter(({ parked }) => !parked).map(({ work }) => work);
  }
}

function overBudget(reason: string): Denial {
  return { status: 'not-run', reason };
}

/** Each of so many shards has its equal part, so that together they stay within the whole. */
function shareOf({ maxRequests, maxTokens, maxCostUsd }: Budget, shards: number): Budget {
  const part = (whole: number | undefined) => (whole === undefined ? undefined : Math.floor(whole / shards));
  return {
    maxRequests: part(maxRequests),
    maxTokens: part(maxTokens),
    maxCostUsd: maxCostUsd === undefined ? undefined : maxCostUsd / shards,
  };
}
