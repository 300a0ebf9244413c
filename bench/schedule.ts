/**
 * The schedule against simulated services with known limits, in virtual time: nothing here waits, and the
 * numbers are the same on every machine.
 *
 *   node bench/schedule.ts
 */
import { BENCH_SCENARIOS } from './schedule/scenarios.ts';
import { scoreOf } from './schedule/score.ts';

console.log('makespan against the lower bound, 429 in the first minute + after it, highest use of a limit\n');
for (const bench of BENCH_SCENARIOS) {
  const score = scoreOf(bench);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`.padStart(6);
  console.log(
    `${bench.name.padEnd(60)} ${String(score.cases).padStart(4)} cases ${seconds(score.makespan)} / ${seconds(score.bound)} = ${(score.makespan / score.bound).toFixed(3)}   429: ${score.refusedEarly} + ${score.refusedLate}   requests ${(100 * score.highestRequests).toFixed(0)} %  tokens ${(100 * score.highestTokens).toFixed(0)} %`,
  );
}
