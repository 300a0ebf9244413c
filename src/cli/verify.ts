/** `report --verify`: whether a written report still is what it rests on. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import attestationSchema from '../../fixtures/schemas/attestation.schema.json' with { type: 'json' };
import compatibilitySchema from '../../fixtures/schemas/compatibility.schema.json' with { type: 'json' };
import feedSchema from '../../fixtures/schemas/feed.schema.json' with { type: 'json' };
import type { JsonSchema } from '../documents/index.ts';
import { ConfigurationFailure, Failure, formatPlace } from '../failure.ts';
import { loadCassetteFile } from '../wire/index.ts';
import { recordingsOf } from './project.ts';
import { sha256Of } from './publication.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

/** What of `compatibility.json` is checked, once it has been held against its schema. */
interface Written {
  readonly runs: readonly { readonly file: string; readonly sha256: string }[];
  readonly cells: readonly WrittenCell[];
  readonly unplaced: readonly WrittenCell[];
  readonly selfTest: { readonly cells: readonly WrittenCell[] };
}

interface WrittenCell {
  readonly id: string;
  readonly evidence: readonly { readonly cassette: string | null; readonly sha256: string | null }[];
}

/** What of `attestation.json` is checked. */
interface Attested {
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
}

export interface VerifyOptions {
  readonly matrix: string;
  readonly out: string;
  readonly json?: boolean;
}

/**
 * 0: the report is valid against its schema, and the runs, cassettes and files that it and its attestation name
 * have the hashes they name;
 * 4: something differs, or nothing attests what was written. Throws ConfigurationFailure where there is no report to check.
 */
export async function verifyReport(options: VerifyOptions, terminal: Terminal): Promise<0 | 4> {
  const out = resolve(terminal.cwd, options.out);
  const file = join(out, 'compatibility.json');
  const shown = relative(terminal.cwd, file);
  if (!existsSync(file)) {
    throw new ConfigurationFailure('there is no report to verify', {
      place: { file: shown },
      remedy: 'Write one first: aoai-conform report --format json,attestation',
    });
  }
  const faults: string[] = [];
  const written = checked<Written>(file, shown, compatibilitySchema, faults);
  const feed = join(out, 'feed.json');
  if (existsSync(feed)) checked(feed, relative(terminal.cwd, feed), feedSchema, faults);
  const attestation = join(out, 'attestation.json');
  const attested = existsSync(attestation)
    ? checked<Attested>(attestation, relative(terminal.cwd, attestation), attestationSchema, faults)
    : null;
  const subjects = attested?.subject ?? [];
  // Without it nothing names the hash of a page, nor of the report itself: whoever deletes it could edit both.
  if (!existsSync(attestation))
    faults.push(unattested(relative(terminal.cwd, attestation), 'it is not there', dirname(shown)));
  else if (attested !== null && !subjects.some(({ name }) => name === 'compatibility.json'))
    faults.push(unattested(relative(terminal.cwd, attestation), `it does not name ${shown}`, dirname(shown)));
  faults.push(...subjectFaults(subjects, out));
  const runs = written?.runs ?? [];
  for (const run of runs) faults.push(...runFaults(run, out));
  const cassettes = written === null ? new Map<string, string | null>() : cassettesOf(written);
  const recordings = recordingsOf(terminal.cwd, options.matrix);
  for (const [path, sha256] of cassettes) faults.push(...(await cassetteFaults(recordings, path, sha256)));
  if (options.json === true)
    terminal.out(
      jsonText({ runs: runs.length, cassettes: cassettes.size, subjects: subjects.length, faults }),
    );
  else {
    for (const fault of faults)
      terminal.out(`${terminal.style('red', 'faulty')}  ${plainBlock(fault, '        ')}`);
    const files = attested === null ? '' : `${subjects.length} attested files, `;
    terminal.out(
      `${shown}: ${runs.length} runs, ${cassettes.size} cassettes, ${files}${faults.length} faults`,
    );
  }
  return faults.length === 0 ? 0 : 4;
}

/** Null, and a fault, for a file that its schema does not describe. Too large for the reader of data files. */
function checked<T>(file: string, shown: string, schema: JsonSchema, faults: string[]): T | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    faults.push(`${shown}: is no JSON`);
    return null;
  }
  const validate = new Ajv2020({ allowUnionTypes: true }).compile<T>(schema);
  if (validate(value)) return value;
  const [first] = validate.errors ?? [];
  const place = formatPlace({ file: shown, pointer: first?.instancePath ?? '' });
  faults.push(`${place}: ${first?.message ?? 'is not valid'}`);
  return null;
}

function unattested(attestation: string, why: string, folder: string): string {
  return `${attestation}: ${why}, so nothing proves the files of ${folder}; write them together: aoai-conform report --format html,md,json,attestation`;
}

function runFaults(run: Written['runs'][number], out: string): string[] {
  const path = resolve(out, run.file);
  if (!existsSync(path)) return [`run ${run.file}: it is gone`];
  const actual = sha256Of(readFileSync(path));
  return actual === run.sha256 ? [] : [`run ${run.file}: ${differ(run.sha256, actual)}`];
}

/** Files of the report, runs and recordings, by their bytes. */
function subjectFaults(subjects: Attested['subject'], out: string): string[] {
  return subjects.flatMap(({ name, digest }) => {
    const path = resolve(out, name);
    if (!existsSync(path)) return [`attested file ${name}: it is gone`];
    const actual = sha256Of(readFileSync(path));
    return actual === digest.sha256 ? [] : [`attested file ${name}: ${differ(digest.sha256, actual)}`];
  });
}

function cassettesOf({ cells, unplaced, selfTest }: Written): Map<string, string | null> {
  const named = [...cells, ...unplaced, ...selfTest.cells].flatMap(({ evidence }) => evidence);
  return new Map(
    named.flatMap(({ cassette, sha256 }) => (cassette === null ? [] : [[cassette, sha256] as const])),
  );
}

/** A cassette proves its own content; here it must also be the one that the report was made from. */
async function cassetteFaults(recordings: string, path: string, sha256: string | null): Promise<string[]> {
  try {
    const cassette = await loadCassetteFile(recordings, join(dirname(recordings), path));
    if (cassette === null) return [`${path}: it is gone`];
    const actual = cassette.lineage.sha256;
    return actual === sha256 ? [] : [`${path}: ${differ(sha256 ?? 'none', actual)}`];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`${path}: ${error.message}`];
  }
}

function differ(named: string, actual: string): string {
  return `the report names the hash ${named.slice(0, 12)}, its content has ${actual.slice(0, 12)}`;
}
