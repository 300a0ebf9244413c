/** The waivers of a matrix, each with its place: what holds, what to delete. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import matrixSchema from '../../fixtures/schemas/matrix.schema.json' with { type: 'json' };
import { parseDocument } from '../documents/index.ts';
import { type ExitCode, formatPlace } from '../failure.ts';
import { pastOf } from '../history/index.ts';
import { matches, type Waiver } from '../matrix/index.ts';
import { readCompleteJournal } from '../run/journal.ts';
import type { CaseResult } from '../verdict/types.ts';
import { applyWaivers, type Exceeded, type WaiverVerdict, wasAsked } from '../verdict/waivers.ts';
import { historyOfToday, historyThere } from './old-names.ts';
import { now, openProject } from './project.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

export interface WaiversOptions {
  readonly matrix: string;
  /** Folder with the runs before, for the budget of flaky waivers. */
  readonly history?: string;
  readonly json?: boolean;
}

/** `idle`: none of its cases ran; `quiet`: flaky, and it did not fail in this run. */
type WaiverState = 'holds' | 'quiet' | 'exceeded' | 'stale' | 'expired' | 'idle';

interface Told extends Waiver {
  /** `matrix.yaml:12:3`. */
  readonly at: string;
  readonly state: WaiverState;
  /** Cases it excuses in the run. */
  readonly excuses: number;
  /** Cases that failed more often than it allows. */
  readonly beyond: readonly Exceeded[];
}

const WORDS: Readonly<Record<WaiverState, string>> = {
  holds: 'holds',
  quiet: 'flaky, and did not fail this time',
  exceeded: 'it fails more often than its budget: mend the cause, or answer for a larger one',
  stale: 'delete it: its cases ran and did not fail as it says',
  expired: 'delete it, or answer for it again with a later date',
  idle: 'none of its cases ran',
};
const COLOURS = {
  holds: 'green',
  quiet: 'gray',
  exceeded: 'red',
  stale: 'red',
  expired: 'red',
  idle: 'gray',
} as const;

/** 1: a flake is beyond its budget; 4: a waiver is to be deleted; else 0. */
export function waivers(run: string, options: WaiversOptions, terminal: Terminal): ExitCode {
  const { matrix } = openProject(terminal, options.matrix);
  const file = resolve(terminal.cwd, options.matrix);
  const document = parseDocument({ file: options.matrix, text: readFileSync(file, 'utf8') }, matrixSchema);
  const { header, results } = readCompleteJournal(resolve(terminal.cwd, run), matrix.renames);
  const past =
    options.history === undefined
      ? undefined
      : pastOf(
          historyOfToday(historyThere(options.history, terminal), matrix.renames),
          new Set([header.run]),
        );
  const today = now().toISOString().slice(0, 10);
  const told = matrix.waivers.map((waiver, index): Told => {
    const verdict = applyWaivers(results, [waiver], today, past);
    const { line, column } = document.placeOf(`/waivers/${index}`);
    const at = formatPlace({
      file: options.matrix,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    });
    return {
      ...waiver,
      at,
      state: stateOf(waiver, verdict, results),
      excuses: verdict.waived.size,
      beyond: verdict.exceeded,
    };
  });
  if (options.json === true) terminal.out(jsonText(told, 2));
  else for (const one of told) print(one, terminal);
  const outdated = told.filter(({ state }) => state === 'stale' || state === 'expired').length;
  if (options.json !== true)
    terminal.out(`${told.length} ${told.length === 1 ? 'waiver' : 'waivers'}, ${outdated} to delete`);
  if (told.some(({ state }) => state === 'exceeded')) return 1;
  return outdated > 0 ? 4 : 0;
}

function stateOf(
  { cases, flaky }: Waiver,
  { waived, stale, expired, exceeded }: WaiverVerdict,
  results: readonly CaseResult[],
): WaiverState {
  if (expired.length > 0) return 'expired';
  if (exceeded.length > 0) return 'exceeded';
  if (stale.length > 0) return 'stale';
  if (waived.size > 0) return 'holds';
  const asked = flaky !== undefined && results.some((row) => wasAsked(row) && matches(cases, row.case));
  return asked ? 'quiet' : 'idle';
}

/** `flaky beyond its budget: chat/n:… (called): 4 of the last 10 failed, 3 may`. */
export function beyondBudget({ waiver: { check, flaky }, case: id, failed, seen }: Exceeded): string {
  const may = `${flaky?.at_most} of ${flaky?.of} may`;
  return plainBlock(
    `flaky beyond its budget: ${id} (${check}): ${failed} of the last ${seen} failed, ${may}`,
    '  ',
  );
}

function print(
  { at, state, cases, check, expires, bound, owner, excuses, beyond }: Told,
  terminal: Terminal,
): void {
  const cells = state === 'holds' ? `, excuses ${excuses} ${excuses === 1 ? 'case' : 'cases'}` : '';
  terminal.out(`${terminal.style(COLOURS[state], state)}  ${at}  ${plainBlock(`${cases} (${check})`, '  ')}`);
  terminal.out(
    `  ${WORDS[state]}${cells}; until ${expires}${bound === undefined ? '' : ` (${bound})`}, ${plainBlock(owner, '  ')}`,
  );
  for (const one of beyond) terminal.out(`  ${beyondBudget(one)}`);
}
