import { relative } from 'node:path';
import { ConfigurationFailure, Failure, formatPlace } from '../failure.ts';
import { type Case, expand } from '../matrix/index.ts';
import { type Cassette, cassetteInUse, findSecrets, loadCassetteFile, writeCassette } from '../wire/index.ts';
import { cassetteFiles } from './cassette-files.ts';
import { now, openProject, recordingsOf } from './project.ts';
import { jsonText, plain, plainBlock, type Terminal } from './terminal.ts';

export interface RecordingsOptions {
  readonly matrix: string;
  readonly json?: boolean;
}

export interface Listed {
  /** Below the folder of recordings. */
  readonly path: string;
  readonly file: string;
  readonly case: string | null;
  readonly recordedAt: string | null;
  readonly exchanges: number;
  /** No case of the matrix has its recording in this place. */
  readonly orphan: boolean;
  /** What is wrong with it; empty for a sound cassette. */
  readonly faults: readonly string[];
}

/**
 * `list` shows what there is; `verify` proves hash, form, secrets and place, and finds orphans. 4 when one fails.
 * Throws ConfigurationFailure where there is nothing to verify.
 */
export async function recordings(
  action: string,
  options: RecordingsOptions,
  terminal: Terminal,
): Promise<number> {
  const { root, listed } = await lookAtRecordings(options.matrix, terminal);
  // A gate that was pointed at the wrong folder must not be green.
  if (action === 'verify' && listed.length === 0)
    throw new ConfigurationFailure('there is no cassette to verify', {
      place: { file: relative(terminal.cwd, root) || '.' },
      remedy:
        'Recordings lie beside the matrix: name that one with --matrix, or record cases: aoai-conform run --mode record',
    });
  const faulty = listed.filter((item) => item.faults.length > 0);
  if (options.json === true)
    terminal.out(
      jsonText(
        listed.map(({ file: _, orphan: __, ...item }) => item),
        2,
      ),
    );
  else print(action === 'list' ? listed : faulty, listed.length, faulty.length, terminal);
  return action === 'verify' && faulty.length > 0 ? 4 : 0;
}

/** Every file below the recordings of a matrix, with what is wrong with it. */
export async function lookAtRecordings(
  matrixFile: string,
  terminal: Terminal,
): Promise<{ readonly root: string; readonly listed: readonly Listed[] }> {
  const root = recordingsOf(terminal.cwd, matrixFile);
  const { matrix } = openProject(terminal, matrixFile);
  const cases = expand(matrix, { today: now().toISOString().slice(0, 10) });
  const known = new Map(cases.map((item) => [cassetteInUse(root, item), item]));
  const listed: Listed[] = [];
  for (const file of cassetteFiles(root)) listed.push(await look(root, file, known));
  return { root, listed };
}

async function look(root: string, file: string, known: ReadonlyMap<string, Case>): Promise<Listed> {
  const path = relative(root, file);
  const orphan = !known.has(file);
  const unread = { path, file, case: null, recordedAt: null, exchanges: 0, orphan };
  try {
    const cassette = await loadCassetteFile(root, file);
    if (cassette === null) return { ...unread, faults: ['it is gone'] };
    const { case: id, lineage, exchanges } = cassette;
    return {
      path,
      file,
      case: id,
      recordedAt: lineage.recordedAt,
      exchanges: exchanges.length,
      orphan,
      faults: faultsOf(cassette, known.get(file)),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const place = formatPlace({ ...error.place, file: path });
    return { ...unread, faults: [`${place}: ${error.message}`] };
  }
}

function faultsOf(cassette: Cassette, expected: Case | undefined): string[] {
  const faults: string[] = [];
  if (expected === undefined) faults.push('orphan: no case of the matrix has this recording');
  else if (![expected.id, ...(expected.formerly ?? [])].includes(cassette.case))
    faults.push(`it is of ${cassette.case}, its place is that of ${expected.id}`);
  for (const { kind, pointer } of findSecrets(writeCassette(cassette)))
    faults.push(`holds a secret: ${kind} at ${pointer}`);
  return faults;
}

function print(rows: readonly Listed[], total: number, faulty: number, terminal: Terminal): void {
  for (const row of rows) {
    const mark = row.faults.length === 0 ? terminal.style('green', 'ok') : terminal.style('red', 'faulty');
    terminal.out(`${mark}  ${plain(row.path)}  ${row.recordedAt ?? ''}`.trimEnd());
    for (const fault of row.faults) terminal.out(`    ${plainBlock(fault, '      ')}`);
  }
  terminal.out(`${total} cassettes, ${faulty} faulty`);
}
