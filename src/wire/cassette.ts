/**
 * The file format of recordings, version 1: one case, its lineage, its exchanges. Reading and writing are
 * pure; disk.ts knows the files. The exchanges are valid nock definitions, so that
 * `nock.define(JSON.parse(text).exchanges)` works in anybody's test; what nock has no word for stands in
 * `x_aoai`, which nock ignores.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../fixtures/schemas/cassette.schema.json' with { type: 'json' };
import { type Place, RecordingFailure } from '../failure.ts';
import type { Surface, TargetKind } from '../matrix/types.ts';
import { nearest } from '../suggest.ts';
import { isRecord, sha256 } from './canonical.ts';
import { type RecordedAttempt, recordedAttempt } from './cassette-attempt.ts';
import { definitionOf } from './cassette-exchange.ts';
import type { Exchange, Part, WireFailure } from './exchange.ts';
import type { Attempt } from './source.ts';

export const CASSETTE_FORMAT = 'aoai-conform/cassette';
export const CASSETTE_VERSION = 1;
/** Bytes of a cassette file; the largest single body the tap keeps, and some room. */
export const MAX_CASSETTE_BYTES = 96 * 1024 * 1024;

export interface Cassette {
  readonly format: typeof CASSETTE_FORMAT;
  readonly version: typeof CASSETTE_VERSION;
  /** Case id. */
  readonly case: string;
  readonly lineage: Lineage;
  readonly exchanges: readonly NockDefinition[];
  /** Attempts before an answer of `exchanges`; absent where there were none. A replay does not play them. */
  readonly attempts?: readonly RecordedAttempt[];
}

/** Where a recording comes from. */
export interface Lineage {
  /** ISO time. */
  readonly recordedAt: string;
  /** Name of the target in the matrix, never its host. */
  readonly target: string;
  readonly targetKind: TargetKind;
  /** As the service names it in `x-ms-region`, else as the matrix does. */
  readonly region: string | null;
  readonly surface: Surface;
  /** `model` of the first answer that names one. */
  readonly modelEchoed: string | null;
  /** `azure-openai-conformance@0.1.0` */
  readonly harness: string;
  /** `openai@7.55.0` */
  readonly sdk: string;
  /** What the redactor took out, e.g. `header:authorization`. */
  readonly redactions: readonly string[];
  /** Hex SHA-256 of all else in the file, as JSON without spaces in the file's own order. */
  readonly sha256: string;
}

/** What nock reads, and our part. */
export interface NockDefinition {
  readonly scope: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Absent where nock could not match it: no body, or multipart with its random boundary. */
  readonly body?: unknown;
  readonly status: number;
  readonly rawHeaders: Readonly<Record<string, string>>;
  /** JSON as JSON, text and streams as one string, anything else as hex. */
  readonly response: unknown;
  readonly responseIsBinary?: true;
  readonly x_aoai: {
    /** Key of the request, see fingerprint.ts. */
    readonly fingerprint: string;
    readonly requestKind: 'none' | 'json' | 'text' | 'sse' | 'multipart' | 'binary';
    readonly requestHeaders: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, string>>;
    /** Where `body` alone does not give the text back. */
    readonly requestText?: string;
    readonly parts?: readonly Part[];
    readonly responseKind: 'none' | 'json' | 'text' | 'sse' | 'binary';
    readonly responseText?: string;
    /** `bytes@ms` of each chunk, in one line so that a diff stays readable. */
    readonly chunks?: string;
    readonly complete: boolean;
    readonly firstByteMs?: number;
    readonly totalMs?: number;
    readonly failure?: WireFailure;
  };
}

export interface Recording {
  readonly case: string;
  readonly lineage: Omit<Lineage, 'sha256' | 'modelEchoed' | 'region'> & { readonly region?: string | null };
  readonly exchanges: readonly Exchange[];
  readonly attempts?: readonly Attempt[];
}

/**
 * Make the cassette of a case. Throws RecordingFailure for what must not become a recording: no exchange,
 * no answer, a cut answer. An answer that the client itself gave up is kept as that, never as complete.
 */
export function createCassette(recording: Recording): Cassette {
  const { exchanges } = recording;
  if (exchanges.length === 0) {
    throw new RecordingFailure(`case ${recording.case} sent no request, so there is nothing to record`);
  }
  for (const [ordinal, exchange] of exchanges.entries()) refuseTruncated(recording.case, exchange, ordinal);
  const draft = {
    format: CASSETTE_FORMAT,
    version: CASSETTE_VERSION,
    case: recording.case,
    lineage: {
      recordedAt: recording.lineage.recordedAt,
      target: recording.lineage.target,
      targetKind: recording.lineage.targetKind,
      region: regionOf(exchanges) ?? recording.lineage.region ?? null,
      surface: recording.lineage.surface,
      modelEchoed: modelOf(exchanges),
      harness: recording.lineage.harness,
      sdk: recording.lineage.sdk,
      redactions: recording.lineage.redactions,
      sha256: '',
    },
    exchanges: exchanges.map(definitionOf),
    ...((recording.attempts ?? []).length === 0
      ? {}
      : { attempts: recording.attempts?.map(recordedAttempt) ?? [] }),
  } as const;
  return { ...draft, lineage: { ...draft.lineage, sha256: contentHash(draft) } };
}

