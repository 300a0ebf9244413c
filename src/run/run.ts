/** Executes a plan: header, rows, footer. Drives vitest through its node API. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { ConfigurationFailure, IncompleteFailure } from '../failure.ts';
import { makeFolder } from '../folder.ts';
import type { SampleStatement } from '../matrix/index.ts';
import type { Case, Matrix, RepeatSpec, Target } from '../matrix/types.ts';
import type { CaseResult, RunFooter, RunHeader, RunMode, Status } from '../verdict/types.ts';
import { harnessVersion, sdkVersion } from '../version.ts';
import { crashedResult } from './failed.ts';
import { listenForInterrupt } from './interrupt.ts';
import { appendLine, type Journal, mendJournal, readJournal, startJournal, UNWRITABLE } from './journal.ts';
import { sharesOf } from './lane-shares.ts';
import { type Leftover, leftoversFile, tidyLeftovers } from './leftovers.ts';
import { type LiveFacts, spentBy } from './live/plan.ts';
import type { LivePlan, WorkOrder } from './order.ts';
import { ownOf } from './own.ts';
import { notRunResult, planHash } from './prepare.ts';
import { runReporter } from './reporter.ts';
import { isInstalled } from './scenarios.ts';
import { byImportance, type Seen } from './schedule/importance.ts';
import { RECORDED_TAG, tagOf } from './tag.ts';

export interface RunOptions {
  readonly matrix: Matrix;
  /** Prepared cases: those that cannot run say why. */
  readonly cases: readonly Case[];
  readonly mode: RunMode;
  readonly home: string;
  readonly recordings: string;
  /** Path of the journal to write. */
  readonly out: string;
  readonly shard: string | null;
  /** What the sample of the whole plan guarantees; null or absent: nothing was left out. */
  readonly sample?: SampleStatement | null;
  /** Hash of the timings that the shards were dealt by; null or absent: by case id. */
  readonly timings?: string | null;
  readonly resume: boolean;
  readonly now: () => Date;
  readonly progress: (done: number, total: number) => void;
  /** Null in replay. */
  readonly live: LiveOptions | null;
}

export interface LiveOptions extends LiveFacts {
  readonly shards: number;
  readonly repeat: RepeatSpec;
  /** What is known of the cases; those that matter most go first. */
  readonly history: ReadonlyMap<string, Seen>;
  /** Called when the user asks the run to stop. */
  readonly stopping: () => void;
}

export interface FinishedRun {
  readonly header: RunHeader;
  readonly results: readonly CaseResult[];
  readonly footer: RunFooter;
  /** Cases taken over from the interrupted run. */
  readonly resumed: number;
  /** What this run, or an earlier one of the same journal, created and could not delete. */
  readonly left: readonly Leftover[];
}

/** Runs what is left of the plan. Throws IncompleteFailure when the runner itself broke. */
export async function runCases(options: RunOptions): Promise<FinishedRun> {
  const earlier = options.resume ? openEarlier(options) : null;
  const finished = new Set(earlier?.results.map((result) => result.case));
  const header = earlier?.header ?? headerOf(options);
  if (earlier === null) {
    makeFolder(dirname(options.out));
    startJournal(options.out, header);
  }
  writeNotRun(options, finished);

  const runnable = options.cases.filter((item) => item.notRun === undefined && !finished.has(item.id));
  if (runnable.length > 0) await start(options, runnable, earlier?.results ?? [], header.run);
  const left = options.mode === 'replay' ? [] : tidyLeftovers(leftoversFile(options.out));
  return { ...close(options, finished.size), left };
}

/** A live run can be stopped half-way; a replay is over before anybody could ask. */
async function start(
  options: RunOptions,
  cases: readonly Case[],
  earlier: readonly CaseResult[],
  run: string,
): Promise<void> {
  if (options.live === null) return drive(options, cases, null, run);
  const { shards, repeat, estimates, prices, history, stopping } = options.live;
  using interruption = listenForInterrupt(stopping);
  const carriers = new Map(options.cases.map(({ id, carrier }) => [id, carrier]));
  const plan = {
    estimates,
    prices,
    spent: spentBy(earlier, prices, (id) => carriers.get(id) ?? ''),
    shards,
    repeat,
    startedAt: options.now().getTime(),
    stop: interruption.file,
  };
  await drive(options, byImportance(cases, history), plan, run, () => interruption.claim());
  if (interruption.interrupted) refuseUnfinished(options);
}

