import type { DeploymentFacts } from './service.ts';
import type { SimulatedCase } from './simulate.ts';

const MINUTE = 60_000;

/**
 * No schedule can be faster, in milliseconds: for each deployment what its limits let through a minute, and for
 * all cases together the places there are. A first minute may be used up at once, so it costs no time.
 */
export function lowerBound(
  cases: readonly SimulatedCase[],
  facts: ReadonlyMap<string, DeploymentFacts>,
  concurrency: number,
): number {
  const bounds = [...facts].map(([name, { requestsPerMinute, tokensPerMinute, counts, enforced }]) => {
    const requests = cases.filter(({ deployment }) => deployment === name).flatMap((item) => item.requests);
    const shortest = Math.min(...requests.map(({ travel, total }) => 2 * travel + total));
    const tokens = requests.reduce((sum, request) => sum + request[counts], 0);
    const windows = (amount: number, limit: number, ms: number) =>
      Math.max(0, Math.ceil(amount / limit) - 1) * ms;
    const part = enforced === 'ten-seconds' ? 6 : 1;
    return (
      shortest +
      Math.max(
        windows(requests.length, requestsPerMinute / part, MINUTE / part),
        windows(tokens, tokensPerMinute, MINUTE),
      )
    );
  });
  const durations = cases.map(({ requests }) =>
    requests.reduce((sum, { travel, total }) => sum + 2 * travel + total, 0),
  );
  const work = durations.reduce((sum, one) => sum + one, 0) / concurrency;
  return Math.max(work, ...durations, ...bounds);
}
