/** Executes a plan: header, rows, footer. */
import { randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationFailure, IncompleteFailure } from '../failure.ts';
import { makeFolder } from '../folder.ts';
import type { SampleStatement } from '../matrix/index.ts';
import type { Case, Matrix, RepeatSpec } from '../matrix/types.ts';
import type { CaseResult, RunFooter, RunHeader, RunMode, Status } from '../verdict/types.ts';
import { harnessVersion, sdkVersion } from '../version.ts';
import { drive } from './drive.ts';
import { listenForInterrupt } from './interrupt.ts';
import { appendLine, type Journal, mendJournal, readJournal, startJournal } from './journal.ts';
import { type Leftover, leftoversFile, tidyLeftovers } from './leftovers.ts';
import { type LiveFacts, spentBy } from './live/plan.ts';
import { notRunResult, planHash, targetOf } from './prepare.ts';
import { refuseOther, reserveResults } from './results-file.ts';
import { byImportance, type Seen } from './schedule/importance.ts';

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
  /** Called before a new run takes the place of an interrupted one, whose finished cases will be asked again. */
  readonly replacing: (earlier: Replaced) => void;
}

export interface Replaced {
  /** Cases of the interrupted run that have their result. */
  readonly finished: number;
  readonly cases: number;
  /** Where it lies now. */
  readonly kept: string;
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

/**
 * Runs what is left of the plan. Throws ConfigurationFailure, before anything is asked, when another run writes the
 * same file, or the file holds something else; IncompleteFailure when the runner itself broke.
 */
export async function runCases(options: RunOptions): Promise<FinishedRun> {
  makeFolder(dirname(options.out));
  using _reserved = reserveResults(options.out);
  const earlier = options.resume ? openEarlier(options) : null;
  const finished = new Set(earlier?.results.map((result) => result.case));
  const header = earlier?.header ?? headerOf(options);
  if (earlier === null) {
    refuseOther(options.out);
    setAside(options);
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

/** What an interrupted run has asked is paid for: it is kept beside. A replay costs nothing. */
function setAside({ out, live }: RunOptions): void {
  const earlier = live === null || !existsSync(out) ? null : journalOrNone(out);
  if (live === null || earlier === null || earlier.footer !== null || earlier.header.mode === 'replay')
    return;
  const finished = earlier.results.filter(({ notRun }) => notRun === null).length;
  if (finished === 0) return;
  const kept = `${out}.interrupted`;
  renameSync(out, kept);
  live.replacing({ finished, cases: earlier.header.cases, kept });
}

/** Null: it is no run, and there is nothing that could be resumed. */
function journalOrNone(file: string): Journal | null {
  try {
    return readJournal(file);
  } catch {
    return null;
  }
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