function refuseUnfinished({ out, cases }: RunOptions): void {
  const { results } = readJournal(out);
  if (results.length === cases.length) return;
  throw new IncompleteFailure(
    `the run was stopped: ${results.length} of ${cases.length} cases have their result`,
    {
      place: { file: out },
      remedy: 'Continue with --resume.',
    },
  );
}

function headerOf({ cases, mode, shard, sample, timings, now }: RunOptions): RunHeader {
  return {
    type: 'header',
    schema: 1,
    run: randomUUID(),
    startedAt: now().toISOString(),
    mode,
    harness: harnessVersion,
    sdk: sdkVersion,
    plan: planHash(cases, mode),
    cases: cases.length,
    shard,
    ...(sample === null || sample === undefined ? {} : { sample: { share: sample.share, day: sample.day } }),
    ...(timings === null || timings === undefined ? {} : { timings }),
  };
}

function openEarlier(options: RunOptions): Journal {
  const journal = readJournal(options.out);
  if (journal.header.plan !== planHash(options.cases, options.mode)) {
    throw new ConfigurationFailure(
      'the interrupted run had another plan (cases, deployments or mode differ)',
      {
        place: { file: options.out },
        remedy: 'Give the same selectors, matrix and mode as before, or run without --resume to start anew.',
      },
    );
  }
  mendJournal(options.out, journal);
  return journal;
}

function writeNotRun({ cases, matrix, mode, out }: RunOptions, finished: ReadonlySet<string>): void {
  for (const item of cases) {
    if (item.notRun === undefined || finished.has(item.id)) continue;
    appendLine(out, notRunResult(item, targetOf(matrix, item), mode));
  }
}

function targetOf(matrix: Matrix, item: Case): Target {
  const target = matrix.targets.find((candidate) => candidate.name === item.target);
  if (target === undefined) throw new ConfigurationFailure(`the case ${item.id} names an unknown target`);
  return target;
}

async function drive(
  options: RunOptions,
  cases: readonly Case[],
  live: LivePlan | null,
  run: string,
  started: () => void = () => {},
): Promise<void> {
  const { startVitest } = await import('vitest/node');
  const broken: string[] = [];
  const withoutRow = new Map<string, string>();
  let done = options.cases.length - cases.length;
  const order = orderOf(options, cases, live, run);
  const shares = sharesOfTests(order);
  const reporter = runReporter({
    started,
    finished(name, failure) {
      const count = shares.get(name);
      done += count ?? 1;
      if (failure !== null) withoutRow.set(name, failure);
      // Those of its cases that were not reached have neither a row nor a fault of their own; --resume runs them.
      if (failure !== null && count !== undefined) broken.push(`a test of ${count} cases failed: ${failure}`);
      options.progress(done, options.cases.length);
    },
    broke: (message) => broken.push(message),
  });
  const vitest = await startVitest([], {
    root: options.home,
    config: false,
    include: filesOf(order).map((file) => (isInstalled(options.home) ? builtFile(file) : file)),
    exclude: [],
    watch: false,
    pool: 'forks',
    isolate: false,
    // A case is many short-lived objects: a larger nursery lets them die before they are copied.
    execArgv: ['--max-semi-space-size=64'],
    // Files are loaded by node itself: through vite's module runner every import is a look-up.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Live, one worker and one file: limits and budgets belong to the run; see live/conductor.ts.
    fileParallelism: live === null,
    // By default vitest leaves one processor free, which on two means no parallelism at all.
    maxWorkers: live === null ? availableParallelism() : 1,
    // Live, every case waits for its turn in the schedule.
    maxConcurrency: live === null ? 1 : cases.length,
    provide: { aoai: order },
    reporters: [reporter],
    passWithNoTests: false,
  });
  await vitest.close();
  // The exit code is ours to set: vitest has set its own for a failed test.
  process.exitCode = 0;
  const unwritable = [...withoutRow.values()].find((failure) => failure.startsWith(UNWRITABLE));
  if (unwritable !== undefined) {
    throw new IncompleteFailure(unwritable, {
      place: { file: options.out },
      remedy: 'What had been written is kept. Make room and continue with --resume.',
    });
  }
  writeCrashed(options, cases, withoutRow);
  if (broken.length > 0) {
    throw new IncompleteFailure(`the run broke off: ${[...new Set(broken)].join('; ')}`, {
      place: { file: options.out },
      remedy: 'What had finished is kept; mend the cause and continue with --resume.',
    });
  }
}

