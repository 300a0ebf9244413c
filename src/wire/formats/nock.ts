import { NO_BODY, type RawBody, rawText } from './body.ts';
import type { DocumentFormat } from './format.ts';
import { type RecordedHeaders, readHeaders } from './headers.ts';
import { type Context, toSourced } from './recorded.ts';
import { isObject, isStringList, textOf } from './shape.ts';
import type { SourcedExchange } from './sourced.ts';
import { refuse, type Spot, spotAt } from './spot.ts';

/** nock definitions: what `nock.recorder` writes with `output_objects` and what `nock.define` reads. */
export const nock: DocumentFormat = {
  kind: 'document',
  name: 'nock',
  title: 'nock definitions (JSON)',
  syntax: 'json',
  clue: (head) =>
    /^\s*\[\s*\{\s*"(?:scope|method|path)"\s*:/.test(head) && /"scope"\s*:\s*"https?:/.test(head),
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isDefinition),
  *read(value, context) {
    if (!Array.isArray(value)) return;
    for (const [index, definition] of value.entries()) {
      yield readDefinition(definition, index, context, spotAt(context.file, `/${index}`));
    }
  },
};

export function isDefinition(value: unknown): boolean {
  return isObject(value) && typeof value.scope === 'string' && typeof value.path === 'string';
}

/** One definition. Throws RecordingFailure where it is none. */
export function readDefinition(
  definition: unknown,
  index: number,
  context: Context,
  spot: Spot,
): SourcedExchange {
  if (!isObject(definition) || typeof definition.path !== 'string') {
    throw refuse(spot, 'the entry is no nock definition: it needs scope, method, path, status and response');
  }
  const headers = definition.rawHeaders ?? definition.headers;
  return toSourced(
    {
      method: definition.method ?? 'GET',
      url: `${textOf(definition.scope) ?? ''}${definition.path}`,
      ...(isObject(definition.query) ? { query: definition.query } : {}),
      requestHeaders: definition.reqheaders,
      requestBody: requestBody(definition.body),
      status: statusOf(definition.status ?? 200),
      responseHeaders: headers,
      responseBody: responseBody(
        definition.response,
        definition.responseIsBinary === true,
        readHeaders(headers),
      ),
      fidelity: 'wire',
    },
    index,
    context,
    spot,
  );
}

/** nock accepts a status in a string. */
function statusOf(status: unknown): unknown {
  return typeof status === 'string' && /^\d{3}$/.test(status) ? Number(status) : status;
}

/** `*` is nock's wildcard: the recorder's author did not keep the body. */
function requestBody(body: unknown): RawBody {
  if (body === undefined || body === null || body === '*') return NO_BODY;
  return typeof body === 'string' ? rawText(body) : { kind: 'value', value: body };
}

/** An object or text as it is; hex chunks in a list where the answer was compressed; one hex string where binary. */
function responseBody(response: unknown, binary: boolean, headers: RecordedHeaders): RawBody {
  if (response === undefined || response === null) return NO_BODY;
  if (typeof response === 'string') return binary && isHex(response) ? hex([response]) : rawText(response);
  if (isStringList(response) && response.length > 0 && response.every(isHex)) {
    return binary || headers.lookup('content-encoding') !== undefined
      ? hex(response)
      : { kind: 'value', value: response };
  }
  return { kind: 'value', value: response };
}

function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text);
}

function hex(chunks: readonly string[]): RawBody {
  const bytes = Buffer.from(chunks.join(''), 'hex');
  return bytes.length === 0 ? NO_BODY : { kind: 'bytes', bytes };
}
