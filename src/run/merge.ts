import { createHash } from 'node:crypto';
import { ConfigurationFailure } from '../failure.ts';
import { isSilent } from '../verdict/evidence.ts';
import type { CaseResult, RunFooter, RunHeader } from '../verdict/types.ts';
import type { Journal } from './journal.ts';
import { parseShard } from './prepare.ts';
import { countStatuses } from './run.ts';

/** A finished run under the name its user gave it. */
export interface NamedJournal {
  readonly file: string;
  readonly journal: Journal;
}

export interface MergedRun {
  readonly header: RunHeader;
  /** By case id. */
  readonly results: readonly CaseResult[];
  readonly footer: RunFooter;
}

/**
 * Shards of one run, or runs of different cases, as one run. The same inputs in any order give the same
 * output. Throws ConfigurationFailure for a shard that is missing, a case that stands in two runs, and runs
 * of different modes or versions.
 */
export function mergeRuns(runs: readonly NamedJournal[]): MergedRun {
  const [first] = runs;
  if (first === undefined) throw new ConfigurationFailure('there is no run to merge');
  for (const key of ['mode', 'harness', 'sdk'] as const) refuseDifference(runs, key);
  refuseOtherDivision(runs);
  refuseMissingShards(runs);
  refuseOverlap(runs);
  const results = runs
    .flatMap(({ journal }) => journal.results)
    .toSorted((a, b) => (a.case < b.case ? -1 : 1));
  const headers = runs.map(({ journal }) => journal.header);
  const { mode, harness, sdk, sample } = first.journal.header;
  return {
    header: {
      type: 'header',
      schema: 1,
      run: digest(headers.map(({ run }) => run)),
      startedAt: headers.map(({ startedAt }) => startedAt).toSorted()[0] ?? '',
      mode,
      harness,
      sdk,
      plan: digest(headers.map(({ plan }) => plan)),
      cases: results.length,
      shard: null,
      ...(sample === undefined ? {} : { sample }),
    },
    results,
    footer: {
      type: 'footer',
      finishedAt:
        runs
          .map(({ journal }) => journal.footer?.finishedAt ?? '')
          .toSorted()
          .at(-1) ?? '',
      counts: countStatuses(results),
      resumed: runs.some(({ journal }) => journal.footer?.resumed === true),
    },
  };
}

/**
/**
 * The newer run as what the next one is compared with: a case that could not be asked, that no budget was left for,
 * or whose turn it was not, keeps the row of its last verdict, with its date. Without that, one night without quota
 * would make a regression of the next look like a first verdict.
 */
export function carryVerdicts(base: readonly CaseResult[], head: Journal): MergedRun {
  const before = new Map(base.map((row) => [row.case, row]));
  const results = head.results.map((row) => (isSilent(row) && before.get(row.case)) || row);
  const { header } = head;
  return {
    header,
    results,
    footer: {
      type: 'footer',
      finishedAt: head.footer?.finishedAt ?? header.startedAt,
      counts: countStatuses(results),
      resumed: head.footer?.resumed ?? false,
    },
  };
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.toSorted().join('\n')).digest('hex');
}

function refuseDifference(runs: readonly NamedJournal[], key: 'mode' | 'harness' | 'sdk'): void {
  const [first, ...others] = runs;
  const value = first?.journal.header[key];
  const other = others.find(({ journal }) => journal.header[key] !== value);
  if (first === undefined || other === undefined) return;
  throw new ConfigurationFailure(
    `the runs differ in ${key}: ${other.journal.header[key]} here, ${value} in ${first.file}`,
    { place: { file: other.file, line: 1 }, remedy: 'Merge runs that were made alike.' },
  );
}

/** Shards of two samples, or dealt in two ways, hold less together than a run has. */
function refuseOtherDivision(runs: readonly NamedJournal[]): void {
  const told = ({ journal: { header } }: NamedJournal) =>
    [
      header.sample === undefined ? 'no sample' : `the sample ${header.sample.share} of ${header.sample.day}`,
      header.timings === undefined ? 'no timings' : `the timings ${header.timings}`,
    ].join(' and ');
  const sharded = runs.filter(({ journal }) => journal.header.shard !== null);
  const [first] = sharded;
  const other = sharded.find((run) => first !== undefined && told(run) !== told(first));
  if (first === undefined || other === undefined) return;
  throw new ConfigurationFailure(`the shards have ${told(other)} here, ${told(first)} in ${first.file}`, {
    place: { file: other.file, line: 1 },
    remedy:
      'Start all shards of a run on one day (UTC), with one matrix, one timings.json and the same --baseline.',
  });
}

function refuseMissingShards(runs: readonly NamedJournal[]): void {
  const sharded = runs.filter(({ journal }) => journal.header.shard !== null);
  if (sharded.length === 0) return;
  const whole = runs.find(({ journal }) => journal.header.shard === null);
  const [first] = sharded;
  const count = parseShard(first?.journal.header.shard ?? '').count;
  for (const { file, journal } of sharded) {
    const shard = parseShard(journal.header.shard ?? '');
    if (whole !== undefined || shard.count !== count) {
      const other = whole === undefined ? `one of ${count} shards` : 'a whole run';
      throw new ConfigurationFailure(
        `this is shard ${shard.index} of ${shard.count}, and ${whole?.file ?? first?.file} is ${other}`,
        { place: { file, line: 1 }, remedy: 'Give the shards of one run and nothing else.' },
      );
    }
  }
  const [lack] = missingShards(sharded.map(({ journal }) => journal.header));
  if (lack === undefined) return;
  throw new ConfigurationFailure(lack, {
    remedy: 'A shard that broke off is finished with `aoai-conform run --resume` and the same --shard.',
  });
}

/** A sentence without a full stop for each division (of 3, of 8) that is not complete; `headers` of whole runs count not. */
export function missingShards(headers: readonly Pick<RunHeader, 'shard'>[]): readonly string[] {
  const shards = headers.flatMap(({ shard }) => (shard ? [parseShard(shard)] : []));
  return [...Map.groupBy(shards, ({ count }) => count)].flatMap(([count, own]) => {
    const seen = new Set(own.map(({ index }) => index));
    const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !seen.has(index));
    if (missing.length === 0) return [];
    const names = missing.map((index) => `${index}/${count}`).join(', ');
    return [`of ${count} shards ${names} ${missing.length === 1 ? 'is' : 'are'} missing`];
  });
}

/** A case in two runs would count twice, with two verdicts. */
export function refuseOverlap(runs: readonly NamedJournal[]): void {
  const first = new Map<string, string>();
  for (const { file, journal } of runs) {
    for (const { case: id } of journal.results) {
      const earlier = first.get(id);
      if (earlier !== undefined) {
        const where = earlier === file ? 'stands here twice' : `stands in ${earlier} as well`;
        throw new ConfigurationFailure(`the case ${id} ${where}`, {
          place: { file },
          remedy: 'Give shards of one run, each once.',
        });
      }
      first.set(id, file);
    }
  }
}
