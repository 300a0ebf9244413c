/**
 * How long the scenario of each feature takes live, kept in `timings.json` beside the matrix and committed, so that
 * every shard of a run divides the same way. Pure.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConfigurationFailure } from '../failure.ts';
import type { Case } from '../matrix/types.ts';
import type { CaseResult } from '../verdict/types.ts';

/** Beside the matrix. */
export const TIMINGS_FILE = 'timings.json';

const TIMINGS = z.strictObject({
  version: z.literal(1),
  /** Feature to the median of its cases, milliseconds. */
  features: z.record(z.string(), z.number().nonnegative()),
});

export type Timings = Readonly<z.infer<typeof TIMINGS>>;

/** Milliseconds that a median is rounded to, so that the file changes with the service and not with every night. */
const STEP_MS = 500;

/** Of what was asked live; a replay, a case that was not run and one that could not be asked took no time of a service. */
export function timingsOf(results: readonly CaseResult[]): Timings {
  const asked = results.filter(
    ({ status, evidence }) => status !== 'not-run' && status !== 'blocked' && evidence.mode !== 'replay',
  );
  const byFeature = [...Map.groupBy(asked, ({ feature }) => feature)].sort(([a], [b]) => compare(a, b));
  return {
    version: 1,
    features: Object.fromEntries(
      byFeature.map(([feature, rows]) => [
        feature,
        Math.round(median(rows.map(({ durationMs }) => durationMs)) / STEP_MS) * STEP_MS,
      ]),
    ),
  };
}

/** Throws ConfigurationFailure for a file that holds something else. */
export function readTimings(file: string, text: string): Timings {
  try {
    return TIMINGS.parse(JSON.parse(text));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    throw new ConfigurationFailure(`these are no timings: ${issue?.message ?? 'not valid JSON'}`, {
      place: { file, pointer: (issue?.path ?? []).map((part) => `/${String(part)}`).join('') },
      remedy: 'Delete the file, or write it anew with: aoai-conform merge <shards…> --timings timings.json',
      cause,
    });
  }
}

/** What tells two versions of the timings apart in the header of a run. */
export function timingsHash(timings: Timings): string {
  return createHash('sha256').update(JSON.stringify(timings)).digest('hex').slice(0, 12);
}

/**
 * Shares that take about the same time: the longest case first, each to the share that has least. The cases of a
 * share do not depend on their order here. A feature without a timing takes the median of those that have one.
 */
export function balancedShares(
  cases: readonly Case[],
  count: number,
  { features }: Timings,
): readonly Case[][] {
  const usual = median(Object.values(features));
  const weighed = cases
    .map((item) => ({ item, ms: item.notRun === undefined ? (features[item.feature] ?? usual) : 0 }))
    .sort((a, b) => b.ms - a.ms || compare(a.item.id, b.item.id));
  const shares = Array.from({ length: count }, () => ({ ms: 0, items: new Set<Case>() }));
  for (const { item, ms } of weighed) {
    const [least] = shares.toSorted((a, b) => a.ms - b.ms || a.items.size - b.items.size);
    if (least === undefined) continue;
    least.items.add(item);
    least.ms += ms;
  }
  return shares.map(({ items }) => cases.filter((item) => items.has(item)));
}

/** 0 of none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
