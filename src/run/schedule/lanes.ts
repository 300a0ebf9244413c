/** The cases that wait, by deployment, with what decides whether one of them may start. */
import { Breaker } from './breaker.ts';
import { type Rate, RateLimit } from './rate-limit.ts';
import type { ScheduleOptions, Work } from './schedule.ts';

export interface Lane {
  readonly target: string;
  readonly deployment: string;
  /** Most important first. */
  readonly waiting: Work[];
  readonly limit: RateLimit | null;
  readonly breaker: Breaker;
}

interface TargetState {
  readonly limit: RateLimit | null;
  readonly breaker: Breaker;
}

/** Failures in a row that open a breaker; a target has many deployments, of which some may be in order. */
const FAILURES_OF_DEPLOYMENT = 5;
const FAILURES_OF_TARGET = 8;

export class Lanes {
  readonly all: readonly Lane[];
  readonly #options: ScheduleOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #targets = new Map<string, TargetState>();

  constructor(work: readonly Work[], options: ScheduleOptions) {
    this.#options = options;
    for (const item of work) {
      const target = this.#targetOf(item.target);
      const known = this.#lanes.get(keyOf(item));
      if (known !== undefined) known.waiting.push(item);
      else {
        this.#lanes.set(keyOf(item), {
          target: item.target,
          deployment: item.deployment,
          waiting: [item],
          limit: target.limit === null ? null : new RateLimit({}, options.shards),
          breaker: new Breaker(FAILURES_OF_DEPLOYMENT),
        });
      }
    }
    this.all = [...this.#lanes.values()];
  }

  get empty(): boolean {
    return this.all.every(({ waiting }) => waiting.length === 0);
  }

  /** The limits that a request of this case has to keep: of the target, and of the deployment last. */
  limitsOf(work: Work, deployment: boolean): readonly RateLimit[] {
    const target = this.#targetOf(work.target).limit;
    if (target === null) return [];
    const own = this.#lanes.get(keyOf(work))?.limit ?? null;
    return deployment && own !== null ? [target, own] : [target];
  }

  breakersOf(work: Work): readonly Breaker[] {
    const lane = this.#lanes.get(keyOf(work));
    const target = this.#targetOf(work.target).breaker;
    return lane === undefined ? [target] : [lane.breaker, target];
  }

  /**
   * Lanes whose first case may start now, in the order of fairness: the target with the fewest cases under way
   * first, then the deployment with the fewest, then the longest queue. `soonest`: when to ask again.
   */
  startable(now: number, active: readonly Work[], busy: ReadonlySet<RateLimit>) {
    const { concurrencyPerTarget = Infinity, concurrencyPerDeployment = Infinity } = this.#options;
    const byTarget = Map.groupBy(active, ({ target }) => target);
    const byLane = Map.groupBy(active, keyOf);
    const load = (lane: Lane) => ({
      target: byTarget.get(lane.target)?.length ?? 0,
      lane: byLane.get(keyOf(lane))?.length ?? 0,
    });
    let soonest = Infinity;
    const ready = this.all.filter((lane) => {
      const [work] = lane.waiting;
      if (work === undefined || (lane.limit !== null && busy.has(lane.limit))) return false;
      const { target, lane: own } = load(lane);
      if (target >= concurrencyPerTarget || own >= concurrencyPerDeployment) return false;
      const ms = this.#wait(now, work);
      soonest = ms > 0 ? Math.min(soonest, ms) : soonest;
      return ms === 0;
    });
    ready.sort((a, b) => {
      const [first, second] = [load(a), load(b)];
      return (
        first.target - second.target ||
        first.lane - second.lane ||
        b.waiting.length - a.waiting.length ||
        (keyOf(a) < keyOf(b) ? -1 : 1)
      );
    });
    return { ready, soonest };
  }

  start(lane: Lane): void {
    const work = lane.waiting.shift();
    if (work === undefined) return;
    for (const breaker of this.breakersOf(work)) breaker.started(work.id);
  }

  /** Milliseconds until the limits and the breakers let the first request of a case through. */
  #wait(now: number, work: Work): number {
    const tokens = work.amount.tokens / Math.max(1, work.amount.requests);
    return Math.max(
      0,
      ...this.limitsOf(work, true).map((limit) => limit.wait(now, tokens)),
      ...this.breakersOf(work).map((breaker) => breaker.wait(now)),
    );
  }

  #targetOf(name: string): TargetState {
    const known = this.#targets.get(name);
    if (known !== undefined) return known;
    const rate: Rate | undefined = this.#options.rates.get(name);
    const state = {
      limit: rate === undefined ? null : new RateLimit(rate, this.#options.shards),
      breaker: new Breaker(FAILURES_OF_TARGET),
    };
    this.#targets.set(name, state);
    return state;
  }
}

function keyOf({ target, deployment }: { target: string; deployment: string }): string {
  return `${target}\n${deployment}`;
}
