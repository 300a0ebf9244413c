/** Which runs a history can do without. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { HistoryEntry } from './entry.ts';
import { inOrder, timesOf } from './times.ts';

/**
 * The runs older than the newest `keep` without which every cell still has the same first-seen, last-seen-live
 * and last-changed. What a history loses is points of its timelines, never a date.
 */
export function dispensable(entries: readonly HistoryEntry[], keep: number): HistoryEntry[] {
  const ordered = inOrder(entries);
  const candidates = ordered.slice(0, Math.max(0, ordered.length - keep));
  const dates = datesOf(ordered);
  const gone = new Set<HistoryEntry>();
  for (const candidate of candidates) {
    const rest = ordered.filter((entry) => entry !== candidate && !gone.has(entry));
    if (isDeepStrictEqual(datesOf(rest), dates)) gone.add(candidate);
  }
  return [...gone];
}

function datesOf(entries: readonly HistoryEntry[]): ReadonlyMap<string, readonly (string | null)[]> {
  return new Map(
    [...timesOf(entries)]
      .map(([cell, { firstSeen, lastSeenLive, lastChanged }]): [string, (string | null)[]] => [
        cell,
        [firstSeen, lastSeenLive, lastChanged],
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
