import type { Body, Part } from '../exchange.ts';
import { decompress } from './compression.ts';
import type { RecordedHeaders } from './headers.ts';
import { readMultipart } from './multipart.ts';
import { refuse, type Spot } from './spot.ts';

/** A body as a recorder stored it. */
export type RawBody =
  | { readonly kind: 'none' }
  /** As sent, or, where every character is below 256, bytes in a string (old vcrpy). */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** JSON that the recorder parsed. */
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'parts'; readonly parts: readonly Part[] };

export const NO_BODY: RawBody = { kind: 'none' };

/** Levels of nesting a JSON body may have; everything that walks a body relies on it. */
export const MAX_DEPTH = 500;

export function rawText(text: string): RawBody {
  return text === '' ? NO_BODY : { kind: 'text', text };
}

/** Decodes a body: compression, then JSON, SSE, multipart, text or binary by content type and content. */
export function decodeBody(raw: RawBody, headers: RecordedHeaders, spot: Spot): Body {
  switch (raw.kind) {
    case 'none':
      return { kind: 'none' };
    case 'parts':
      return { kind: 'multipart', parts: raw.parts };
    case 'value':
      return typeof raw.value === 'string'
        ? decodeBody(rawText(raw.value), headers, spot)
        : jsonBody(raw.value, spot);
    case 'text':
      return LATIN1_GZIP.test(raw.text)
        ? decodeBytes(Buffer.from(raw.text, 'latin1'), headers, spot)
        : decodeText(raw.text, headers, spot);
    case 'bytes':
      return decodeBytes(raw.bytes, headers, spot);
  }
}

/** A JSON body from a parsed value; refuses what is nested beyond MAX_DEPTH. */
export function jsonBody(value: unknown, spot: Spot, text?: string): Body {
  if (deeperThan(value, MAX_DEPTH)) {
    throw refuse(
      spot,
      `the body is nested deeper than ${MAX_DEPTH} levels`,
      'No answer of the API is nested like that; remove the exchange.',
    );
  }
  return text === undefined ? { kind: 'json', value } : { kind: 'json', value, text };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the gzip signature as a recorder wrote it into a string
const LATIN1_GZIP = /^\x1f\x8b[\x00-\xff]*$/;
const SSE_START = /^\uFEFF?(?:(?::[^\n]*|id:[^\n]*|retry:[^\n]*)\r?\n)*(?:data|event):/;

function decodeBytes(bytes: Uint8Array, headers: RecordedHeaders, spot: Spot): Body {
  const plain = decompress(bytes, headers.lookup('content-encoding'), spot);
  if (plain.length === 0) return { kind: 'none' };
  if (isMultipart(headers)) return multipart(plain, headers);
  const text = utf8(plain);
  return text === null
    ? { kind: 'binary', base64: Buffer.from(plain).toString('base64') }
    : decodeText(text, headers, spot);
}

function decodeText(text: string, headers: RecordedHeaders, spot: Spot): Body {
  if (text === '') return { kind: 'none' };
  if (isMultipart(headers)) return multipart(Buffer.from(text), headers);
  const type = headers.lookup('content-type') ?? '';
  if (/event-stream/i.test(type) || SSE_START.test(text)) return { kind: 'sse', text };
  return readJson(text, spot) ?? { kind: 'text', text };
}

/** JSON whatever the content type says; null for anything else. The text is kept where it cannot be rebuilt. */
function readJson(text: string, spot: Spot): Body | null {
  if (!/^\uFEFF?\s*[[{]/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  const body = jsonBody(value, spot);
  return JSON.stringify(value) === text ? body : { kind: 'json', value, text };
}

function isMultipart(headers: RecordedHeaders): boolean {
  return /^\s*multipart\/form-data\b/i.test(headers.lookup('content-type') ?? '');
}

function multipart(bytes: Uint8Array, headers: RecordedHeaders): Body {
  return { kind: 'multipart', parts: readMultipart(bytes, headers.lookup('content-type') ?? '') };
}

/** The bytes as text, or null where they are no UTF-8. A byte order mark stays: the SSE reader judges it. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const child of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof child === 'object' && child !== null && deeperThan(child, levels - 1)) return true;
  }
  return false;
}
