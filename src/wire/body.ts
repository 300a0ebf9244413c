/** Bytes on the wire to the body of an exchange, and back. */

import type { Body } from './exchange.ts';
import { operationOf } from './operation.ts';
import { isTerminalEvent, readSse } from './sse.ts';

/** Which kind of body these bytes are. `decoded` is the text of a text kind. */
export type RawBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json' | 'sse' | 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/**
 * Sort a body by its content type, and by its bytes where the type is missing (some services send errors
 * without one, facts section 2) or wrong: what claims to be JSON and is not becomes text.
 */
export function sortBody(bytes: Uint8Array, contentType: string | null): RawBody {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // An announced stream without a byte is an empty stream, which is not whole; not an answer without a body.
  if (type === 'text/event-stream') return { kind: 'sse', text: buffer.toString('utf8') };
  if (bytes.length === 0) return { kind: 'none' };
  const text = buffer.toString('utf8');
  const isText = !text.includes('\uFFFD') || Buffer.from(text).equals(buffer);
  if (!isText || text.includes('\0')) return { kind: 'binary', bytes };
  if (type === '' && /^(?:data|event|id|retry)?:/.test(text)) return { kind: 'sse', text };
  if ((type === '' || /[/+]json$/.test(type)) && isJson(text)) return { kind: 'json', text };
  if (type === '' || /^text\/|json|xml|javascript|x-www-form-urlencoded/.test(type))
    return { kind: 'text', text };
  return { kind: 'binary', bytes };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A JSON body; its text is kept only where `JSON.stringify` would not give it back. */
export function jsonBody(value: unknown, text: string): Body {
  return JSON.stringify(value) === text ? { kind: 'json', value } : { kind: 'json', value, text };
}

/** What to send for a recorded body; null for none. Multipart has no bytes of its own: the files are not kept. */
export function bodyPayload(body: Body): string | Uint8Array<ArrayBuffer> | null {
  switch (body.kind) {
    case 'none':
    case 'multipart':
      return null;
    case 'json':
      return body.text ?? JSON.stringify(body.value);
    case 'text':
    case 'sse':
      return body.text;
    case 'binary':
      return Uint8Array.from(Buffer.from(body.base64, 'base64'));
  }
}

/**
 * Whether an SSE body is the whole answer. A chat stream ends with `[DONE]`, a Responses stream with its
 * terminal event, either with an error frame (facts section 5 rules 8 and 9); what the server still says
 * behind that is welcome, but a cut inside it is a cut. Streams of other operations end when they close.
 */
export function isWholeStream(
  request: { readonly method: string; readonly path: string },
  text: string,
  closed: boolean,
): boolean {
  const { events, truncatedTail } = readSse(text);
  if (truncatedTail !== null) return false;
  const operation = operationOf(request.method, request.path);
  const hasTerminal = operation === 'chat.create' || operation.startsWith('responses.');
  return hasTerminal ? events.some(isTerminalEvent) : closed;
}
