import { NO_BODY, type RawBody, rawText } from './body.ts';
import type { DocumentFormat } from './format.ts';
import { toSourced } from './recorded.ts';
import { isBytes, isObject, listOf, objectOf, type UnknownObject } from './shape.ts';
import { refuse, spotAt } from './spot.ts';

/**
 * The VCR family, YAML or JSON: Ruby's VCR (`http_interactions`, dated), vcrpy and pytest-recording
 * (`interactions` with `uri`), pydantic-ai's serializer (`parsed_body`), go-vcr 1 to 4 (`url`, `code`).
 * The dialects differ in names only, so one reader knows them all.
 */
export const vcr: DocumentFormat = {
  kind: 'document',
  name: 'vcr',
  title: 'VCR cassette (vcrpy, pytest-recording, Ruby VCR, go-vcr)',
  syntax: 'json-or-yaml',
  clue: (head) =>
    /^(?:http_)?interactions:/m.test(head) || /^\s*\{\s*"(?:http_)?interactions"\s*:/.test(head),
  fits: (value) =>
    isObject(value) && (Array.isArray(value.interactions) || Array.isArray(value.http_interactions)),
  *read(value, context) {
    const document = objectOf(value);
    const key = Array.isArray(document.http_interactions) ? 'http_interactions' : 'interactions';
    for (const [index, interaction] of listOf(document[key]).entries()) {
      const spot = spotAt(context.file, `/${key}/${index}`);
      if (!isObject(interaction)) throw refuse(spot, 'the interaction is no object');
      const request = objectOf(interaction.request);
      const response = objectOf(interaction.response);
      yield toSourced(
        {
          method: request.method,
          url: request.uri ?? request.url,
          requestHeaders: request.headers,
          requestBody: bodyIn(request),
          status: statusIn(response),
          responseHeaders: response.headers,
          responseBody: bodyIn(response),
          recordedAt: interaction.recorded_at,
          fidelity: 'parsed_body' in response ? 'parsed-body' : 'wire',
        },
        index,
        context,
        spot,
      );
    }
  },
};

/** `{code: 200, message}` (python, ruby) · `code: 200` beside `status: 200 OK` (go) · `status_code` (vcrpy 0). */
function statusIn(response: UnknownObject): unknown {
  const { status } = response;
  if (isObject(status)) return status.code;
  return response.code ?? response.status_code ?? status;
}

function bodyIn(message: UnknownObject): RawBody {
  if ('parsed_body' in message && message.parsed_body !== null) {
    return { kind: 'value', value: message.parsed_body };
  }
  return bodyFrom(message.body);
}

function bodyFrom(body: unknown): RawBody {
  if (typeof body === 'string') return rawText(body);
  if (isBytes(body)) return { kind: 'bytes', bytes: body };
  if (Array.isArray(body)) return { kind: 'value', value: body };
  if (!isObject(body)) return NO_BODY;
  if (typeof body.base64_string === 'string') {
    return { kind: 'bytes', bytes: Buffer.from(body.base64_string, 'base64') };
  }
  if ('string' in body) return body.string === null ? NO_BODY : bodyFrom(body.string);
  return Object.keys(body).length === 0 ? NO_BODY : { kind: 'value', value: body };
}
