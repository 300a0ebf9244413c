/**
 * Readers of anybody's recordings. Each gives exchanges in one shape, decoded, with foreign hosts
 * aliased and only harmless headers kept, so that every check works on every recording.
 *
 *   for (const sourced of readRecording({ file: 'calls.har', text })) check(sourced.exchange);
 *   for await (const sourced of readRecordingFile('traffic.jsonl')) check(sourced.exchange);
 */
import { createReadStream } from 'node:fs';
import { ConfigurationFailure, RecordingFailure } from '../../failure.ts';
import type { DocumentFormat, Format } from './format.ts';
import { parseJson } from './json-text.ts';
import { type Line, splitLineStream, splitLines } from './lines.ts';
import type { Context } from './recorded.ts';
import { looksBinary, looksLike, noRecording, notOfFormat, refuseRun, unknownFormat } from './refusal.ts';
import { FORMATS, formatOf, HEAD_LENGTH } from './registry.ts';
import type { Citation, FormatName, SourcedExchange } from './sourced.ts';
import { parseYaml } from './yaml-text.ts';

export { isKeptHeader, KEPT_HEADERS } from './kept-headers.ts';
export { detectFormat, FORMAT_NAMES } from './registry.ts';
export type {
  Citation,
  Fidelity,
  FormatName,
  HostKind,
  RecordedAtSource,
  SourcedExchange,
} from './sourced.ts';

export interface ReadOptions {
  readonly format?: FormatName | 'auto';
  /** Where the file was published; each exchange then carries a citation. */
  readonly citation?: Omit<Citation, 'index'>;
}

export interface RecordingText extends ReadOptions {
  /** Name for messages and ids; its extension helps detection. */
  readonly file: string;
  readonly text: string | Uint8Array;
}

/** Where bytes come from when not from a path, e.g. `{ file: '-', chunks: process.stdin }`. */
export interface RecordingStream {
  readonly file: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Bytes of a recording that is one document; beyond, only formats with one exchange a line are read. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/**
 * The exchanges of a recording, in its order. Throws RecordingFailure for what is no recording (saying
 * what it looks like), for broken JSON or YAML (file:line:column) and for a damaged or hostile exchange.
 */
export function* readRecording(input: RecordingText): Generator<SourcedExchange> {
  const text = typeof input.text === 'string' ? input.text : decode(input.text, input.file);
  const context = contextOf(input.file, input);
  const named = namedFormat(input.format);
  const format = named ?? formatOf(input.file, text);
  if (format === undefined) {
    yield* readUnrecognised(text, context);
  } else if (format.kind === 'document') {
    const value = parseDocumentText(text, format.syntax, input.file);
    if (!format.fits(value)) throw notOfFormat(input.file, format, looksLike(text, value));
    yield* format.read(value, context);
  } else if (format.kind === 'text') {
    yield* format.read(text, context);
  } else {
    for (const line of splitLines(text)) yield readLine(format, line, context);
  }
}

/**
 * As readRecording, from a file or a stream. Formats with one exchange a line are read line by line, so
 * that memory stays flat whatever the size; the others are read whole.
 */
export async function* readRecordingFile(
  source: string | RecordingStream,
  options: ReadOptions = {},
): AsyncGenerator<SourcedExchange> {
  const stream = typeof source === 'string' ? openFile(source) : source;
  const context = contextOf(stream.file, options);
  const named = namedFormat(options.format);
  const chunks = stream.chunks[Symbol.asyncIterator]();
  try {
    const head = await take(chunks, HEAD_LENGTH);
    const beginning = decode(head, stream.file);
    refuseRun(stream.file, beginning);
    const format = named ?? formatOf(stream.file, beginning);
    if (format?.kind === 'lines') {
      for await (const line of splitLineStream(rejoin(head, chunks), stream.file)) {
        yield readLine(format, line, context);
      }
    } else {
      const text = await readAll(rejoin(head, chunks), stream.file);
      yield* readRecording({ ...options, file: stream.file, text });
    }
  } finally {
    await chunks.return?.();
  }
}

function contextOf(file: string, { citation }: ReadOptions): Context {
  return citation === undefined ? { file } : { file, citation };
}

function namedFormat(name: FormatName | 'auto' | undefined): Format | undefined {
  if (name === undefined || name === 'auto') return undefined;
  const format = FORMATS.find((known) => known.name === name);
  if (format === undefined) throw unknownFormat(name);
  return format;
}

function readLine(format: Extract<Format, { kind: 'lines' }>, line: Line, context: Context): SourcedExchange {
  return format.readLine(parseJson(line.text, context.file, line.number), line.number, context);
}

function parseDocumentText(text: string, syntax: DocumentFormat['syntax'], file: string): unknown {
  const isJson = syntax === 'json' || /^\uFEFF?\s*[[{]/.test(text);
  return isJson ? parseJson(text, file) : parseYaml(text, file);
}

/** No format knows the beginning; a document whose telling part stands late is still found when parsed. */
function* readUnrecognised(text: string, context: Context): Generator<SourcedExchange> {
  const isJson = /^\uFEFF?\s*[[{]/.test(text);
  const isYaml = /\.ya?ml$/i.test(context.file);
  const value = isJson ? parseJson(text, context.file) : isYaml ? parseYaml(text, context.file) : undefined;
  const format = FORMATS.find(
    (known): known is DocumentFormat => known.kind === 'document' && known.fits(value),
  );
  if (format === undefined) throw noRecording(context.file, looksLike(text, value));
  yield* format.read(value, context);
}

function decode(bytes: Uint8Array, file: string): string {
  const binary = looksBinary(bytes);
  if (binary !== null) throw noRecording(file, binary);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function openFile(path: string): RecordingStream {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) yield chunk;
    } catch (cause) {
      throw unreadable(path, cause);
    }
  };
  return { file: path, chunks: chunks() };
}

function unreadable(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const why: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'this is a folder; name the files in it',
    EACCES: 'the file may not be read',
  };
  const message = typeof code === 'string' ? why[code] : undefined;
  return message === undefined ? cause : new ConfigurationFailure(message, { place: { file: path }, cause });
}

async function take(chunks: AsyncIterator<Uint8Array>, atLeast: number): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  let size = 0;
  while (size < atLeast) {
    const next = await chunks.next();
    if (next.done === true) break;
    taken.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(taken);
}

async function* rejoin(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function readAll(chunks: AsyncIterable<Uint8Array>, file: string): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    all.push(chunk);
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES) {
      throw new RecordingFailure(`the file is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB`, {
        place: { file },
        remedy:
          'Split it, or convert it to one exchange a line (format exchanges), which is read as a stream.',
      });
    }
  }
  return Buffer.concat(all);
}
