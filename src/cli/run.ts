import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationFailure, type ExitCode } from '../failure.ts';
import { expand, select } from '../matrix/index.ts';
import { historyOf } from '../run/history.ts';
import { readCompleteJournal } from '../run/journal.ts';
import { liveFacts } from '../run/live/plan.ts';
import { ownOf, proveOwn } from '../run/own.ts';
import { parseShard, prepare, shareOf } from '../run/prepare.ts';
import { type FinishedRun, type LiveOptions, runCases } from '../run/run.ts';
import { hasCassette } from '../run/workshop.ts';
import { type Diff, diffRuns, exitCodeOf } from '../verdict/diff.ts';
import type { CaseDrift } from '../verdict/drift/index.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import type { CaseResult, RunMode, Status } from '../verdict/types.ts';
import { applyWaivers, type WaiverVerdict } from '../verdict/waivers.ts';
import { printDiff } from './diff.ts';
import { harnessHome, now, openProject, recordingsOf } from './project.ts';
import { recordingsOfCases, replacedSince } from './re-recording.ts';
import { printDrift } from './recordings-diff.ts';
import { jsonText, plain, plainBlock, type Terminal } from './terminal.ts';

export interface RunCommandOptions {
  readonly only?: readonly string[];
  readonly matrix: string;
  readonly mode: RunMode;
  readonly shard?: string;
  readonly resume: boolean;
  /** Of a live case; overrides the matrix. */
  readonly repeat?: number;
  readonly out: string;
  /** Earlier run to compare with. */
  readonly baseline?: string;
  readonly json?: boolean;
}

/** As --out has it where it is not given. */
const DEFAULT_OUT = 'reports/run.jsonl';
/** Cases listed one by one in the summary; the rest are counted. */
const LISTED = 20;

