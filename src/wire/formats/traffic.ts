import type { Body, Exchange, WireResponse } from '../exchange.ts';
import { type Operation, operationOf } from '../operation.ts';
import { answerStatus } from './answer.ts';
import { jsonBody } from './body.ts';
import type { LineFormat } from './format.ts';
import { readHeaders } from './headers.ts';
import { keptQuery, originOf } from './host.ts';
import { readMultipart } from './multipart.ts';
import { type Context, isStreaming, operationOfAnswer } from './recorded.ts';
import { isoOf, type RecordedAt, recordedAtOf } from './recorded-at.ts';
import { isObject, objectOf, textOf, type UnknownObject } from './shape.ts';
import type { Citation, Fidelity, HostKind, RecordedAtSource } from './sourced.ts';
import { below, refuse, type Spot, spotOnLine } from './spot.ts';

/** Published recordings collected by this project's makers: one decoded exchange a line, each with its citation. */
export const traffic: LineFormat = {
  kind: 'lines',
  name: 'traffic',
  title: 'traffic JSONL (one cited exchange a line)',
  clue: (head) => /^\s*\{"id":\s*"[^"]{1,80}",\s*"repo":\s*"/.test(head),
  fits: (value) => isObject(value) && 'repo' in value && 'url_path' in value && 'response_body' in value,
  readLine(value, line, context) {
    const spot = spotOnLine(context.file, line);
    const row = objectOf(value);
    if (!traffic.fits(value))
      throw refuse(spot, 'the line is no row of traffic: repo, url_path or response_body is missing');
    const id = textOf(row.id) ?? `${context.file}#${line}`;
    const response = responseOf(row, spot);
    const exchange = exchangeOf(row, response, spot);
    return {
      id,
      exchange,
      operation: operationFor(row, exchange),
      hostKind: oneOf(HOST_KINDS, row.host_kind) ?? 'other',
      ...recordedAt(row, response.body),
      fidelity: oneOf(FIDELITIES, row.fidelity) ?? 'unknown',
      synthetic: isSynthetic(row),
      ...citationOf(row, context),
      hints: {
        model: textOf(row.model),
        streaming: row.streaming === true || isStreaming(exchange.request.body, response.body),
      },
    };
  },
};

const HOST_KINDS: readonly HostKind[] = ['azure', 'openai', 'other'];
const FIDELITIES: readonly Fidelity[] = [
  'wire',
  'parsed-body',
  'response-only',
  'response-only,sse-rebuilt-from-events',
  'transcribed-length-verified',
];
const SOURCES: readonly RecordedAtSource[] = ['date-header', 'recorder', 'body-created'];

function oneOf<T extends string>(known: readonly T[], value: unknown): T | null {
  return known.find((name) => name === value) ?? null;
}

function exchangeOf(row: UnknownObject, response: WireResponse, spot: Spot): Exchange {
  const hostKind = oneOf(HOST_KINDS, row.host_kind) ?? 'other';
  const contentType = textOf(row.request_content_type);
  return {
    request: {
      method: (textOf(row.method) ?? 'POST').toUpperCase(),
      origin: originOf(hostKind),
      path: textOf(row.url_path) ?? '',
      query: keptQuery(Object.entries(objectOf(row.query))),
      headers: contentType === null ? {} : { 'content-type': contentType },
      body: bodyOf(row.request_body, row.request_body_kind, contentType ?? '', below(spot, 'request_body')),
    },
    response,
  };
}

function responseOf(row: UnknownObject, spot: Spot): WireResponse {
  const body = bodyOf(row.response_body, row.response_body_kind, '', below(spot, 'response_body'));
  const status = row.status ?? answerStatus(body);
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    throw refuse(below(spot, 'status'), 'the status is no HTTP status');
  }
  return {
    status,
    headers: readHeaders(row.response_headers).kept,
    body,
    complete: row.truncated !== true && !('$binary' in objectOf(row.response_body)),
  };
}

/** The collection keeps long and binary bodies as `{$truncated: {head}}` and `{$binary: {bytes, sha256}}`. */
function bodyOf(value: unknown, kind: unknown, contentType: string, spot: Spot): Body {
  if (value === null || value === undefined || kind === 'empty') return { kind: 'none' };
  if (typeof value === 'string') {
    if (kind === 'sse') return { kind: 'sse', text: value };
    if (kind === 'text' && /^multipart\/form-data/i.test(contentType)) {
      return { kind: 'multipart', parts: readMultipart(Buffer.from(value), contentType) };
    }
    return kind === 'json' ? jsonBody(value, spot) : { kind: 'text', text: value };
  }
  if (isObject(value)) {
    if (isObject(value.$truncated)) return { kind: 'text', text: textOf(value.$truncated.head) ?? '' };
    if (isObject(value.$binary)) return { kind: 'binary', base64: '' };
  }
  return jsonBody(value, spot);
}

/** By path; a scrubbed path leaves what the collection noted, and last the answer's shape. */
function operationFor(row: UnknownObject, { request, response }: Exchange): Operation {
  if (request.path !== '' && request.path !== '/') return operationOf(request.method, request.path);
  return (
    NOTED.get(`${String(row.api)} ${String(row.operation)}`) ??
    (response === null ? 'other' : operationOfAnswer(response.body))
  );
}

const NOTED: ReadonlyMap<string, Operation> = new Map([
  ['chat create', 'chat.create'],
  ['responses create', 'responses.create'],
  ['responses retrieve', 'responses.retrieve'],
  ['responses delete', 'responses.delete'],
  ['responses cancel', 'responses.cancel'],
  ['responses input_items', 'responses.input-items'],
  ['responses compact', 'responses.compact'],
  ['files create', 'files.create'],
  ['files list', 'files.list'],
  ['files retrieve', 'files.retrieve'],
  ['files content', 'files.content'],
  ['files delete', 'files.delete'],
  ['models list', 'models.list'],
  ['models retrieve', 'models.retrieve'],
]);

/** As noted; a date that a sanitizer replaced falls back to the answer's own. */
function recordedAt(row: UnknownObject, body: Body): RecordedAt {
  const iso = isoOf(row.recorded_at);
  if (iso === null) return recordedAtOf(undefined, undefined, body);
  return { recordedAt: iso, recordedAtSource: oneOf(SOURCES, row.recorded_at_source) };
}

/** Marked as written by hand, or edited: the request has its stated length and the answer has not. */
function isSynthetic(row: UnknownObject): boolean {
  return (
    row.synthetic_suspect === true ||
    (row.request_length_match === true && row.response_length_match === false)
  );
}

function citationOf(row: UnknownObject, context: Context): { citation?: Citation } {
  const repository = textOf(row.repo);
  const commit = textOf(row.commit);
  const path = textOf(row.path);
  if (repository === null || commit === null || path === null) return {};
  const license = textOf(row.license) ?? context.citation?.license ?? 'unknown';
  const index = typeof row.index === 'number' || typeof row.index === 'string' ? String(row.index) : '0';
  return { citation: { repository, commit, path, index, license } };
}
