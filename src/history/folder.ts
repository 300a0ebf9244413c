/** The history on disk: one file a run, named by its day and content. */
import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../folder.ts';
import { entryName, entryText, type HistoryEntry, readEntry } from './entry.ts';
import { inOrder } from './times.ts';

const NAME = /^\d{4}-\d\d-\d\d-[0-9a-f]{12}\.json$/;

/** Oldest run first; empty where the folder does not exist. Other files are left alone. Throws ConfigurationFailure. */
export function readHistory(folder: string): HistoryEntry[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => NAME.test(name));
  return inOrder(
    names.map((name) => readEntry(join(folder, name), readFileSync(join(folder, name), 'utf8'))),
  );
}

/** Writes the entry and returns its name; null where the history holds it already. */
export function appendHistory(folder: string, entry: HistoryEntry): string | null {
  const name = entryName(entry);
  if (existsSync(join(folder, name))) return null;
  makeFolder(folder);
  writeFileSync(join(folder, name), entryText(entry));
  return name;
}

export function removeFromHistory(folder: string, entry: HistoryEntry): void {
  unlinkSync(join(folder, entryName(entry)));
}
