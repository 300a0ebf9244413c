import type { ExitCode } from '../failure.ts';
import { type CaseDrift, compareRecordings } from '../verdict/drift/index.ts';
import { cassettesAt } from './cassette-files.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

export interface RecordingsDiffOptions {
  readonly json?: boolean;
}

/** What changed from older recordings to newer ones, folders or files, by case. 1 where something a client relies on is gone. */
export async function diffRecordings(
  older: string,
  newer: string,
  options: RecordingsDiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const found = compareRecordings(await cassettesAt(older, terminal), await cassettesAt(newer, terminal));
  if (options.json === true) terminal.out(jsonText(found, 2));
  else printDrift(found, terminal);
  return found.some(({ kind }) => kind === 'breaking') ? 1 : 0;
}

const COLOURS = {
  breaking: 'red',
  additive: 'yellow',
  content: 'gray',
  removed: 'magenta',
  added: 'blue',
} as const;

/** Differences told of one case; the rest are counted. */
const LISTED = 10;

/** What is more than content one by one, worst first, and the counts at the end. */
export function printDrift(found: readonly CaseDrift[], terminal: Terminal): void {
  for (const { case: id, kind, drifts } of found) {
    if (kind === 'same' || kind === 'content') continue;
    terminal.out(`${terminal.style(COLOURS[kind], kind)}  ${plainBlock(id, '  ')}`);
    const told = drifts.filter((drift) => drift.kind !== 'content');
    for (const { kind: how, request, pointer, message } of told.slice(0, LISTED)) {
      const place = pointer === '' ? request : `${request} ${pointer}`;
      terminal.out(`  ${terminal.style(COLOURS[how], how)}  ${plainBlock(`${place}: ${message}`, '    ')}`);
    }
    if (told.length > LISTED) terminal.out(`  … and ${told.length - LISTED} more`);
  }
  const counts = Map.groupBy(found, ({ kind }) => kind);
  terminal.out([...counts].map(([kind, { length }]) => `${length} ${kind}`).join(', '));
}
