/** What a user calls by an old name, and files that do. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import { type HistoryEntry, readHistory, withNamesOfToday } from '../history/index.ts';
import { NO_RENAMES, type Renames, readCatalogue, renamedSelector } from '../matrix/index.ts';
import { harnessHome, openProject } from './project.ts';
import { plain, type Terminal } from './terminal.ts';

/** The selectors with the names of today; says which were old. */
export function selectorsOfToday(
  selectors: readonly string[],
  renames: Renames = NO_RENAMES,
  terminal: Terminal,
): string[] {
  return selectors.map((text) => {
    const today = renamedSelector(text, renames);
    if (today !== text) terminal.err(plain(`${text} is called ${today} today`));
    return today;
  });
}

/** Of the matrix where there is one, else of the catalogue. */
export function renamesIn(terminal: Terminal, matrixFile: string): Renames {
  if (!existsSync(resolve(terminal.cwd, matrixFile))) return readCatalogue(harnessHome()).renames;
  return openProject(terminal, matrixFile).matrix.renames ?? NO_RENAMES;
}

/** Path of a history that is read and not begun. Throws ConfigurationFailure where it is not there. */
export function historyThere(folder: string, terminal: Terminal): string {
  const path = resolve(terminal.cwd, folder);
  if (existsSync(path)) return path;
  throw new ConfigurationFailure('there is no history', {
    place: { file: folder },
    remedy: `\`aoai-conform report --history ${folder}\` begins one.`,
  });
}

/** The history of a folder with the names of today. */
export function historyOfToday(folder: string, renames: Renames = NO_RENAMES): HistoryEntry[] {
  return readHistory(folder).map((entry) => withNamesOfToday(entry, renames));
}
