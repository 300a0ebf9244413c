/** The waivers of a matrix, each with its place: what holds, what to delete. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import matrixSchema from '../../fixtures/schemas/matrix.schema.json' with { type: 'json' };
import { CHECKS } from '../checks/inventory.ts';
import { parseDocument } from '../documents/index.ts';
import { type ExitCode, formatPlace } from '../failure.ts';
import type { Matrix, Waiver } from '../matrix/index.ts';
import { readCompleteJournal } from '../run/journal.ts';
import { checksOfScenario, SCENARIO_ENDS } from '../run/scenario-checks.ts';
import { didYouMean } from '../suggest.ts';
import { applyWaivers } from '../verdict/waivers.ts';
import { harnessHome, now, openProject } from './project.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

export interface WaiversOptions {
  readonly matrix: string;
  readonly json?: boolean;
}

/** `idle`: none of its cases ran. */
type WaiverState = 'holds' | 'stale' | 'expired' | 'idle';

interface Told extends Waiver {
  /** `matrix.yaml:12:3`. */
  readonly at: string;
  readonly state: WaiverState;
  /** Cases it excuses in the run. */
  readonly excuses: number;
}

const WORDS: Readonly<Record<WaiverState, string>> = {
  holds: 'holds',
  stale: 'delete it: its cases ran and did not fail as it says',
  expired: 'delete it, or answer for it again with a later date',
  idle: 'none of its cases ran',
};
const COLOURS = { holds: 'green', stale: 'red', expired: 'red', idle: 'gray' } as const;

/** 4: a waiver is to be deleted; else 0. Throws ConfigurationFailure for a check that there is not. */
export function waivers(run: string, options: WaiversOptions, terminal: Terminal): ExitCode {
  const { matrix, catalogue } = openProject(terminal, options.matrix);
  const file = resolve(terminal.cwd, options.matrix);
  const document = parseDocument({ file: options.matrix, text: readFileSync(file, 'utf8') }, matrixSchema);
  const unknown = unknownChecks(matrix, catalogue.features);
  if (unknown.length > 0) document.reject(unknown);
  const { results } = readCompleteJournal(resolve(terminal.cwd, run));
  const today = now().toISOString().slice(0, 10);
  const told = matrix.waivers.map((waiver, index): Told => {
    const { waived, stale, expired } = applyWaivers(results, [waiver], today);
    const state =
      expired.length > 0 ? 'expired' : stale.length > 0 ? 'stale' : waived.size > 0 ? 'holds' : 'idle';
    const { line, column } = document.placeOf(`/waivers/${index}`);
    const at = formatPlace({
      file: options.matrix,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    });
    return { ...waiver, at, state, excuses: waived.size };
  });
  if (options.json === true) terminal.out(jsonText(told, 2));
  else for (const one of told) print(one, terminal);
  const outdated = told.filter(({ state }) => state === 'stale' || state === 'expired').length;
  if (options.json !== true)
    terminal.out(`${told.length} ${told.length === 1 ? 'waiver' : 'waivers'}, ${outdated} to delete`);
  return outdated > 0 ? 4 : 0;
}

function print({ at, state, cases, check, expires, owner, excuses }: Told, terminal: Terminal): void {
  const cells = state === 'holds' ? `, excuses ${excuses} ${excuses === 1 ? 'case' : 'cases'}` : '';
  terminal.out(`${terminal.style(COLOURS[state], state)}  ${at}  ${plainBlock(`${cases} (${check})`, '  ')}`);
  terminal.out(`  ${WORDS[state]}${cells}; until ${expires}, ${plainBlock(owner, '  ')}`);
}

/** A check may be named by its family (`schema` for `schema.response`). */
function unknownChecks(
  { waivers: waived, scenarios, checks = [] }: Matrix,
  features: readonly { readonly id: string }[],
) {
  const home = harnessHome();
  const ids = [
    ...CHECKS.map(({ id }) => id),
    SCENARIO_ENDS,
    ...features.flatMap(({ id }) => checksOfScenario(home, id, undefined, scenarios)),
  ];
  const known = new Set(
    ids.flatMap((id) => id.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'))),
  );
  return waived.flatMap(({ check }, index) =>
    // Those of modules are known to whoever runs them.
    known.has(check) || (checks.length > 0 && check.includes('/'))
      ? []
      : [
          {
            pointer: `/waivers/${index}/check`,
            message: `no check "${check}"${didYouMean(check, [...known])}`,
          },
        ],
  );
}
