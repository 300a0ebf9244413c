/** `schema.content-type`: the header says what the body is. */
import type { Body, Exchange, WireResponse } from '../../wire/exchange.ts';
import { FILE_CONTENTS, type Operation } from '../../wire/operation.ts';
import type { CheckResult } from '../check.ts';
import { describeValue } from './findings.ts';
import { resultOf } from './result.ts';

const ID = 'schema.content-type';

/**
 * Null where nothing can be said: the recording kept no headers, the answer is empty or a file, or it is an error
 * without content type (recorded on Azure: a pretty-printed 404 without one, facts section 2 (f)).
 */
export function contentTypeCheck(
  exchange: Exchange,
  response: WireResponse,
  operation: Operation,
): CheckResult | null {
  if (FILE_CONTENTS.includes(operation) || operation === 'other') return null;
  if (Object.keys(response.headers).length === 0 || isEmpty(response.body)) return null;
  const header = response.headers['content-type'];
  if (header === undefined && response.status >= 400) return null;
  const expected = expectedType(exchange, response);
  if (expected === null) return null;
  const type = header?.split(';')[0]?.trim().toLowerCase();
  const fits = type === expected || (expected === 'application/json' && type?.endsWith('+json'));
  const sentence = `the content type is ${expected}`;
  if (fits) return resultOf(ID, [], sentence);
  const found = header === undefined ? 'no content type' : describeValue(header);
  const message = `${found} on ${bodyWords(response)}, expected ${expected}`;
  return resultOf(ID, [{ check: ID, severity: 'must', pointer: '', message, expected, found }], sentence);
}

/** By the body; by the request where a stream was asked for and something else came with status 200. */
function expectedType(exchange: Exchange, response: WireResponse): string | null {
  const { body, status } = response;
  if (body.kind === 'sse') return 'text/event-stream';
  if (status < 300 && asksForStream(exchange)) return 'text/event-stream';
  if (body.kind === 'json') return 'application/json';
  return status < 300 ? 'application/json' : null;
}

/** What an empty body should have been is said by `schema.json` and `schema.event`. */
function isEmpty(body: Body): boolean {
  return body.kind === 'none' || ((body.kind === 'sse' || body.kind === 'text') && body.text.trim() === '');
}

function asksForStream({ request }: Exchange): boolean {
  if (request.query.stream === 'true') return true;
  const { body } = request;
  if (body.kind !== 'json' || typeof body.value !== 'object' || body.value === null) return false;
  return 'stream' in body.value && body.value.stream === true;
}

function bodyWords(response: WireResponse): string {
  const words = {
    none: 'an empty body',
    json: 'a JSON body',
    text: 'a text body',
    sse: 'a stream of events',
  };
  const { kind } = response.body;
  return kind === 'multipart' || kind === 'binary' ? `a ${kind} body` : words[kind];
}
