import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { ConfigurationFailure, type ExitCode } from '../failure.ts';
import { pastOf } from '../history/index.ts';
import { expand, isSelected, ONCE, type RepeatSpec, type SampleStatement, select } from '../matrix/index.ts';
import { historyOf } from '../run/history.ts';
import { readCompleteJournal, readJournal } from '../run/journal.ts';
import { liveFacts } from '../run/live/plan.ts';
import { ownOf, proveOwn } from '../run/own.ts';
import { comparedBy, parseShard, prepare, shareOf } from '../run/prepare.ts';
import { type FinishedRun, type LiveOptions, runCases } from '../run/run.ts';
import { timingsHash } from '../run/timings.ts';
import { hasCassette } from '../run/workshop.ts';
import { type Diff, diffRuns, exitCodeOf } from '../verdict/diff.ts';
import type { CaseDrift } from '../verdict/drift/index.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import type { CaseResult, RunMode, Status } from '../verdict/types.ts';
import { applyWaivers, type WaiverVerdict } from '../verdict/waivers.ts';
import { printDiff } from './diff.ts';
import { historyOfToday, historyThere, selectorsOfToday } from './old-names.ts';
import { harnessHome, now, openProject, recordingsOf, timingsBeside } from './project.ts';
import { recordingsOfCases, replacedSince } from './re-recording.ts';
import { printDrift } from './recordings-diff.ts';
import { printSample, sampled } from './sampling.ts';
import { jsonText, plain, plainBlock, type Terminal } from './terminal.ts';
import { beyondBudget } from './waivers.ts';

export interface RunCommandOptions {
  readonly only?: readonly string[];
  readonly matrix: string;
  readonly mode: RunMode;
  readonly shard?: string;
  readonly resume: boolean;
  /** Of a live case; overrides the matrix. */
  readonly repeat?: RepeatSpec;
  /** `pairwise`, `2/7` or `none`; overrides the matrix. */
  readonly sample?: string;
  readonly out: string;
  /** Earlier run to compare with. */
  readonly baseline?: string;
  /** Folder with the runs before, for the budget of flaky waivers. */
  readonly history?: string;
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
  const named = selectorsOfToday([...selectors, ...(options.only ?? [])], matrix.renames, terminal);
  const selected = select(expand(matrix, { today }), named);
  const out = resolve(terminal.cwd, options.out);
  if (options.resume && !existsSync(out)) {
    throw new ConfigurationFailure('there is no run to resume', {
      place: { file: options.out },
      remedy: 'Run without --resume, or name the file of the interrupted run with --out.',
    });
  }
  const before = options.history === undefined ? null : historyThere(options.history, terminal);
  const prepared = prepare(selected, {
    mode: options.mode,
    targets: new Map(matrix.targets.map((target) => [target.name, target])),
    hasRecording: (item) => hasCassette(recordings, item),
  });
  // Read first: it may be the very file that the run writes.
  const earlier =
    options.baseline === undefined
      ? null
      : readCompleteJournal(resolve(terminal.cwd, options.baseline), matrix.renames).results;
  // Of the whole plan, before it is divided: what one shard does not cover another does.
  const { cases: planned, statement } = sampled(prepared, {
    matrix,
    mode: options.mode,
    option: options.sample,
    // A run that is continued after midnight keeps its sample.
    today: (options.resume ? readJournal(out).header.sample?.day : undefined) ?? today,
    earlier: earlier ?? undefined,
  });
  const shard = options.shard === undefined ? null : parseShard(options.shard);
  // A replay takes another time than the service does.
  const timings =
    shard === null || options.mode === 'replay' ? null : timingsBeside(terminal.cwd, options.matrix);
  const cases = shard === null ? planned : shareOf(planned, shard, timings);
  await proveOwn(
    ownOf(
      matrix,
      cases.filter(({ notRun }) => notRun === undefined),
    ),
  );
  const isOwn = shard === null ? () => true : comparedBy(shard, { share: cases, plan: planned });
  // What was not asked for is not missing: other selections, other shards.
  const baseline = earlier?.filter(({ case: id }) => isSelected(named, id) && isOwn(id)) ?? null;
  const liveOptions = (): LiveOptions => ({
    ...liveFacts(matrix, catalogue, cases),
    shards: shard?.count ?? 1,
    repeat: options.repeat ?? matrix.repeat ?? ONCE,
    history: historyOf(cases, recordings, baseline ?? []),
    stopping: () => {
      terminal.status('');
      terminal.err('stopping: what is under way is finished; press Ctrl+C again to stop at once');
    },
    replacing: ({ finished, cases: of, kept }) => {
      const shown = plain(relative(terminal.cwd, kept));
      terminal.err(
        `warning: ${plain(options.out)} holds an interrupted run, ${finished} of ${of} cases finished; without --resume they are asked again. It is kept: --resume --out ${shown}`,
      );
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
    sample: statement,
    timings: timings && timingsHash(timings),
    resume: options.resume,
    now,
    progress: progressOn(terminal),
    live: options.mode === 'replay' ? null : liveOptions(),
  });
  terminal.status('');
  const changes = baseline === null ? null : diffRuns(baseline, finished.results);
  const past = before === null ? undefined : pastOf(historyOfToday(before, matrix.renames));
  const waivers = applyWaivers(finished.results, matrix.waivers, today, past);
  const drift = recorded.length === 0 ? [] : await replacedSince(recorded, recordings, cases);
  return summarise({ ...finished, drift, sample: statement }, waivers, changes, options, terminal);
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
  finished: FinishedRun & { readonly drift: readonly CaseDrift[]; readonly sample: SampleStatement | null },
  waivers: WaiverVerdict,
  changes: Diff | null,
  options: RunCommandOptions,
  terminal: Terminal,
): number {
  const outcome = outcomeOf(finished.results, waivers);
  const exitCode = changes === null ? outcome.exitCode : worse(outcome.exitCode, exitCodeOf(changes));
  if (options.json === true) {
    const { header, footer, left, drift, sample } = finished;
    const compared = {
      ...(sample === null ? {} : { sample }),
      ...(changes === null ? {} : { changes }),
      ...(drift.length === 0 ? {} : { drift }),
    };
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
  if (finished.sample !== null) printSample(finished.sample, terminal);
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
      ({ id: check, passed, failed, interval: [low, high], standing }) => {
        const open = standing === 'inconclusive' ? ', inconclusive' : '';
        return `${check} passed ${passed} of ${passed + failed} (95 %: ${percent(low)} to ${percent(high)} %${open})`;
      },
    );
    const told = counts.length > 0 ? counts : [(repeats?.statuses ?? []).join(', ')];
    terminal.out(`${terminal.style('yellow', 'flaky')} ${plainBlock(`${id}: ${told.join('; ')}`, '  ')}`);
  }
  if (rows.length > LISTED) terminal.out(`… and ${rows.length - LISTED} more`);
}

function percent(share: number): number {
  return Math.round(share * 100);
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

function listWaivers({ waived, stale, expired, exceeded }: WaiverVerdict, terminal: Terminal): void {
  if (waived.size > 0) terminal.out(`waived: ${[...waived.keys()].join(', ')}`);
  for (const { cases, check, expires } of expired)
    terminal.out(`expired on ${expires}: waiver ${cases} (${check})`);
  for (const one of exceeded) terminal.out(beyondBudget(one));
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
