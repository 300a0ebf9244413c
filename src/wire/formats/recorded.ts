import type { Body, Exchange, WireResponse } from '../exchange.ts';
import { type Operation, operationOf } from '../operation.ts';
import { decodeBody, type RawBody } from './body.ts';
import { type RecordedHeaders, readHeaders } from './headers.ts';
import { judgeHost, keptQuery, originOf, splitUrl } from './host.ts';
import { recordedAtOf } from './recorded-at.ts';
import { isObject, listOf, objectOf, textOf } from './shape.ts';
import type { Citation, Fidelity, SourcedExchange } from './sourced.ts';
import { below, refuse, type Spot } from './spot.ts';

/** What surrounds an exchange in its file. */
export interface Context {
  /** Path as the user typed it. */
  readonly file: string;
  /** Where the file was published, when the caller knows. */
  readonly citation?: Omit<Citation, 'index'>;
}

/** One request and its answer as recorders of HTTP traffic store them, before anything is decoded. */
export interface Recorded {
  readonly method: unknown;
  readonly url: unknown;
  /** Query parameters kept apart from the URL. */
  readonly query?: Readonly<Record<string, unknown>>;
  readonly requestHeaders: unknown;
  readonly requestBody: RawBody;
  /** 0, null or undefined: no answer was recorded. */
  readonly status: unknown;
  readonly responseHeaders: unknown;
  readonly responseBody: RawBody;
  /** The recorder's own date. */
  readonly recordedAt?: unknown;
  readonly fidelity: Fidelity;
  /** False where the recorder says that it did not keep the whole body. */
  readonly complete?: boolean;
  /** Milliseconds from sending to the end of the body. */
  readonly totalMs?: number;
  readonly hintedModel?: string | null;
}

/** Decodes one recorded exchange. Throws RecordingFailure at `spot` for what cannot be one. */
export function toSourced(recorded: Recorded, index: number, context: Context, spot: Spot): SourcedExchange {
  if (typeof recorded.method !== 'string' || !/^[a-z]{3,10}$/i.test(recorded.method)) {
    throw refuse(spot, 'the exchange has no HTTP method', SHAPE_REMEDY);
  }
  if (typeof recorded.url !== 'string') throw refuse(spot, 'the exchange has no URL', SHAPE_REMEDY);
  const url = splitUrl(recorded.url);
  const requestHeaders = readHeaders(recorded.requestHeaders);
  const responseHeaders = readHeaders(recorded.responseHeaders);
  const hostKind = judgeHost(url.host, responseHeaders.lookup);
  const request = decodeBody(recorded.requestBody, requestHeaders, below(spot, 'request'));
  const response = responseOf(recorded, responseHeaders, spot);
  const method = recorded.method.toUpperCase();
  const exchange: Exchange = {
    request: {
      method,
      origin: originOf(hostKind),
      path: url.path,
      query: { ...url.query, ...keptQuery(Object.entries(recorded.query ?? {})) },
      headers: requestHeaders.kept,
      body: request,
    },
    response,
    ...(response === null
      ? { failure: { kind: 'network' as const, message: 'The recording holds no answer.' } }
      : {}),
  };
  return {
    id: `${context.file}#${index}`,
    exchange,
    operation: operationFor(method, url.path, response?.body),
    hostKind,
    ...recordedAtOf(responseHeaders.lookup('date'), recorded.recordedAt, response?.body),
    fidelity: recorded.fidelity,
    synthetic: isEdited(recorded, requestHeaders, responseHeaders),
    ...(context.citation === undefined ? {} : { citation: { ...context.citation, index: String(index) } }),
    hints: { model: recorded.hintedModel ?? null, streaming: isStreaming(request, response?.body) },
  };
}

const SHAPE_REMEDY = 'The file may be damaged, or of another format; name it with --format.';

function responseOf(recorded: Recorded, headers: RecordedHeaders, spot: Spot): WireResponse | null {
  const { status } = recorded;
  if (status === 0 || status === null || status === undefined) return null;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    throw refuse(spot, 'the status of the answer is no HTTP status', SHAPE_REMEDY);
  }
  return {
    status,
    headers: headers.kept,
    body: decodeBody(recorded.responseBody, headers, below(spot, 'response')),
    complete: recorded.complete ?? true,
    ...(recorded.totalMs === undefined || recorded.totalMs < 0 ? {} : { totalMs: recorded.totalMs }),
  };
}

/** The operation of method and path; where there is no telling path, the shape of the answer decides. */
export function operationFor(method: string, path: string, answer: Body | undefined): Operation {
  if (path !== '' && path !== '/') return operationOf(method, path);
  return method === 'POST' && answer !== undefined ? operationOfAnswer(answer) : 'other';
}

const BY_OBJECT: Readonly<Record<string, Operation>> = {
  response: 'responses.create',
  'response.deleted': 'responses.delete',
  'chat.completion': 'chat.create',
  file: 'files.retrieve',
  model: 'models.retrieve',
  'list of file': 'files.list',
  'list of model': 'models.list',
};

/** Which operation answers like this: by `object` of a JSON answer or the events of a stream. */
export function operationOfAnswer(answer: Body): Operation {
  if (answer.kind === 'json' && isObject(answer.value)) {
    const { object, data } = answer.value;
    const name = object === 'list' ? `list of ${String(objectOf(listOf(data)[0]).object)}` : object;
    return typeof name === 'string' && Object.hasOwn(BY_OBJECT, name)
      ? (BY_OBJECT[name] ?? 'other')
      : 'other';
  }
  if (answer.kind === 'sse') {
    if (/"type":\s*"response\./.test(answer.text)) return 'responses.create';
    if (/"object":\s*"chat\.completion\.chunk"/.test(answer.text)) return 'chat.create';
  }
  return 'other';
}

export function isStreaming(request: Body, answer: Body | undefined): boolean {
  return answer?.kind === 'sse' || (request.kind === 'json' && objectOf(request.value).stream === true);
}

/**
 * True where somebody edited the answer by hand: the request still has the length its header states,
 * so the recorder kept bytes, but the answer has not.
 */
function isEdited(recorded: Recorded, request: RecordedHeaders, response: RecordedHeaders): boolean {
  if (response.lookup('content-encoding') !== undefined) return false;
  return agrees(recorded.requestBody, request) === true && agrees(recorded.responseBody, response) === false;
}

/** Whether a body has the length its header states; null where either is unknown. */
function agrees(body: RawBody, headers: RecordedHeaders): boolean | null {
  const stated = textOf(headers.lookup('content-length'));
  if (stated === null || !/^\d{1,10}$/.test(stated) || body.kind !== 'text') return null;
  return Number(stated) === Buffer.byteLength(body.text);
}
