import type { Case } from '../../matrix/types.ts';
import type { Status } from '../../verdict/types.ts';

/** What earlier runs and recordings say about a case. */
export interface Seen {
  /** Null: there is a recording, and nobody says what came of it. */
  readonly status: Status | null;
  /** ISO time of the live traffic; null: unknown. */
  readonly at: string | null;
}

/**
 * Cases that matter most first: never seen, last failed, then by age of the evidence. What was blocked or not
 * run says nothing, so that it counts as never seen. Equal ones stay in the order they are in.
 */
export function byImportance(cases: readonly Case[], history: ReadonlyMap<string, Seen>): Case[] {
  return cases
    .map((item) => ({ item, seen: history.get(item.id) }))
    .toSorted((a, b) => rank(a.seen) - rank(b.seen) || compare(a.seen?.at ?? '', b.seen?.at ?? ''))
    .map(({ item }) => item);
}

function rank(seen: Seen | undefined): number {
  if (seen === undefined || seen.status === 'blocked' || seen.status === 'not-run') return 0;
  return seen.status === 'partial' || seen.status === 'errored' ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
