/** An exchange as a nock definition and back. `exchangesOf` gives back exactly what `definitionOf` was given. */
import { isRecord } from './canonical.ts';
import type { Cassette, NockDefinition } from './cassette.ts';
import type { Body, Chunk, Exchange, WireRequest, WireResponse } from './exchange.ts';
import { fingerprint } from './fingerprint.ts';

export function definitionOf({ request, response, failure }: Exchange): NockDefinition {
  if (response === null) throw new TypeError('an exchange without a response cannot be recorded');
  const { body } = response;
  return {
    scope: request.origin,
    method: request.method,
    path: request.path + searchOf(request.query),
    ...nockRequestBody(request.body),
    status: response.status,
    rawHeaders: response.headers,
    ...nockResponse(body),
    x_aoai: {
      fingerprint: fingerprint(request),
      requestKind: request.body.kind,
      requestHeaders: request.headers,
      query: request.query,
      ...(request.body.kind === 'json' && request.body.text !== undefined
        ? { requestText: request.body.text }
        : {}),
      ...(request.body.kind === 'multipart' ? { parts: request.body.parts } : {}),
      responseKind: body.kind === 'multipart' ? 'none' : body.kind,
      ...responseText(body),
      ...(body.kind === 'sse' && body.chunks !== undefined ? { chunks: packChunks(body.chunks) } : {}),
      complete: response.complete,
      ...(response.firstByteMs === undefined ? {} : { firstByteMs: response.firstByteMs }),
      ...(response.totalMs === undefined ? {} : { totalMs: response.totalMs }),
      ...(failure === undefined ? {} : { failure }),
    },
  };
}

/** The exchanges of a cassette, in order. */
export function exchangesOf(cassette: Pick<Cassette, 'exchanges'>): Exchange[] {
  return cassette.exchanges.map((definition) => {
    const { failure } = definition.x_aoai;
    const exchange = { request: requestOf(definition), response: responseOf(definition) };
    return failure === undefined ? exchange : { ...exchange, failure };
  });
}

function requestOf(definition: NockDefinition): WireRequest {
  const { query, requestHeaders } = definition.x_aoai;
  return {
    method: definition.method,
    origin: definition.scope,
    path: definition.path.split('?')[0] ?? '',
    query,
    headers: requestHeaders,
    body: requestBodyOf(definition),
  };
}

function requestBodyOf({ body, x_aoai: { requestKind, requestText, parts } }: NockDefinition): Body {
  switch (requestKind) {
    case 'none':
      return { kind: 'none' };
    case 'json':
      return requestText === undefined
        ? { kind: 'json', value: body }
        : { kind: 'json', value: body, text: requestText };
    case 'multipart':
      return { kind: 'multipart', parts: parts ?? [] };
    case 'binary':
      return { kind: 'binary', base64: Buffer.from(String(body), 'hex').toString('base64') };
    case 'text':
    case 'sse':
      return { kind: requestKind, text: String(body) };
  }
}

function responseOf({ status, rawHeaders, x_aoai, ...definition }: NockDefinition): WireResponse {
  const { complete, firstByteMs, totalMs } = x_aoai;
  return {
    status,
    headers: rawHeaders,
    body: responseBodyOf({ ...definition, x_aoai }),
    complete,
    ...(firstByteMs === undefined ? {} : { firstByteMs }),
    ...(totalMs === undefined ? {} : { totalMs }),
  };
}

function responseBodyOf({
  response,
  responseIsBinary,
  x_aoai: { responseKind, responseText: text, chunks },
}: Pick<NockDefinition, 'response' | 'responseIsBinary' | 'x_aoai'>): Body {
  const readable = () =>
    text ?? (responseIsBinary ? Buffer.from(String(response), 'hex').toString('utf8') : String(response));
  switch (responseKind) {
    case 'none':
      return { kind: 'none' };
    case 'json': {
      const value: unknown = responseIsBinary
        ? JSON.parse(Buffer.from(String(response), 'hex').toString('utf8'))
        : response;
      return text === undefined ? { kind: 'json', value } : { kind: 'json', value, text };
    }
    case 'binary':
      return { kind: 'binary', base64: Buffer.from(String(response), 'hex').toString('base64') };
    case 'text':
      return { kind: 'text', text: readable() };
    case 'sse':
      return chunks === undefined
        ? { kind: 'sse', text: readable() }
        : { kind: 'sse', text: readable(), chunks: unpackChunks(chunks) };
  }
}

/** nock compares JSON deeply and text literally; multipart has a random boundary and is left to the path. */
function nockRequestBody(body: Body): { readonly body?: unknown } {
  switch (body.kind) {
    case 'none':
    case 'multipart':
      return {};
    case 'json':
      return { body: body.value };
    case 'text':
    case 'sse':
      return { body: body.text };
    case 'binary':
      return { body: Buffer.from(body.base64, 'base64').toString('hex') };
  }
}

/**
 * nock parses a string that looks like JSON and writes it anew, and takes falsy values for no body: what
 * would not survive that goes as hex.
 */
function nockResponse(body: Body): { readonly response: unknown; readonly responseIsBinary?: true } {
  switch (body.kind) {
    case 'none':
    case 'multipart':
      return { response: '' };
    case 'json':
      if (isRecord(body.value) || Array.isArray(body.value)) return { response: body.value };
      return {
        response: Buffer.from(body.text ?? JSON.stringify(body.value)).toString('hex'),
        responseIsBinary: true,
      };
    case 'text':
    case 'sse':
      if (!parsesAsJson(body.text)) return { response: body.text };
      return { response: Buffer.from(body.text).toString('hex'), responseIsBinary: true };
    case 'binary':
      return { response: Buffer.from(body.base64, 'base64').toString('hex'), responseIsBinary: true };
  }
}

function responseText(body: Body): { readonly responseText?: string } {
  if (body.kind === 'json' && body.text !== undefined) return { responseText: body.text };
  return {};
}

function parsesAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function searchOf(query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    // `include[]` was sent once an item; the exchange joins them.
    for (const item of name.endsWith('[]') ? value.split(',') : [value]) search.append(name, item);
  }
  return search.size === 0 ? '' : `?${search}`;
}

function packChunks(chunks: readonly Chunk[]): string {
  return chunks.map(({ bytes, atMs }) => `${bytes}@${atMs}`).join(' ');
}

function unpackChunks(packed: string): Chunk[] {
  return packed.split(' ').map((pair) => {
    const [bytes, atMs] = pair.split('@').map(Number);
    return { bytes: bytes ?? 0, atMs: atMs ?? 0 };
  });
}
