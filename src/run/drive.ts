/** Drives vitest through its node API: the cases of a run as tests, in this process or in lanes of their own. */
import { availableParallelism } from 'node:os';
import { IncompleteFailure } from '../failure.ts';
import type { Case } from '../matrix/types.ts';
import { crashedResult } from './failed.ts';
import { appendLine, readJournal, UNWRITABLE } from './journal.ts';
import { sharesOf } from './lane-shares.ts';
import { leftoversFile } from './leftovers.ts';
import type { LivePlan, WorkOrder } from './order.ts';
import { ownOf } from './own.ts';
import { targetOf } from './prepare.ts';
import { runReporter } from './reporter.ts';
import type { RunOptions } from './run.ts';
import { isInstalled } from './scenarios.ts';
import { RECORDED_TAG, tagOf } from './tag.ts';

export async function drive(
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
