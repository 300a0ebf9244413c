import type { Part } from '../exchange.ts';
import { NO_BODY, type RawBody, rawText } from './body.ts';
import type { DocumentFormat } from './format.ts';
import { filePart } from './multipart.ts';
import { toSourced } from './recorded.ts';
import { isObject, isStringList, listOf, objectOf, textOf, type UnknownObject } from './shape.ts';
import { refuse, spotAt } from './spot.ts';

/** HAR 1.2 as browsers and proxies export it, and Polly.js, which keeps compressed chunks as a JSON list. */
export const har: DocumentFormat = {
  kind: 'document',
  name: 'har',
  title: 'HAR 1.2 (browsers, Polly.js)',
  syntax: 'json',
  clue: (head) => /^\s*\{\s*"log"\s*:\s*\{/.test(head),
  fits: (value) => isObject(value) && isObject(value.log) && Array.isArray(value.log.entries),
  *read(value, context) {
    const entries = listOf(objectOf(objectOf(value).log).entries);
    for (const [index, entry] of entries.entries()) {
      const spot = spotAt(context.file, `/log/entries/${index}`);
      if (!isObject(entry)) throw refuse(spot, 'the entry is no object');
      const request = objectOf(entry.request);
      const response = objectOf(entry.response);
      const answer = answerBody(objectOf(response.content), response);
      yield toSourced(
        {
          method: request.method,
          url: request.url,
          requestHeaders: request.headers,
          requestBody: postedBody(objectOf(request.postData)),
          status: response.status,
          responseHeaders: response.headers,
          responseBody: answer.body,
          complete: answer.complete,
          recordedAt: entry.startedDateTime,
          ...(typeof entry.time === 'number' ? { totalMs: entry.time } : {}),
          fidelity: 'wire',
        },
        index,
        context,
        spot,
      );
    }
  },
};

function postedBody(posted: UnknownObject): RawBody {
  const text = textOf(posted.text);
  if (text !== null) return encoded(text, posted.encoding);
  const parts = listOf(posted.params).filter(isObject).map(partOf);
  return parts.length === 0 ? NO_BODY : { kind: 'parts', parts };
}

function partOf(parameter: UnknownObject): Part {
  const name = textOf(parameter.name) ?? '';
  const value = textOf(parameter.value) ?? '';
  const filename = textOf(parameter.fileName);
  return filename === null
    ? { name, value }
    : filePart(name, filename, textOf(parameter.contentType) ?? '', Buffer.from(value));
}

function answerBody(content: UnknownObject, response: UnknownObject): { body: RawBody; complete: boolean } {
  const text = textOf(content.text);
  if (text !== null) return { body: encoded(text, content.encoding), complete: true };
  // Browsers leave out bodies they did not keep, event streams above all, and state their size.
  const size = Math.max(
    typeof content.size === 'number' ? content.size : 0,
    typeof response.bodySize === 'number' ? response.bodySize : 0,
  );
  return { body: NO_BODY, complete: size <= 0 };
}

function encoded(text: string, encoding: unknown): RawBody {
  if (encoding !== 'base64') return rawText(text);
  const chunks = text.startsWith('[') ? chunkList(text) : null;
  const bytes = Buffer.concat((chunks ?? [text]).map((chunk) => Buffer.from(chunk, 'base64')));
  return bytes.length === 0 ? NO_BODY : { kind: 'bytes', bytes };
}

/** Polly.js: the text is a JSON list of base64 chunks. */
function chunkList(text: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return isStringList(value) ? value : null;
  } catch {
    return null;
  }
}
