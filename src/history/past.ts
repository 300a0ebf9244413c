/** What a history says of each case, run by run. Pure. */
import type { Past, PastRun } from '../verdict/flaky.ts';
import type { HistoryEntry } from './entry.ts';
import { inOrder } from './times.ts';

/** Newest run first. A replay says nothing new, and the runs named in `without` are left out. */
export function pastOf(entries: readonly HistoryEntry[], without: ReadonlySet<string> = new Set()): Past {
  const past = new Map<string, PastRun[]>();
  for (const entry of inOrder(entries).toReversed()) {
    if (entry.mode === 'replay' || without.has(entry.run)) continue;
    for (const [id, [status, , cause]] of Object.entries(entry.cases)) {
      const runs = past.get(id) ?? [];
      runs.push({ status, fingerprint: entry.fingerprints[cause] ?? '' });
      past.set(id, runs);
    }
  }
  return past;
}
