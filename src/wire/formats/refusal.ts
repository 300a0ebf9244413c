import { RecordingFailure } from '../../failure.ts';
import { nearest } from '../../suggest.ts';
import type { Format } from './format.ts';
import { FORMAT_NAMES } from './registry.ts';
import { isObject } from './shape.ts';

const RUN = /^\s*\{"type":"header",/;
const RUN_RESULTS = "a run's results: read it with `aoai-conform report`";

/** Its first line is JSON like that of many recordings, so that no format would refuse it in as few words. */
export function refuseRun(file: string, head: string): void {
  if (RUN.test(head)) throw noRecording(file, RUN_RESULTS);
}

/** What a text that is no recording looks like, by its beginning; the first that matches. */
const BY_TEXT: readonly (readonly [RegExp, string])[] = [
  [/^\s*$/, 'an empty file'],
  [/^\uFEFF?\s*(?:<!doctype html|<html)/i, 'an HTML page'],
  [/^\uFEFF?\s*<\?xml|^\s*<[a-z]+[\s>]/i, 'an XML document'],
  [/^%PDF-/, 'a PDF'],
  [/^\s*(?:"?openapi"?|"?swagger"?)\s*:|^\s*\{\s*"(?:openapi|swagger)"\s*:/m, 'an OpenAPI document'],
  [/^\s*\{\s*"\$schema"\s*:\s*"[^"]*json-schema/, 'a JSON Schema'],
  [RUN, RUN_RESULTS],
  [/^version:\s*1\s*$[\s\S]*^targets:/m, 'a matrix.yaml'],
  [/^\uFEFF?# [^\n]+\n\n/, 'a Markdown document'],
  [/^#!|^(?:import|export|const|package|def|from)\s/m, 'source code'],
  [/^\s*(?:#|\*|-)\s+\S/, 'a Markdown or text document'],
];

const BY_KEYS: readonly (readonly [readonly string[], string])[] = [
  [['openapi'], 'an OpenAPI document'],
  [['swagger'], 'an OpenAPI document'],
  [['info', 'item'], 'a Postman collection: export it as HAR, or record the calls'],
  [['name', 'version', 'dependencies'], 'a package.json'],
  [['$schema', 'properties'], 'a JSON Schema'],
  [['resourceSpans'], 'an OpenTelemetry trace, which holds no HTTP bodies'],
  [['testResults'], 'a test report'],
  [['messages', 'model'], 'the body of a chat request without its answer'],
  [['input', 'model'], 'the body of a Responses request without its answer'],
];

/** A phrase for messages. Names at most a few keys of the file, never a value. */
export function looksLike(text: string, value: unknown): string {
  const byText = BY_TEXT.find(([pattern]) => pattern.test(text.slice(0, 4096)));
  if (byText !== undefined) return byText[1];
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty JSON list' : `a JSON list of ${value.length} entries`;
  }
  if (isObject(value)) {
    const byKeys = BY_KEYS.find(([keys]) => keys.every((key) => key in value));
    if (byKeys !== undefined) return byKeys[1];
    const keys = Object.keys(value)
      .filter((key) => /^[\w.$-]{1,24}$/.test(key))
      .slice(0, 5);
    return keys.length === 0 ? 'an object' : `an object with the keys ${keys.join(', ')}`;
  }
  return 'plain text';
}

/** What binary data is, by its first bytes; null for text. */
export function looksBinary(bytes: Uint8Array): string | null {
  const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x1f, 0x8b)) return 'gzip data: unpack it first, e.g. `gzip -dc FILE | aoai-conform validate -`';
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return 'UTF-16 text: save it as UTF-8';
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'a zip archive: unpack it first';
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'a PDF';
  return bytes.subarray(0, 4096).includes(0) ? 'binary data' : null;
}

/** The failure for a file in which no format recognises itself. */
export function noRecording(file: string, appearance: string): RecordingFailure {
  return new RecordingFailure(`this is no recording that can be read; it looks like ${appearance}`, {
    place: { file },
    remedy: `Tried: ${FORMAT_NAMES.join(', ')}. docs/validation.md tells what each looks like.`,
  });
}

/** The failure for a file that is not what it was said, or seemed, to be. */
export function notOfFormat(file: string, format: Format, appearance: string): RecordingFailure {
  return new RecordingFailure(
    `not readable as ${format.name} (${format.title}); it looks like ${appearance}`,
    {
      place: { file },
      remedy: `Leave --format out to have it detected; formats: ${FORMAT_NAMES.join(', ')}.`,
    },
  );
}

export function unknownFormat(name: string): RecordingFailure {
  const guess = nearest(name, FORMAT_NAMES);
  return new RecordingFailure(
    `there is no format "${name.slice(0, 40)}"${guess === undefined ? '' : `, did you mean "${guess}"?`}`,
    { remedy: `Formats: auto, ${FORMAT_NAMES.join(', ')}.` },
  );
}
