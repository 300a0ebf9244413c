/**
 * The journal of a run: a JSONL file with a header, one line a finished case, and a footer. Lines are
 * appended by whoever finishes a case (several worker processes share the file; an append of one line
 * is one write), so a killed run loses nothing that had finished.
 */
import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { ConfigurationFailure, IncompleteFailure } from '../failure.ts';
import { hasNoRenames, NO_RENAMES, partsOf, type Renames, renamedId } from '../matrix/index.ts';
import type { CaseResult, RunFooter, RunHeader, RunLine, Status } from '../verdict/types.ts';

/** A journal as read from disk. Without a footer it may be inspected and resumed, never published. */
export interface Journal {
  readonly header: RunHeader;
  readonly results: readonly CaseResult[];
  readonly footer: RunFooter | null;
  /** Bytes up to the end of the last whole line; what follows was cut by a crash. */
  readonly intactBytes: number;
  readonly totalBytes: number;
}

export function startJournal(file: string, header: RunHeader): void {
  closeSync(openSync(file, 'w'));
  appendLine(file, header);
}

export function appendLine(file: string, line: RunLine): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** A file opened once, for workers that finish thousands of cases. */
export function openForAppend(file: string): (line: RunLine) => void {
  const descriptor = openSync(file, 'a');
  return (line) => writeWhole(descriptor, Buffer.from(`${JSON.stringify(line)}\n`));
}

/** The beginning of the message of a line that could not be written. */
export const UNWRITABLE = 'the results cannot be written';

/** A full disk may take a part of a line; that part is taken back, so that the next line stands on its own. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  const before = fstatSync(descriptor).size;
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (cause) {
    if (written > 0 && fstatSync(descriptor).size === before + written) ftruncateSync(descriptor, before);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new IncompleteFailure(`${UNWRITABLE}: ${why}`, { cause });
  }
}

/** Cuts off a half-written last line, so that the next line starts on its own. */
export function mendJournal(file: string, journal: Journal): void {
  if (journal.intactBytes < journal.totalBytes) truncateSync(file, journal.intactBytes);
}

/** Reads and checks a journal. Throws ConfigurationFailure for a file that is none. */
export function readJournal(file: string): Journal {
  const text = readText(file);
  const end = text.lastIndexOf('\n') + 1;
  const lines = text
    .slice(0, end)
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => parseLine(file, line, index + 1));
  const [header, ...rest] = lines;
  if (header?.type !== 'header') {
    throw noRun(file, 'header');
  }
  const footers = rest.filter((line) => line.type === 'footer');
  const results = rest.filter((line) => line.type === 'result');
  refuseDuplicates(file, results);
  return {
    header,
    results,
    footer: footers.at(-1) ?? null,
    intactBytes: Buffer.byteLength(text.slice(0, end)),
    totalBytes: Buffer.byteLength(text),
  };
}

/**
 * A journal that is fit to be published: complete, and as long as its header says. Cases with an old name are
 * those of the new one.
 */
export function readCompleteJournal(file: string, renames: Renames = NO_RENAMES): Journal {
  const journal = withNamesOfToday(file, readJournal(file), renames);
  if (journal.footer === null || journal.results.length !== journal.header.cases) {
    throw new IncompleteFailure(
      `the run is incomplete: ${journal.results.length} of ${journal.header.cases} cases, ${journal.footer === null ? 'no footer' : 'with footer'}`,
      { place: { file }, remedy: 'Finish it with `aoai-conform run --resume`.' },
    );
  }
  return journal;
}

function withNamesOfToday(file: string, journal: Journal, renames: Renames): Journal {
  if (hasNoRenames(renames)) return journal;
  const results = journal.results.map((row) => {
    const id = renamedId(row.case, renames);
    return id === row.case ? row : { ...row, ...partsOf(id), case: id };
  });
  refuseDuplicates(file, results);
  return { ...journal, results };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationFailure('the run cannot be read', {
      place: { file },
      remedy: 'Run `aoai-conform run` first, or check the path.',
      cause,
    });
  }
}

function noRun(file: string, missing: string, cause?: unknown): ConfigurationFailure {
  return new ConfigurationFailure(`this is no run: its first line is no ${missing}`, {
    place: { file, line: 1 },
    remedy: 'Give the file that `aoai-conform run --out` wrote.',
    cause,
  });
}

function parseLine(file: string, text: string, line: number): RunLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (line === 1) throw noRun(file, 'JSON', cause);
    throw new ConfigurationFailure('the line is no JSON', { place: { file, line }, cause });
  }
  if (!isRunLine(value)) {
    if (line === 1) throw noRun(file, 'header');
    throw new ConfigurationFailure('the line is neither header, result nor footer', {
      place: { file, line },
    });
  }
  return value;
}

function isRunLine(value: unknown): value is RunLine {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'header':
      return has(value, { run: 'string', cases: 'number', plan: 'string', mode: 'string' });
    case 'result':
      return (
        has(value, RESULT) &&
        has(Reflect.get(value, 'evidence'), { mode: 'string' }) &&
        has(Reflect.get(value, 'usage'), { requests: 'number' }) &&
        ['checks', 'drift', 'leftovers'].every((name) => Array.isArray(Reflect.get(value, name))) &&
        STATUSES.some((status) => status === Reflect.get(value, 'status'))
      );
    case 'footer':
      return has(value, { counts: 'object', resumed: 'boolean' });
    default:
      return false;
  }
}

const STATUSES: readonly Status[] = ['supported', 'partial', 'unsupported', 'blocked', 'errored', 'not-run'];
const RESULT = {
  case: 'string',
  feature: 'string',
  model: 'string',
  target: 'string',
  targetKind: 'string',
  status: 'string',
  reason: 'string',
};

function has(value: unknown, shape: Readonly<Record<string, string>>): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(shape).every(([name, type]) => typeof Reflect.get(value, name) === type)
  );
}

function refuseDuplicates(file: string, results: readonly CaseResult[]): void {
  const seen = new Set<string>();
  for (const result of results) {
    if (seen.has(result.case)) {
      throw new ConfigurationFailure(`the case ${result.case} stands in the run twice`, {
        place: { file },
        remedy: 'A run holds each case once. Do not join files by hand: `report` takes several.',
      });
    }
    seen.add(result.case);
  }
}
