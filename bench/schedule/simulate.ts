/** Plays a run of many cases against simulated deployments, event by event, without waiting for anything. */
import { rateFactsOf } from '../../src/run/schedule/rate-facts.ts';
import { Schedule, type ScheduleOptions } from '../../src/run/schedule/schedule.ts';
import { type DeploymentFacts, SimulatedDeployment } from './service.ts';

export interface SimulatedCase {
  readonly id: string;
  readonly target: string;
  readonly deployment: string;
  readonly requests: readonly SimulatedRequest[];
}

export interface SimulatedRequest {
  /** Tokens: input and the most output that is asked for; and what the answer really takes. */
  readonly asked: number;
  readonly used: number;
  /** Milliseconds on the way there, until the headers, and until the end. */
  readonly travel: number;
  readonly firstByte: number;
  readonly total: number;
}

export interface Played {
  /** Milliseconds until the last case had ended. */
  readonly makespan: number;
  /** Cases in the order they started. */
  readonly started: readonly string[];
  readonly ended: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, string>;
  readonly deployments: ReadonlyMap<string, SimulatedDeployment>;
  readonly spent: Schedule['spent'];
}

/** Milliseconds after a 429 that names no pause. */
const PAUSE = 1_000;

export function simulate(
  cases: readonly SimulatedCase[],
  facts: ReadonlyMap<string, DeploymentFacts>,
  options: Partial<ScheduleOptions> & Pick<ScheduleOptions, 'concurrency'>,
): Played {
  const deployments = new Map([...facts].map(([name, one]) => [name, new SimulatedDeployment(one)]));
  const events = new EventQueue();
  const schedule = new Schedule(cases.map(workOf), {
    rates: new Map(cases.map(({ target }) => [target, {}])),
    shards: 1,
    budget: {},
    ...options,
  });
  const byId = new Map(cases.map((item) => [item.id, item]));
  const waiting = new Map<number, () => void>();
  const started: string[] = [];
  const ended = new Set<string>();
  const refused = new Map<string, string>();
  let wake = Infinity;

  function ask(item: SimulatedCase, index: number, again = false): void {
    const request = item.requests[index];
    if (request === undefined) {
      ended.add(item.id);
      schedule.ended(events.now, item.id, { kind: 'well', accepted: true });
      return;
    }
    const ticket = schedule.request(item.id, {
      tokens: request.asked,
      usd: 0,
      deployment: true,
      free: false,
      again,
    });
    waiting.set(ticket, () => send(item, index, request, ticket));
  }

  function send(item: SimulatedCase, index: number, request: SimulatedRequest, ticket: number): void {
    const deployment = deployments.get(item.deployment);
    if (deployment === undefined) throw new Error(`no deployment ${item.deployment}`);
    events.after(request.travel, () => {
      const answer = deployment.arrive(events.now, request.asked);
      if (answer.status === 429) {
        events.after(request.travel, () => {
          const told = rateFactsOf((name) => answer.headers.get(name) ?? null, 0);
          schedule.answered(events.now, ticket, told, false, told.retryAfterMs ?? PAUSE);
          schedule.settled(events.now, ticket, 0, 0);
          ask(item, index, true);
        });
        return;
      }
      events.after(request.firstByte, () => {
        const headers = deployment.headersAt(events.now);
        events.after(request.travel, () =>
          schedule.answered(
            events.now,
            ticket,
            rateFactsOf((name) => headers.get(name) ?? null, 0),
            true,
            null,
          ),
        );
      });
      events.after(request.total, () => deployment.end(events.now, request.used));
      events.after(request.total + request.travel, () => {
        schedule.settled(events.now, ticket, request.used, 0);
        ask(item, index + 1);
      });
    });
  }

  for (;;) {
    let decision = schedule.next(events.now);
    for (; decision.kind !== 'wait'; decision = schedule.next(events.now)) {
      if (decision.kind === 'start') {
        const item = byId.get(decision.id);
        if (item === undefined) throw new Error(`no case ${decision.id}`);
        started.push(decision.id);
        ask(item, 0);
      } else if (decision.kind === 'refuse') refused.set(decision.id, decision.denial.reason);
      else if (decision.kind === 'send') waiting.get(decision.ticket)?.();
      else throw new Error('the simulation has no budget for requests');
    }
    wake = events.now + decision.ms;
    if (!events.advance(wake)) break;
  }
  return { makespan: events.now, started, ended, refused, deployments, spent: schedule.spent };
}

function workOf({ id, target, deployment, requests }: SimulatedCase) {
  const tokens = requests.reduce((sum, { asked }) => sum + asked, 0);
  return { id, target, deployment, amount: { requests: requests.length, tokens, usd: 0 } };
}

/** What is to happen, in the order of time. */
class EventQueue {
  now = 0;
  #events: { readonly at: number; readonly run: () => void }[] = [];

  after(ms: number, run: () => void): void {
    const at = this.now + ms;
    let index = this.#events.length;
    while (index > 0 && (this.#events[index - 1]?.at ?? 0) > at) index -= 1;
    this.#events.splice(index, 0, { at, run });
  }

  /** Goes on to the next event, or to `wake` where that is earlier; false when nothing will ever happen. */
  advance(wake: number): boolean {
    const [next] = this.#events;
    if (next === undefined && wake === Infinity) return false;
    if (next === undefined || next.at > wake) {
      this.now = wake;
      return true;
    }
    this.#events.shift();
    this.now = next.at;
    next.run();
    return true;
  }
}
