import { NO_BODY, type RawBody } from './body.ts';
import type { DocumentFormat } from './format.ts';
import { toSourced } from './recorded.ts';
import { isObject, listOf, objectOf, textOf, type UnknownObject } from './shape.ts';
import { refuse, spotAt } from './spot.ts';

/** Fixtures of req_llm (Elixir): one exchange a file, the stream as base64 chunks. */
export const reqLlm: DocumentFormat = {
  kind: 'document',
  name: 'req-llm',
  title: 'req_llm fixture',
  syntax: 'json',
  clue: (head) =>
    /^\s*\{\s*"(?:captured_at|chunks|model_spec|provider|request|response)"\s*:/.test(head) &&
    /"(?:captured_at|canonical_json|model_spec)"\s*:/.test(head),
  fits: (value) =>
    isObject(value) &&
    isObject(value.request) &&
    isObject(value.response) &&
    ('canonical_json' in value.request || 'model_spec' in value || 'captured_at' in value),
  *read(value, context) {
    const fixture = objectOf(value);
    const request = objectOf(fixture.request);
    const response = objectOf(fixture.response);
    const streamed = listOf(fixture.chunks).length > 0;
    yield toSourced(
      {
        method: request.method,
        url: request.url,
        requestHeaders: request.headers,
        requestBody: requestBody(request),
        status: response.status,
        responseHeaders: response.headers,
        responseBody: streamed ? chunksOf(listOf(fixture.chunks), context.file) : bodyFrom(response.body),
        recordedAt: fixture.captured_at,
        fidelity: streamed || isEncoded(response.body) ? 'wire' : 'parsed-body',
        hintedModel: textOf(fixture.model_spec)?.replace(/^[^:]*:/, '') ?? null,
      },
      0,
      context,
      spotAt(context.file, ''),
    );
  },
};

function requestBody(request: UnknownObject): RawBody {
  const { canonical_json: canonical } = request;
  return isObject(canonical) ? { kind: 'value', value: canonical } : bodyFrom(request.body);
}

function isEncoded(body: unknown): body is UnknownObject & { readonly b64: string } {
  return isObject(body) && typeof body.b64 === 'string';
}

function bodyFrom(body: unknown): RawBody {
  if (body === null || body === undefined || body === '') return NO_BODY;
  return isEncoded(body)
    ? { kind: 'bytes', bytes: Buffer.from(body.b64, 'base64') }
    : { kind: 'value', value: body };
}

function chunksOf(chunks: readonly unknown[], file: string): RawBody {
  const bytes = chunks.map((chunk, index) => {
    const encoded = isObject(chunk) ? chunk.b64 : chunk;
    if (typeof encoded !== 'string')
      throw refuse(spotAt(file, `/chunks/${index}`), 'the chunk is no base64 text');
    return Buffer.from(encoded, 'base64');
  });
  return { kind: 'bytes', bytes: Buffer.concat(bytes) };
}