export async function run(selectors: readonly string[], options: RunCommandOptions, terminal: Terminal) {
  const home = harnessHome();
  const recordings = recordingsOf(terminal.cwd, options.matrix);
  const { matrix, catalogue } = openProject(terminal, options.matrix);
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
  const cases = prepare(share, {
    mode: options.mode,
    targets: new Map(matrix.targets.map((target) => [target.name, target])),
    hasRecording: (item) => hasCassette(recordings, item),
  });
  await proveOwn(
    ownOf(
      matrix,
      cases.filter(({ notRun }) => notRun === undefined),
    ),
  );
  // Read first: it may be the very file that the run writes.
  const baseline =
    options.baseline === undefined
      ? null
      : readCompleteJournal(resolve(terminal.cwd, options.baseline)).results;
  const liveOptions = (): LiveOptions => ({
    ...liveFacts(matrix, catalogue),
    shards: options.shard === undefined ? 1 : parseShard(options.shard).count,
    repeat: options.repeat ?? matrix.repeat ?? 1,
    history: historyOf(cases, recordings, baseline ?? []),
    stopping: () => {
      terminal.status('');
      terminal.err('stopping: what is under way is finished; press Ctrl+C again to stop at once');
    },
  });
  const recorded = options.mode === 'record' ? await recordingsOfCases(recordings, cases) : [];
  const finished = await runCases({
    matrix,
    cases,
    mode: options.mode,
    home,
    recordings,
    out,
    shard: options.shard ?? null,
    resume: options.resume,
    now,
    progress: progressOn(terminal),
    live: options.mode === 'replay' ? null : liveOptions(),
  });
  terminal.status('');
  const changes = baseline === null ? null : diffRuns(baseline, finished.results);
  const waivers = applyWaivers(finished.results, matrix.waivers, today);
  const drift = recorded.length === 0 ? [] : await replacedSince(recorded, recordings, cases);
  return summarise({ ...finished, drift }, waivers, changes, options, terminal);
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

/** `drift`: what the recordings that this run replaced said otherwise. */
function summarise(
  finished: FinishedRun & { readonly drift: readonly CaseDrift[] },
  waivers: WaiverVerdict,
  changes: Diff | null,
  options: RunCommandOptions,
  terminal: Terminal,
): number {
  const outcome = outcomeOf(finished.results, waivers);
  const exitCode = changes === null ? outcome.exitCode : worse(outcome.exitCode, exitCodeOf(changes));
  if (options.json === true) {
    const { header, footer, left, drift } = finished;
    const compared = { ...(changes === null ? {} : { changes }), ...(drift.length === 0 ? {} : { drift }) };
    terminal.out(jsonText({ out: options.out, header, footer, outcome, left, ...compared, exitCode }));
    return exitCode;
  }
  const resumed = finished.resumed > 0 ? `, ${finished.resumed} of them from the interrupted run` : '';
  terminal.out(
    `${finished.results.length} ${finished.results.length === 1 ? 'case' : 'cases'}, mode ${finished.header.mode}${resumed}`,
  );
  for (const [status, count] of Object.entries(finished.footer.counts)) {
    if (count > 0)
      terminal.out(`  ${String(count).padStart(6)}  ${terminal.style(COLOURS[status as Status], status)}`);
  }
  listDeviations(finished.results, terminal);
  listFlaky(finished.results, terminal);
  listNotRun(finished.results, terminal);
  listLeftovers(finished, options, terminal);
  listWaivers(waivers, terminal);
  if (finished.drift.length > 0) {
    terminal.out('Recordings replaced, against the older ones:');
    printDrift(finished.drift, terminal);
  }
  terminal.out(`Results: ${options.out}`);
  terminal.out(outcome.sentence);
  if (changes !== null) {
    terminal.out(`Against ${options.baseline}:`);
    printDiff(changes, terminal);
  }
  return exitCode;
}

/** 1 says more than 4, and 4 more than 3. */
function worse(a: ExitCode, b: ExitCode): ExitCode {
  return ([1, 4, 3] as const).find((code) => a === code || b === code) ?? 0;
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

/** Cases whose repeats do not agree, whatever their status. */
function listFlaky(results: readonly CaseResult[], terminal: Terminal): void {
  const rows = results.filter(({ flaky }) => flaky === true);
  for (const { case: id, repeats } of rows.slice(0, LISTED)) {
    const counts = (repeats?.checks ?? []).map(
      ({ id: check, passed, failed }) => `${check} passed ${passed} of ${passed + failed}`,
    );
    const told = counts.length > 0 ? counts : [(repeats?.statuses ?? []).join(', ')];
    terminal.out(`${terminal.style('yellow', 'flaky')} ${plainBlock(`${id}: ${told.join('; ')}`, '  ')}`);
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

function listWaivers({ waived, stale, expired }: WaiverVerdict, terminal: Terminal): void {
  if (waived.size > 0) terminal.out(`waived: ${[...waived.keys()].join(', ')}`);
  for (const { cases, check, expires } of expired)
    terminal.out(`expired on ${expires}: waiver ${cases} (${check})`);
  for (const { cases, check } of stale)
    terminal.out(`no longer matches, delete it: waiver ${cases} (${check})`);
}

function listLeftovers({ results, left }: FinishedRun, { out }: RunCommandOptions, terminal: Terminal): void {
  for (const row of results.filter((item) => item.leftovers.length > 0)) {
    terminal.err(
      plainBlock(`left behind at ${row.target} by ${row.case}: ${row.leftovers.join(', ')}`, '  '),
    );
  }
  if (left.length === 0) return;
  const targets = [...new Set(left.map(({ target }) => target))].join(' ');
  const list = out === DEFAULT_OUT ? '' : ` --run ${out}`;
  const things = left.length === 1 ? 'thing this run or an earlier one' : 'things this run or earlier ones';
  terminal.err(`${left.length} ${things} created could not be deleted; remove with:`);
  terminal.err(plain(`  aoai-conform clean ${targets}${list}`));
}
