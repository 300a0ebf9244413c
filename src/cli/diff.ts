import { resolve } from 'node:path';
import { diffCounts, renderDiff, transitionOf } from '../report/index.ts';
import { readCompleteJournal } from '../run/journal.ts';
import { carryVerdicts } from '../run/merge.ts';
import { type ChangeKind, type Diff, diffRuns, exitCodeOf } from '../verdict/diff.ts';
import { writeRun } from './merge.ts';
import { renamesIn } from './old-names.ts';
import { refuseInput } from './outputs.ts';
import { jsonText, plain, plainBlock, type Terminal } from './terminal.ts';

export interface DiffOptions {
  /** Says which names changed; need not be there. */
  readonly matrix: string;
  readonly format: 'text' | 'md' | 'json';
  /** Where to write the newer run as the next baseline. */
  readonly carry?: string;
  readonly json?: boolean;
}

/** Cases listed by name under one cause; the rest are counted. */
const LISTED = 10;

/** What changed from one finished run to another. 1: worse or gone; 3: could not be asked, or was not; else 0. */
export function diff(base: string, head: string, options: DiffOptions, terminal: Terminal): number {
  if (options.carry !== undefined) refuseInput('--carry', options.carry, [base, head], terminal);
  const renames = renamesIn(terminal, options.matrix);
  const read = (file: string) => readCompleteJournal(resolve(terminal.cwd, file), renames);
  const [older, newer] = [read(base), read(head)];
  const found = diffRuns(older.results, newer.results);
  if (options.carry !== undefined)
    writeRun(resolve(terminal.cwd, options.carry), carryVerdicts(older.results, newer));
  if (options.json === true || options.format === 'json') terminal.out(jsonText(found, 2));
  else if (options.format === 'md') terminal.out(renderDiff(found));
  else printDiff(found, terminal);
  return exitCodeOf(found);
}

const COLOURS = {
  regressed: 'red',
  removed: 'red',
  blocked: 'magenta',
  'not-asked': 'magenta',
  drifted: 'yellow',
  new: 'blue',
  improved: 'green',
  retired: 'gray',
} as const satisfies Record<ChangeKind, string>;

/** One paragraph a cause, worst first, and the counts at the end, where a terminal shows them. */
export function printDiff(found: Diff, terminal: Terminal): void {
  for (const { kind, fingerprint, changes } of found.groups) {
    terminal.out(`${terminal.style(COLOURS[kind], kind)}  ${plainBlock(fingerprint, '  ')}`);
    for (const change of changes.slice(0, LISTED))
      terminal.out(`  ${plain(change.case)}  ${transitionOf(change)}`);
    if (changes.length > LISTED) terminal.out(`  … and ${changes.length - LISTED} more`);
    const reason = changes[0]?.reason ?? '';
    if (reason !== '' && !fingerprint.includes(reason)) terminal.out(`    ${plainBlock(reason, '    ')}`);
  }
  terminal.out(diffCounts(found));
}
