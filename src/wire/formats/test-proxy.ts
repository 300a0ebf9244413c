import { NO_BODY, type RawBody, rawText } from './body.ts';
import type { DocumentFormat } from './format.ts';
import { readHeaders } from './headers.ts';
import { toSourced } from './recorded.ts';
import { isObject, isStringList, listOf, objectOf } from './shape.ts';
import { refuse, spotAt } from './spot.ts';

/** Session records of the Azure SDK's test proxy: JSON bodies parsed, text as a list of lines, the rest base64. */
export const testProxy: DocumentFormat = {
  kind: 'document',
  name: 'test-proxy',
  title: 'Azure SDK test-proxy session record',
  syntax: 'json',
  clue: (head) => /^\s*\{[^{[]{0,400}"Entries"\s*:\s*\[/.test(head),
  fits: (value) => isObject(value) && Array.isArray(value.Entries),
  *read(value, context) {
    for (const [index, entry] of listOf(objectOf(value).Entries).entries()) {
      const spot = spotAt(context.file, `/Entries/${index}`);
      if (!isObject(entry)) throw refuse(spot, 'the entry is no object');
      yield toSourced(
        {
          method: entry.RequestMethod,
          url: entry.RequestUri,
          requestHeaders: entry.RequestHeaders,
          requestBody: bodyFrom(entry.RequestBody, contentType(entry.RequestHeaders)),
          status: entry.StatusCode,
          responseHeaders: entry.ResponseHeaders,
          responseBody: bodyFrom(entry.ResponseBody, contentType(entry.ResponseHeaders)),
          fidelity: isObject(entry.ResponseBody) ? 'parsed-body' : 'wire',
        },
        index,
        context,
        spot,
      );
    }
  },
};

function contentType(headers: unknown): string {
  return readHeaders(headers).lookup('content-type') ?? '';
}

const TEXTUAL = /^text\/|json|xml|urlencoded|event-stream/i;

function bodyFrom(body: unknown, type: string): RawBody {
  if (body === null || body === undefined) return NO_BODY;
  if (typeof body === 'string') {
    const bytes = TEXTUAL.test(type) ? null : base64(body);
    return bytes === null ? rawText(body) : { kind: 'bytes', bytes };
  }
  // Text is stored line by line, each with its line end; a JSON list of strings has a JSON content type.
  if (isStringList(body) && !(/json/i.test(type) && !body.some((line) => line.endsWith('\n')))) {
    return rawText(body.join(''));
  }
  return { kind: 'value', value: body };
}

/** The bytes of a base64 text; null where it is none, since sanitizers put plain words in its place. */
function base64(text: string): Uint8Array | null {
  if (text.length === 0 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Buffer.from(text, 'base64');
}
