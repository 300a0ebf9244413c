import type { Body, Exchange, Part, WireResponse } from '../exchange.ts';
import { jsonBody } from './body.ts';
import type { LineFormat } from './format.ts';
import { readHeaders } from './headers.ts';
import { hostKindOf, judgeHost, keptQuery, originOf, splitUrl } from './host.ts';
import { isStreaming, operationFor } from './recorded.ts';
import { recordedAtOf } from './recorded-at.ts';
import { isObject, objectOf, textOf, type UnknownObject } from './shape.ts';
import { below, refuse, type Spot, spotOnLine } from './spot.ts';

/** The harness's own `Exchange`, one a line: what other programs can write to have their traffic validated. */
export const exchanges: LineFormat = {
  kind: 'lines',
  name: 'exchanges',
  title: 'Exchange JSONL (request and response of src/wire/exchange.ts)',
  clue: (head) => /^\s*\{(?:"id":\s*"[^"]{1,200}",\s*)?"request":\s*\{"(?:method|origin)":/.test(head),
  fits: (value) =>
    isObject(value) &&
    isObject(value.request) &&
    typeof value.request.method === 'string' &&
    typeof value.request.path === 'string' &&
    'response' in value,
  readLine(value, line, context) {
    const spot = spotOnLine(context.file, line);
    if (!exchanges.fits(value)) {
      throw refuse(spot, 'the line is no exchange: it needs request.method, request.path and response');
    }
    const row = objectOf(value);
    const exchange = exchangeOf(row, spot);
    const { request, response } = exchange;
    const headers = readHeaders(objectOf(row.response).headers);
    return {
      id: textOf(row.id) ?? `${context.file}#${line}`,
      exchange,
      operation: operationFor(request.method, request.path, response?.body),
      hostKind: judgeHost(splitUrl(textOf(objectOf(row.request).origin) ?? '').host, headers.lookup),
      ...recordedAtOf(headers.lookup('date'), undefined, response?.body),
      fidelity: 'wire',
      synthetic: false,
      ...(context.citation === undefined ? {} : { citation: { ...context.citation, index: String(line) } }),
      hints: { model: null, streaming: isStreaming(request.body, response?.body) },
    };
  },
};

function exchangeOf(row: UnknownObject, spot: Spot): Exchange {
  const request = objectOf(row.request);
  const origin = textOf(request.origin) ?? '';
  return {
    request: {
      method: String(request.method).toUpperCase(),
      // Aliases stay, so that several targets in one file can be told apart; hosts of others do not.
      origin: /^https?:\/\/[a-z0-9.-]+\.invalid$/.test(origin)
        ? origin
        : originOf(hostKindOf(splitUrl(origin).host)),
      path: textOf(request.path) ?? '',
      query: keptQuery(Object.entries(objectOf(request.query))),
      headers: readHeaders(request.headers).kept,
      body: bodyOf(request.body, below(spot, 'request/body')),
    },
    response: isObject(row.response) ? responseOf(row.response, below(spot, 'response')) : null,
  };
}

function responseOf(response: UnknownObject, spot: Spot): WireResponse {
  const { status } = response;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    throw refuse(below(spot, 'status'), 'the status is no HTTP status');
  }
  return {
    status,
    headers: readHeaders(response.headers).kept,
    body: bodyOf(response.body, below(spot, 'body')),
    complete: response.complete !== false,
  };
}

function bodyOf(value: unknown, spot: Spot): Body {
  const body = objectOf(value);
  switch (body.kind ?? 'none') {
    case 'none':
      return { kind: 'none' };
    case 'json':
      return jsonBody(body.value, spot, textOf(body.text) ?? undefined);
    case 'text':
    case 'sse':
      if (typeof body.text !== 'string') throw refuse(below(spot, 'text'), 'the body has no text');
      return { kind: body.kind === 'sse' ? 'sse' : 'text', text: body.text };
    case 'binary':
      return { kind: 'binary', base64: textOf(body.base64) ?? '' };
    case 'multipart':
      return { kind: 'multipart', parts: Array.isArray(body.parts) ? body.parts.map(partOf) : [] };
    default:
      throw refuse(
        below(spot, 'kind'),
        'the kind of the body is none of none, json, text, sse, multipart, binary',
      );
  }
}

function partOf(value: unknown): Part {
  const part = objectOf(value);
  const name = textOf(part.name) ?? '';
  if (typeof part.filename !== 'string') return { name, value: textOf(part.value) ?? '' };
  return {
    name,
    filename: part.filename,
    contentType: textOf(part.contentType) ?? '',
    bytes: typeof part.bytes === 'number' ? part.bytes : 0,
    sha256: textOf(part.sha256) ?? '',
  };
}
