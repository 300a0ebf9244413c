import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import {
  type Case,
  type Catalogue,
  comparePlans,
  expand,
  type Matrix,
  NO_RENAMES,
  ONCE,
  type Plan,
  plan as planCases,
  type RepeatSpec,
  renamedId,
  select,
  type TargetPlan,
} from '../matrix/index.ts';
import { usdText } from '../money.ts';
import { historyOf } from '../run/history.ts';
import { readCompleteJournal } from '../run/journal.ts';
import { unaffordable } from '../run/live/afford.ts';
import { liveFacts } from '../run/live/plan.ts';
import { prepare } from '../run/prepare.ts';
import { byImportance } from '../run/schedule/importance.ts';
import { hasCassette } from '../run/workshop.ts';
import type { RunMode } from '../verdict/types.ts';
import { printCoverage } from './coverage.ts';
import { selectorsOfToday } from './old-names.ts';
import { now, openProject, recordingsOf } from './project.ts';
import { printSample, sampled } from './sampling.ts';
import { jsonText, plain, type Terminal } from './terminal.ts';

export interface PlanOptions {
  readonly matrix: string;
  readonly mode: RunMode;
  readonly format: 'table' | 'json' | 'ids';
  readonly against?: string;
  /** `pairwise`, `2/7` or `none`; overrides the matrix. */
  readonly sample?: string;
  /** An earlier run: what it left without a recent verdict goes before its turn. */
  readonly baseline?: string;
  readonly coverage?: boolean;
  readonly json?: boolean;
}

/** Prints what a run would do. Sends nothing. */
export async function plan(
  selectors: readonly string[],
  options: PlanOptions,
  terminal: Terminal,
): Promise<number> {
  const { matrix, catalogue } = openProject(terminal, options.matrix);
  const recordings = recordingsOf(terminal.cwd, options.matrix);
  const today = now().toISOString().slice(0, 10);
  const prepared = prepare(
    select(expand(matrix, { today }), selectorsOfToday(selectors, matrix.renames, terminal)),
    {
      mode: options.mode,
      targets: new Map(matrix.targets.map((target) => [target.name, target])),
      hasRecording: (item) => hasCassette(recordings, item),
    },
  );
  const { cases, statement } = sampled(prepared, {
    matrix,
    mode: options.mode,
    option: options.sample,
    today,
    earlier:
      options.baseline === undefined
        ? undefined
        : readCompleteJournal(resolve(terminal.cwd, options.baseline), matrix.renames).results,
  });
  if (options.coverage === true) {
    const json = options.json === true || options.format === 'json';
    return printCoverage(cases, { matrix: options.matrix, json }, terminal);
  }
  const planned = planCases(cases, matrix, catalogue);
  const repeat = options.mode === 'replay' ? ONCE : (matrix.repeat ?? ONCE);
  const left = options.mode === 'replay' ? [] : unaffordableOf(cases, matrix, catalogue, recordings);
  const change =
    options.against === undefined
      ? null
      : comparePlans(
          readIds(options.against, terminal).map((id) => renamedId(id, matrix.renames ?? NO_RENAMES)),
          planned.ids,
        );
  if (options.json === true || options.format === 'json') {
    const shown = {
      ...planned,
      // The amounts are of one time.
      repeat: { min: repeat.min, max: repeat.max },
      unaffordable: left.map(({ id }) => id),
      ...(statement === null ? {} : { sample: statement }),
    };
    terminal.out(jsonText(change === null ? shown : { ...shown, change }, 2));
    return 0;
  }
  if (options.format === 'ids') {
    for (const id of planned.ids) terminal.out(id);
    return 0;
  }
  printTable(planned, options.mode, repeat, terminal);
  if (statement !== null) printSample(statement, terminal);
  const [first] = left;
  if (first !== undefined) {
    const { toRun } = planned.total;
    terminal.out(
      `Budget: ${left.length} of ${toRun} cases do not fit by estimate; first ${first.id}, by ${first.reason}`,
    );
  }
  if (change !== null) {
    terminal.out(
      `Against ${options.against}: ${change.added.length} added, ${change.removed.length} removed`,
    );
    for (const id of change.added) terminal.out(terminal.style('green', `+ ${id}`));
    for (const id of change.removed) terminal.out(terminal.style('red', `- ${plain(id)}`));
  }
  return 0;
}

