/** The promises of bench/schedule.ts, on the services it plays. Virtual time: nothing waits. */
import { describe, expect, it } from 'vitest';
import { BENCH_SCENARIOS } from '../../../bench/schedule/scenarios.ts';
import { scoreOf } from '../../../bench/schedule/score.ts';
import { simulate } from '../../../bench/schedule/simulate.ts';

describe('the schedule', () => {
  it.each(BENCH_SCENARIOS)('runs $name within 1.1 of the lower bound and beyond no limit', (scenario) => {
    const score = scoreOf(scenario);
    expect(score.unfinished).toBe(0);
    expect(score.makespan / score.bound).toBeLessThanOrEqual(1.1);
    expect(score.highestRequests).toBeLessThanOrEqual(1);
    expect(score.highestTokens).toBeLessThanOrEqual(1);
    expect(score.refusedLate).toBe(0);
  });

  it('learns a limit from 429 answers alone where no header names it', () => {
    const scenario = BENCH_SCENARIOS.at(-1);
    const silent = [...(scenario?.deployments ?? [])].map(
      ([name, facts]) => [name, { ...facts, headers: false }] as const,
    );
    const cases = scenario?.cases ?? [];
    const played = simulate(cases, new Map(silent), { concurrency: 8 });
    expect(played.ended.size).toBe(cases.length);
    const [service] = played.deployments.values();
    expect(service?.highest().requests).toBe(1);
    // Without the lesson every minute would bring as many as there are places.
    expect(service?.refusals.length).toBeLessThan(16);
  });

  it('keeps the whole limit with three shards, each with its part', () => {
    const [scenario] = BENCH_SCENARIOS;
    const cases = (scenario?.cases ?? []).slice(0, 100);
    const alone = simulate(cases, scenario?.deployments ?? new Map(), { concurrency: 8, shards: 3 });
    const [service] = alone.deployments.values();
    expect(service?.highest().requests).toBeLessThanOrEqual(1 / 3);
    expect(service?.refusals).toEqual([]);
  });

  it('is fair: of two targets neither waits for the other to finish', () => {
    const scenario = BENCH_SCENARIOS.find(({ name }) => name.startsWith('limits that nobody'));
    const played = simulate(scenario?.cases ?? [], scenario?.deployments ?? new Map(), { concurrency: 8 });
    const half = played.started.slice(0, 250).filter((id) => id.includes('sweden')).length;
    expect(half).toBeGreaterThan(110);
    expect(half).toBeLessThan(140);
  });
});