/** The text of the file: pretty, keys in a fixed order, so that a re-recording differs only where the traffic does. */
export function writeCassette(cassette: Cassette): string {
  return `${JSON.stringify(cassette, null, 2)}\n`;
}

/** Read and prove a cassette. Throws RecordingFailure: broken JSON, wrong format or version, altered, truncated. */
export function readCassette(text: string, file: string): Cassette {
  if (text.length > MAX_CASSETTE_BYTES) {
    throw new RecordingFailure(`the cassette is larger than ${MAX_CASSETTE_BYTES / 1024 / 1024} MB`, {
      place: { file },
    });
  }
  const cassette = parseCassette(text, file);
  const actual = contentHash(cassette);
  if (actual !== cassette.lineage.sha256) {
    throw new RecordingFailure(
      `the content does not have the hash it was recorded with (${short(cassette.lineage.sha256)}, now ${short(actual)})`,
      { place: { file, pointer: '/lineage/sha256' }, remedy: `The file was edited or damaged. ${AGAIN}` },
    );
  }
  cassette.exchanges.forEach(({ x_aoai: { complete, failure } }, ordinal) => {
    if (complete || failure?.kind === 'aborted') return;
    throw new RecordingFailure('the recorded answer is truncated', {
      place: { file, pointer: `/exchanges/${ordinal}` },
      remedy: AGAIN,
    });
  });
  return cassette;
}

const AGAIN = 'Restore it from version control, or record the case again.';

let compiled: ValidateFunction<Cassette> | undefined;

function parseCassette(text: string, file: string): Cassette {
  const value = parseJson(text, file);
  if (!isRecord(value) || value.format !== CASSETTE_FORMAT) {
    throw new RecordingFailure(`this is no cassette: "format" is not "${CASSETTE_FORMAT}"`, {
      place: { file, pointer: '/format' },
    });
  }
  if (value.version !== CASSETTE_VERSION) {
    throw new RecordingFailure(
      `format version ${JSON.stringify(value.version) ?? 'missing'} is not the one this harness reads (${CASSETTE_VERSION})`,
      {
        place: { file, pointer: '/version' },
        remedy: 'Use the harness it was recorded with, or record the case again.',
      },
    );
  }
  compiled ??= new Ajv2020({ strict: true, allowUnionTypes: true, verbose: true }).compile<Cassette>(schema);
  if (compiled(value)) return value;
  const [error] = compiled.errors ?? [];
  const extra: unknown = error?.params.additionalProperty;
  const guess =
    typeof extra === 'string'
      ? nearest(extra, Object.keys(error?.parentSchema?.properties ?? {}))
      : undefined;
  const message =
    typeof extra === 'string'
      ? `unknown key "${extra}"${guess === undefined ? '' : `, did you mean "${guess}"?`}`
      : error?.message;
  throw new RecordingFailure(message ?? 'not a valid cassette', {
    place: { file, pointer: error?.instancePath ?? '' },
    remedy: AGAIN,
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    throw new RecordingFailure(`not valid JSON: ${message.split(/,? ?(?:"|\.\.\.)|\(line| in JSON at/)[0]}`, {
      place: { file, ...lineAndColumn(text, position === undefined ? text.length : Number(position)) },
      remedy: AGAIN,
    });
  }
}

function lineAndColumn(text: string, position: number): Pick<Place, 'line' | 'column'> {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Hash of everything but the hash itself: its JSON in the order of the file, so that only the layout is free. */
export function contentHash(cassette: Omit<Cassette, 'lineage'> & { readonly lineage: Lineage }): string {
  return sha256(JSON.stringify({ ...cassette, lineage: { ...cassette.lineage, sha256: undefined } }));
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

function refuseTruncated(caseId: string, { request, response, failure }: Exchange, ordinal: number): void {
  if (response !== null && (response.complete || failure?.kind === 'aborted')) return;
  const why =
    failure === undefined ? 'it ended without its last event' : `${failure.kind}, ${failure.message}`;
  throw new RecordingFailure(
    `case ${caseId} cannot be recorded: the answer to request ${ordinal}, ${request.method} ${request.path}, is ${response === null ? 'missing' : 'truncated'} (${why})`,
    { remedy: 'Run the case again; a recording must hold whole answers.' },
  );
}

function regionOf(exchanges: readonly Exchange[]): string | null {
  return (
    exchanges
      .map(({ response }) => response?.headers['x-ms-region'])
      .find((region) => region !== undefined) ?? null
  );
}

/** `model` of the first answer that names one, in a body, a stream chunk or a Responses event. */
export function modelOf(exchanges: readonly Exchange[]): string | null {
  for (const { response } of exchanges) {
    const body = response?.body;
    if (body?.kind === 'json' && isRecord(body.value) && typeof body.value.model === 'string')
      return body.value.model;
    const named = body?.kind === 'sse' ? /"model"\s*:\s*"([^"\\]+)"/.exec(body.text)?.[1] : undefined;
    if (named !== undefined) return named;
  }
  return null;
}
