import { lowerBound } from './bound.ts';
import type { BenchScenario } from './scenarios.ts';
import { simulate } from './simulate.ts';

export interface ScheduleScore {
  readonly name: string;
  readonly cases: number;
  /** Milliseconds of virtual time. */
  readonly makespan: number;
  readonly bound: number;
  /** 429 answers in the first minute, in which limits are learned, and after it. */
  readonly refusedEarly: number;
  readonly refusedLate: number;
  /** The most that passed in a window, as a part of the limit; never above 1. */
  readonly highestRequests: number;
  readonly highestTokens: number;
  readonly unfinished: number;
}

const FIRST_WINDOW_MS = 60_000;

export function scoreOf({ name, cases, deployments, concurrency }: BenchScenario): ScheduleScore {
  const played = simulate(cases, deployments, { concurrency });
  const services = [...played.deployments.values()];
  const refusals = services.flatMap((service) => service.refusals);
  const highest = services.map((service) => service.highest());
  return {
    name,
    cases: cases.length,
    makespan: played.makespan,
    bound: lowerBound(cases, deployments, concurrency),
    refusedEarly: refusals.filter((at) => at < FIRST_WINDOW_MS).length,
    refusedLate: refusals.filter((at) => at >= FIRST_WINDOW_MS).length,
    highestRequests: Math.max(...highest.map(({ requests }) => requests)),
    highestTokens: Math.max(...highest.map(({ tokens }) => tokens)),
    unfinished: cases.length - played.ended.size,
  };
}