/** Cases from which a replay is worth another worker process. */
const CASES_A_LANE = 500;
/** Files under `lanes/`. */
const MAX_LANES = 8;

/**
 * A large replay is bound by the processor: its cases are dealt to as many lanes as there are processors,
 * each a file of its own, since vitest parallelises files. Live, pace and quota belong to the whole run.
 */
function lanesOf({ mode }: RunOptions, cases: readonly Case[]): number {
  if (mode !== 'replay') return 1;
  return Math.max(1, Math.min(Math.floor(cases.length / CASES_A_LANE), availableParallelism(), MAX_LANES));
}

/** The number of cases of each test that runs several. */
function sharesOfTests({ cases, lanes, live }: WorkOrder): ReadonlyMap<string, number> {
  if (lanes === 1 || live !== null) return new Map();
  const all = Array.from({ length: lanes }, (_, index) => sharesOf(cases, lanes, index + 1)).flat();
  return new Map(all.map((share) => [share.name, share.cases.length]));
}

function filesOf({ lanes, cases, live }: WorkOrder): string[] {
  if (lanes === 1 && live === null) return [...new Set(cases.map((item) => `suites/${item.api}.test.ts`))];
  return Array.from({ length: lanes }, (_, index) => `src/run/lanes/lane-${index + 1}.lane.ts`);
}

/** What .ci/build.ts makes of a test file. */
function builtFile(file: string): string {
  return `dist/${file.replace('src/run/', '').replace(/\.ts$/, '.js')}`;
}

function orderOf(options: RunOptions, cases: readonly Case[], live: LivePlan | null, run: string): WorkOrder {
  const names = new Set(cases.map((item) => item.target));
  const carriers = new Set(cases.map((item) => item.carrier));
  return {
    mode: options.mode,
    home: options.home,
    recordings: options.recordings,
    journal: options.out,
    tag: options.mode === 'replay' ? RECORDED_TAG : tagOf(run),
    created: options.mode === 'replay' ? null : leftoversFile(options.out),
    cases,
    targets: options.matrix.targets.filter((target) => names.has(target.name)),
    neighbours: options.matrix.targets,
    models: options.matrix.models.filter((model) => carriers.has(model.id)),
    limits: options.matrix.limits,
    own: ownOf(options.matrix, cases),
    lanes: lanesOf(options, cases),
    live,
  };
}

/** A case whose test failed without leaving a row gets one: `errored`, with the runner's words. */
function writeCrashed(
  options: RunOptions,
  cases: readonly Case[],
  failures: ReadonlyMap<string, string>,
): void {
  if (failures.size === 0) return;
  const written = new Set(readJournal(options.out).results.map((result) => result.case));
  for (const item of cases) {
    const failure = failures.get(item.id);
    if (failure === undefined || written.has(item.id)) continue;
    appendLine(options.out, crashedResult(item, targetOf(options.matrix, item), options.mode, failure));
  }
}

function close(options: RunOptions, resumed: number): Omit<FinishedRun, 'left'> {
  const journal = readJournal(options.out);
  if (journal.results.length !== options.cases.length) {
    const seen = new Set(journal.results.map((result) => result.case));
    const missing = options.cases.filter((item) => !seen.has(item.id)).map((item) => item.id);
    throw new IncompleteFailure(`${missing.length} cases have no result, first ${missing[0] ?? 'unknown'}`, {
      place: { file: options.out },
      remedy: 'Continue with --resume.',
    });
  }
  if (journal.footer !== null) return { ...journal, footer: journal.footer, resumed };
  const footer: RunFooter = {
    type: 'footer',
    finishedAt: options.now().toISOString(),
    counts: countStatuses(journal.results),
    resumed: resumed > 0,
  };
  appendLine(options.out, footer);
  return { header: journal.header, results: journal.results, footer, resumed };
}

export function countStatuses(results: readonly CaseResult[]): Record<Status, number> {
  const counts = { supported: 0, partial: 0, unsupported: 0, blocked: 0, errored: 0, 'not-run': 0 };
  for (const result of results) counts[result.status] += 1;
  return counts;
}
