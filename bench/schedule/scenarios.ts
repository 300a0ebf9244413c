/** Services and runs to schedule, from a seed: the same numbers every time. */
import { randomFrom } from '../../src/run/random.ts';
import type { DeploymentFacts } from './service.ts';
import type { SimulatedCase } from './simulate.ts';

export interface BenchScenario {
  readonly name: string;
  readonly concurrency: number;
  readonly cases: readonly SimulatedCase[];
  readonly deployments: ReadonlyMap<string, DeploymentFacts>;
}

const STANDARD = { enforced: 'sliding', counts: 'asked', headers: true } as const;

/** `cases` of one to three requests on each deployment; a deployment is `target/name`. */
function casesOf(
  deployments: Iterable<string>,
  count: number,
  seed: number,
  seconds: number,
): SimulatedCase[] {
  const random = randomFrom(seed);
  const between = (low: number, high: number) => low + random() * (high - low);
  return [...deployments].flatMap((deployment) =>
    Array.from({ length: count }, (_, index) => ({
      id: `case-${index}:${deployment}`,
      target: deployment.split('/')[0] ?? '',
      deployment,
      requests: Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
        const asked = Math.round(between(200, 1200));
        const total = between(0.2, 2) * seconds * 1000;
        return {
          asked,
          used: Math.round(asked * between(0.2, 1)),
          travel: between(10, 120),
          firstByte: total * between(0.1, 1),
          total,
        };
      }),
    })),
  );
}

function scenario(
  name: string,
  deployments: Readonly<Record<string, DeploymentFacts>>,
  count: number,
  seconds: number,
  concurrency = 8,
): BenchScenario {
  const cases = casesOf(Object.keys(deployments), count, name.length, seconds);
  return { name, concurrency, cases, deployments: new Map(Object.entries(deployments)) };
}

const plenty = 1_000_000;

export const BENCH_SCENARIOS: readonly BenchScenario[] = [
  scenario(
    'one deployment, requests are scarce',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 60, tokensPerMinute: plenty },
    },
    500,
    1,
  ),
  scenario(
    'one deployment, tokens are scarce and counted as asked for',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 600, tokensPerMinute: 40_000 },
    },
    300,
    2,
  ),
  scenario(
    'one deployment, tokens are scarce and counted as used',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 600, tokensPerMinute: 40_000, counts: 'used' },
    },
    900,
    1,
  ),
  scenario(
    'minutes of the clock',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 60, tokensPerMinute: 60_000, enforced: 'fixed' },
    },
    300,
    1,
  ),
  scenario(
    'ten seconds at a time',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 60, tokensPerMinute: plenty, enforced: 'ten-seconds' },
    },
    300,
    1,
  ),
  scenario(
    'three regions with six deployments of different limits',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 60, tokensPerMinute: 60_000 },
      'sweden/b': { ...STANDARD, requestsPerMinute: 300, tokensPerMinute: plenty },
      'eastus2/a': { ...STANDARD, requestsPerMinute: 30, tokensPerMinute: plenty },
      'eastus2/b': { ...STANDARD, requestsPerMinute: 600, tokensPerMinute: 120_000, counts: 'used' },
      'japaneast/a': { ...STANDARD, requestsPerMinute: 120, tokensPerMinute: 80_000, enforced: 'fixed' },
      'japaneast/b': { ...STANDARD, requestsPerMinute: 60, tokensPerMinute: 50_000 },
    },
    84,
    2,
    16,
  ),
  scenario(
    'limits that nobody reaches: the places decide',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 10_000, tokensPerMinute: 100 * plenty },
      'eastus2/a': { ...STANDARD, requestsPerMinute: 10_000, tokensPerMinute: 100 * plenty },
    },
    250,
    4,
  ),
  scenario(
    'a limit below the number of places, unknown at first',
    {
      'sweden/a': { ...STANDARD, requestsPerMinute: 6, tokensPerMinute: plenty },
    },
    60,
    1,
  ),
];