/** In the order that a run would ask them in. */
function unaffordableOf(cases: readonly Case[], matrix: Matrix, catalogue: Catalogue, recordings: string) {
  const runnable = cases.filter(({ notRun }) => notRun === undefined);
  const ordered = byImportance(runnable, historyOf(runnable, recordings, []));
  return unaffordable(ordered, matrix.limits, {
    ...liveFacts(matrix, catalogue, cases),
    repeat: matrix.repeat ?? ONCE,
  });
}

const HEADINGS = [
  'target',
  'cases',
  'to run',
  'requests',
  'tokens in',
  'tokens out',
  'USD',
  'at least',
] as const;

function printTable(planned: Plan, mode: RunMode, repeat: RepeatSpec, terminal: Terminal): void {
  const rows = planned.targets.map((target) => [target.target, ...figures(target, repeat)]);
  rows.push(['total', ...figures({ target: 'total', ...planned.total }, repeat)]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  terminal.out(terminal.style('bold', line(HEADINGS)));
  for (const row of rows) terminal.out(line(row));
  const { thoughtTokens, outputTokens, cost } = planned.total;
  const times = (amount: number, told: (sum: number) => string = String) => repeated(amount, repeat, told);
  terminal.out(
    `Thought: ${times(thoughtTokens)} of ${times(outputTokens)} tokens out. Tools of the service: USD ${times(cost.toolsUsd, usdText)}, beside the tokens.`,
  );
  if (repeat.max > 1) {
    const { min, max } = repeat;
    const often = min === max ? `${max} times` : `${min} to ${max} times`;
    terminal.out(`Each case is run ${often} (repeat of the matrix), and counted so.`);
  }
  const notRun = Object.entries(planned.total.notRun);
  if (notRun.length > 0)
    terminal.out(`Not run: ${notRun.map(([reason, count]) => `${count} ${reason}`).join(', ')}`);
  if (planned.total.cost.reason !== null) terminal.out(`Cost: ${planned.total.cost.reason}`);
  terminal.out(`Estimates of scenarios and list prices for mode ${mode}; nothing was sent.`);
}

function figures(target: TargetPlan, repeat: RepeatSpec): string[] {
  const { usd, knownUsd } = target.cost;
  const times = (amount: number, told: (sum: number) => string = String) => repeated(amount, repeat, told);
  return [
    String(target.cases),
    String(target.toRun),
    times(target.requests),
    times(target.inputTokens),
    times(target.outputTokens),
    usd === null ? `> ${times(knownUsd, usdText)}` : times(usd, usdText),
    times(target.minimumSeconds, duration),
  ];
}

/** What one time takes, by the repeats: `381`, or `381–1143` where they may be few or many. */
function repeated(amount: number, { min, max }: RepeatSpec, told: (sum: number) => string): string {
  const [least, most] = [told(amount * min), told(amount * max)];
  return least === most ? least : `${least}–${most}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** The ids of an earlier `plan --format json`. */
function readIds(file: string, terminal: Terminal): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(resolve(terminal.cwd, file), 'utf8'));
  } catch (cause) {
    throw new ConfigurationFailure('the earlier plan cannot be read', {
      place: { file },
      remedy: 'Give a file made by `aoai-conform plan --format json`.',
      cause,
    });
  }
  const ids = typeof value === 'object' && value !== null && 'ids' in value ? value.ids : null;
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw new ConfigurationFailure('the file is no plan: it has no list "ids"', {
      place: { file, pointer: '/ids' },
      remedy: 'Give a file made by `aoai-conform plan --format json`.',
    });
  }
  return ids;
}
