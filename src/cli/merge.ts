import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../folder.ts';
import { readCompleteJournal } from '../run/journal.ts';
import { type MergedRun, mergeRuns } from '../run/merge.ts';
import { timingsOf } from '../run/timings.ts';
import { refuseInput } from './outputs.ts';
import { jsonText, type Terminal } from './terminal.ts';

export interface MergeOptions {
  readonly out: string;
  /** Where to write how long the cases took. */
  readonly timings?: string;
  readonly json?: boolean;
}

/** A finished run as a file, in the form in which `run` leaves it. */
export function writeRun(file: string, { header, results, footer }: MergedRun): void {
  makeFolder(dirname(file));
  const lines = [header, ...results, footer].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(file, lines.join(''));
}

/** Joins the shards of a run into one file that `report` and `diff` read. */
export function merge(files: readonly string[], options: MergeOptions, terminal: Terminal): number {
  refuseInput('--out', options.out, files, terminal);
  if (options.timings !== undefined)
    refuseInput('--timings', options.timings, [...files, options.out], terminal);
  const runs = files.map((file) => ({ file, journal: readCompleteJournal(resolve(terminal.cwd, file)) }));
  const merged = mergeRuns(runs);
  const { header, results, footer } = merged;
  writeRun(resolve(terminal.cwd, options.out), merged);
  if (options.timings !== undefined) {
    const path = resolve(terminal.cwd, options.timings);
    makeFolder(dirname(path));
    writeFileSync(path, `${JSON.stringify(timingsOf(results), null, 2)}\n`);
  }
  if (options.json === true) terminal.out(jsonText({ out: options.out, header, footer }));
  else {
    const noun = runs.length === 1 ? 'run' : 'runs';
    terminal.out(`${results.length} cases of ${runs.length} ${noun}: ${options.out}`);
  }
  return 0;
}
