import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import { expand, select } from '../matrix/index.ts';
import { parseShard, prepare, shareOf } from '../run/prepare.ts';
import { type FinishedRun, runCases } from '../run/run.ts';
import { hasCassette } from '../run/workshop.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import type { CaseResult, RunMode, Status } from '../verdict/types.ts';
import { harnessHome, now, openProject, recordingsOf } from './project.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

export interface RunCommandOptions {
  readonly only?: readonly string[];
  readonly matrix: string;
  readonly mode: RunMode;
  readonly shard?: string;
  readonly resume: boolean;
  readonly out: string;
  readonly json?: boolean;
}

/** Cases listed one by one in the summary; the rest are counted. */
const LISTED = 20;

export async function run(selectors: readonly string[], options: RunCommandOptions, terminal: Terminal) {
  const home = harnessHome();
  const recordings = recordingsOf(terminal.cwd, options.matrix);
  const { matrix } = openProject(terminal, options.matrix);
  const today = now().toISOString().slice(0, 10);
  const selected = select(expand(matrix, { today }), [...selectors, ...(options.only ?? [])]);
  const share = options.shard === undefined ? selected : shareOf(selected, parseShard(options.shard));
  const out = resolve(terminal.cwd, options.out);
  if (options.resume && !existsSync(out)) {
    throw new ConfigurationFailure('there is no run to resume', {
      place: { file: options.out },
      remedy: 'Run without --resume, or name the file of the interrupted run with --out.',
    });
  }
  const finished = await runCases({
    matrix,
    cases: prepare(share, {
      mode: options.mode,
      targets: new Map(matrix.targets.map((target) => [target.name, target])),
      hasRecording: (item) => hasCassette(recordings, item),
    }),
    mode: options.mode,
    home,
    recordings,
    out,
    shard: options.shard ?? null,
    resume: options.resume,
    now,
    progress: progressOn(terminal),
  });
  terminal.status('');
  return summarise(finished, options, terminal);
}

/** A moving line on a terminal, a line every tenth when piped. */
function progressOn(terminal: Terminal): (done: number, total: number) => void {
  let tenths = 0;
  return (done, total) => {
    const line = `${done} of ${total} cases`;
    if (terminal.interactive) return terminal.status(line);
    const reached = Math.floor((done * 10) / total);
    if (reached > tenths && total >= 100) terminal.err(line);
    tenths = reached;
  };
}

function summarise(finished: FinishedRun, options: RunCommandOptions, terminal: Terminal): number {
  const outcome = outcomeOf(finished.results);
  if (options.json === true) {
    const { header, footer } = finished;
    terminal.out(jsonText({ out: options.out, header, footer, outcome }));
    return outcome.exitCode;
  }
  const resumed = finished.resumed > 0 ? `, ${finished.resumed} of them from the interrupted run` : '';
  terminal.out(`${finished.results.length} cases, mode ${finished.header.mode}${resumed}`);
  for (const [status, count] of Object.entries(finished.footer.counts)) {
    if (count > 0)
      terminal.out(`  ${String(count).padStart(6)}  ${terminal.style(COLOURS[status as Status], status)}`);
  }
  listDeviations(finished.results, terminal);
  listNotRun(finished.results, terminal);
  listLeftovers(finished.results, terminal);
  terminal.out(`Results: ${options.out}`);
  terminal.out(outcome.sentence);
  return outcome.exitCode;
}

const COLOURS = {
  supported: 'green',
  partial: 'yellow',
  unsupported: 'blue',
  blocked: 'magenta',
  errored: 'red',
  'not-run': 'gray',
} as const satisfies Record<Status, string>;

function listDeviations(results: readonly CaseResult[], terminal: Terminal): void {
  const rows = results.filter((row) => ['errored', 'partial', 'blocked'].includes(row.status));
  for (const row of rows.slice(0, LISTED)) {
    terminal.out(`${terminal.style(COLOURS[row.status], row.status)} ${plainBlock(row.case, '  ')}`);
    terminal.out(`  ${plainBlock(row.reason, '  ')}`);
    for (const check of row.checks.filter((item) => item.outcome === 'failed')) {
      const pointer = check.violations[0]?.pointer ?? '';
      terminal.out(
        `  ${plainBlock(`${check.severity} ${check.id}${pointer === '' ? '' : ` at ${pointer}`}: ${check.message}`, '    ')}`,
      );
    }
  }
  if (rows.length > LISTED) terminal.out(`… and ${rows.length - LISTED} more`);
}

/** What was not run, by reason, with one example note each. */
function listNotRun(results: readonly CaseResult[], terminal: Terminal): void {
  const groups = new Map<string, { count: number; note: string }>();
  for (const row of results) {
    if (row.notRun === null) continue;
    const group = groups.get(row.notRun) ?? { count: 0, note: row.reason };
    groups.set(row.notRun, { ...group, count: group.count + 1 });
  }
  for (const [reason, { count, note }] of groups) {
    terminal.out(`not run, ${reason}: ${count} (${count > 1 ? 'first: ' : ''}${plainBlock(note, '  ')})`);
  }
}

function listLeftovers(results: readonly CaseResult[], terminal: Terminal): void {
  for (const row of results.filter((item) => item.leftovers.length > 0)) {
    terminal.err(
      plainBlock(`left behind at ${row.target} by ${row.case}: ${row.leftovers.join(', ')}`, '  '),
    );
  }
}
