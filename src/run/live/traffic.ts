/** What the cases of a live run share: one schedule, and for each case a line that keeps to it. */
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, Target } from '../../matrix/types.ts';
import { type Source, systemClock } from '../../wire/index.ts';
import { Deadline } from '../deadline.ts';
import type { LivePlan, WorkOrder } from '../order.ts';
import { randomFrom } from '../random.ts';
import { rateFactsOf } from '../schedule/rate-facts.ts';
import type { Rate } from '../schedule/rate-limit.ts';
import { type Denial, type Health, Schedule } from '../schedule/schedule.ts';
import { UsageCount } from '../usage.ts';
import { answerOf } from './answer.ts';
import { type Admission, Conductor, RequestDenied } from './conductor.ts';
import { estimateOf } from './estimate.ts';
import { DEFAULT_RETRIES } from './retry-policy.ts';
import { type Gate, retrying } from './retrying.ts';

export interface Traffic {
  /** Resolves when the case may start, or will not. */
  admit(item: Case): Promise<Admission>;
  /** A line for one execution of the case. */
  open(item: Case): CaseLine;
  ended(item: Case, health: Health): void;
  /** No further case starts. */
  stop(): void;
}

export interface CaseLine {
  readonly deadline: Deadline;
  /** Set when a request did not fit what the run may spend. */
  readonly denied: Denial | null;
  /** The source, with its requests paced and asked again where that is sound. */
  wrap(source: Source): Source;
}

/** Milliseconds between two looks at the stop file. */
const STOP_INTERVAL_MS = 200;

export function openTraffic(order: WorkOrder, plan: LivePlan): Traffic {
  const schedule = new Schedule(
    order.cases.map((item) => ({ ...item, amount: amountOf(plan, item) })),
    {
      concurrency: order.limits.concurrency,
      concurrencyPerTarget: order.limits.concurrencyPerTarget,
      concurrencyPerDeployment: order.limits.concurrencyPerDeployment,
      rates: ratesOf(order),
      shards: plan.shards,
      budget: order.limits,
      spent: plan.spent,
      until: untilOf(order, plan),
    },
  );
  const conductor = new Conductor(schedule, systemClock);
  const stop = () => conductor.stop();
  if (plan.stop !== null) watchFor(plan.stop, stop);
  return {
    admit: (item) => conductor.start(item.id),
    open: (item) => new Line(order, plan, conductor, item),
    ended: (item, health) => conductor.ended(item.id, health),
    stop,
  };
}

class Line implements CaseLine {
  readonly deadline: Deadline;
  denied: Denial | null = null;
  readonly #order: WorkOrder;
  readonly #plan: LivePlan;
  readonly #conductor: Conductor;
  readonly #item: Case;
  readonly #usage = new UsageCount();

  constructor(order: WorkOrder, plan: LivePlan, conductor: Conductor, item: Case) {
    this.#order = order;
    this.#plan = plan;
    this.#conductor = conductor;
    this.#item = item;
    this.deadline = new Deadline(order.limits.caseTimeoutMs, systemClock);
  }

  wrap(source: Source): Source {
    return retrying(source, this.#gate(), { retries: this.#order.limits.retries ?? DEFAULT_RETRIES });
  }

  #gate(): Gate {
    const random = randomFrom(this.#item.id);
    return {
      random,
      wait: (ms, signal) => this.deadline.without(sleep(ms, undefined, signal === null ? {} : { signal })),
      pass: async ({ request, outgoing }, attempt) => {
        const size = { ...this.#sizeOf(request), again: attempt > 1 };
        const asked = this.#conductor.ask(this.#item.id, size, outgoing.signal);
        const pass = await this.deadline.without(asked).catch((error: unknown) => {
          if (error instanceof RequestDenied) this.denied = error.denial;
          throw error;
        });
        return {
          retryAfterMs: (response) => factsOf(response).retryAfterMs,
          answered(response, pauseMs) {
            pass.answered(response === null ? {} : factsOf(response), response?.ok === true, pauseMs);
          },
          ended: (exchange) => {
            const answer = answerOf(exchange);
            const used = this.#usage.add(answer);
            if (used !== null) pass.settled(used.input + used.output, this.#priceOf(used.input, used.output));
            // A success that does not say what it used is taken at its estimate.
            else if (exchange.response?.status === 200 && size.deployment)
              pass.settled(size.tokens, size.usd);
            else pass.settled(0, 0);
          },
        };
      },
    };
  }

  #sizeOf(request: Parameters<typeof estimateOf>[0]) {
    const { input, output, deployment } = estimateOf(request);
    const expected = this.#plan.estimates[this.#item.id];
    const usual = expected === undefined ? 0 : expected.outputTokens / Math.max(1, expected.answers);
    const most = output ?? usual;
    return {
      tokens: input + most,
      usd: this.#priceOf(input, most),
      deployment,
      free: request.method === 'DELETE',
    };
  }

  #priceOf(input: number, output: number): number {
    const price = this.#plan.prices[this.#item.carrier];
    return price === undefined ? 0 : (input * price.input + output * price.output) / 1_000_000;
  }
}

function factsOf(response: Response) {
  return rateFactsOf((name) => response.headers.get(name), Date.now());
}

/** What a case is estimated to take, all the repeats together that it is sure to get. */
export function amountOf(plan: Pick<LivePlan, 'estimates' | 'repeat'>, item: Case) {
  const { requests = 1, inputTokens = 0, outputTokens = 0, usd = 0 } = plan.estimates[item.id] ?? {};
  return {
    requests: requests * plan.repeat.min,
    tokens: (inputTokens + outputTokens) * plan.repeat.min,
    usd: usd * plan.repeat.min,
  };
}

/** The server inside this process has neither limits nor others who use it; its headers only look like it. */
function ratesOf({ targets, limits }: WorkOrder): ReadonlyMap<string, Rate> {
  const { requestsPerMinute, tokensPerMinute } = limits;
  const configured = (target: Target) =>
    target.kind === 'reference' ? {} : { requestsPerMinute, tokensPerMinute };
  return new Map(
    targets
      .filter((target) => target.kind !== 'reference' || target.endpoint !== undefined)
      .map((target) => [target.name, configured(target)]),
  );
}

function untilOf({ limits }: WorkOrder, { startedAt }: LivePlan): number | undefined {
  if (limits.maxDurationMs === undefined) return undefined;
  return systemClock.now() + (startedAt + limits.maxDurationMs - Date.now());
}

/** A file rather than a signal: it works on every system, and Ctrl+C already reaches every process of the group. */
function watchFor(file: string, stop: () => void): void {
  process.on('SIGINT', () => {});
  const timer = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(timer);
    stop();
    // Taken away as a sign that it was seen.
    rmSync(file, { force: true });
  }, STOP_INTERVAL_MS);
  timer.unref();
}
