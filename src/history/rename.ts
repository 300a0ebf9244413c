/** A history with the names of today. Pure; the files keep the names they were written with. */
import { type Renames, renamedId } from '../matrix/index.ts';
import type { HistoryEntry } from './entry.ts';

export function withNamesOfToday(entry: HistoryEntry, renames: Renames): HistoryEntry {
  const renamed = <T>(table: Readonly<Record<string, T>>, nameOf: (name: string) => string) =>
    Object.fromEntries(Object.entries(table).map(([name, value]) => [nameOf(name), value]));
  return {
    ...entry,
    targets: renamed(entry.targets, (name) => renames.targets.get(name) ?? name),
    cases: renamed(entry.cases, (id) => renamedId(id, renames)),
  };
}
