/**
 * What is kept of a run for good: of every case that was asked, its status, when live traffic was seen, and
 * the fingerprint of what went wrong. A case that was not run says nothing and is only counted.
 */
import { z } from 'zod';
import { ConfigurationFailure } from '../failure.ts';
import { fingerprintOf } from '../verdict/fingerprint.ts';
import type { CaseResult, RunHeader } from '../verdict/types.ts';
import { sha256 } from '../wire/canonical.ts';

const STATUSES = ['supported', 'partial', 'unsupported', 'blocked', 'errored'] as const;

const ENTRY = z.strictObject({
  schema: z.literal(1),
  run: z.string().min(1),
  /** ISO time. */
  startedAt: z.iso.datetime(),
  mode: z.enum(['replay', 'record', 'live']),
  /** Where the cells of a target stand. */
  targets: z.record(z.string(), z.enum(['azure', 'openai', 'other', 'reference'])),
  notRun: z.int().nonnegative(),
  /** Of the rows: each cause once. The first is none. */
  fingerprints: z.array(z.string()).min(1),
  /** Case id to status, ISO time of the live traffic (null: none), index of its fingerprint. */
  cases: z.record(z.string(), z.tuple([z.enum(STATUSES), z.string().nullable(), z.int().nonnegative()])),
});

export type HistoryEntry = Readonly<z.infer<typeof ENTRY>>;
export type HistoryPlace = HistoryEntry['targets'][string];
/** A status that can stand in a history. */
export type AskedStatus = (typeof STATUSES)[number];

/** `placeOf`: where the cells of a result stand. Shards of one run are given together. */
export function entryOf(
  header: Pick<RunHeader, 'run' | 'startedAt' | 'mode'>,
  results: readonly CaseResult[],
  placeOf: (result: CaseResult) => HistoryPlace,
): HistoryEntry {
  const fingerprints = [''];
  const indexOf = (text: string) => {
    const known = fingerprints.indexOf(text);
    return known >= 0 ? known : fingerprints.push(text) - 1;
  };
  const sorted = results.toSorted((a, b) => (a.case < b.case ? -1 : 1));
  const cases: Record<string, [AskedStatus, string | null, number]> = {};
  for (const result of sorted) {
    if (result.status === 'not-run') continue;
    cases[result.case] = [result.status, result.evidence.observedLiveAt, indexOf(fingerprintOf(result))];
  }
  const targets = Object.fromEntries(sorted.map((result) => [result.target, placeOf(result)]));
  const notRun = sorted.length - Object.keys(cases).length;
  const { run, startedAt, mode } = header;
  return { schema: 1, run, startedAt, mode, targets, notRun, fingerprints, cases };
}

/** One case a line, so that two entries compare well. */
export function entryText({ cases, ...rest }: HistoryEntry): string {
  const rows = Object.entries(cases).map((row) => row.map((part) => JSON.stringify(part)).join(':'));
  return `${JSON.stringify(rest).slice(0, -1)},"cases":{\n${rows.join(',\n')}\n}}\n`;
}

/** `2026-11-21-0123456789ab.json`: the day of the run and the hash of the content. */
export function entryName(entry: HistoryEntry): string {
  return `${entry.startedAt.slice(0, 10)}-${sha256(entryText(entry)).slice(0, 12)}.json`;
}

/** Throws ConfigurationFailure for a file that is no entry, or whose content is not the one its name says. */
export function readEntry(file: string, text: string): HistoryEntry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationFailure('the entry of the history is no JSON', {
      place: { file },
      remedy: MEND,
      cause,
    });
  }
  const parsed = ENTRY.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigurationFailure(`this is no entry of a history: ${issue?.message ?? 'unknown form'}`, {
      place: { file, pointer: (issue?.path ?? []).map((part) => `/${String(part)}`).join('') },
      remedy: MEND,
    });
  }
  const name = entryName(parsed.data);
  if (!file.endsWith(name) || entryText(parsed.data) !== text)
    throw new ConfigurationFailure(
      `the entry was changed after it was written: its content is that of ${name}`,
      {
        place: { file },
        remedy: MEND,
      },
    );
  return parsed.data;
}

const MEND = 'Restore the file, or delete it: the history then knows nothing of that run.';
