/**
 * The text of a PDF: enough for documents whose text is drawn with plain strings in content streams
 * that are raw or Flate-compressed. Anything else yields no text, and the caller refuses it.
 */
import { inflateSync } from 'node:zlib';

/** Bytes one stream may inflate to; a document that needs more is not one of ours. */
const MAX_INFLATED = 8 * 1024 * 1024;

/** Null where the bytes are no PDF, or hold no text that can be read. */
export function textOfPdf(bytes: Uint8Array): string | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!source.startsWith('%PDF-')) return null;
  const lines = [...streamsOf(source)].flatMap(shownIn);
  const text = lines.join('\n').trim();
  return text === '' ? null : text;
}

function* streamsOf(source: string): Generator<string> {
  for (const match of source.matchAll(/<<([\s\S]*?)>>\s*stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = source.indexOf('endstream', start);
    if (end < 0) return;
    const dictionary = match[1] ?? '';
    const declared = Number(dictionary.match(/\/Length\s+(\d+)(?!\s+\d+\s+R)/)?.[1] ?? Number.NaN);
    const raw = source.slice(
      start,
      Number.isInteger(declared) && declared <= end - start ? start + declared : end,
    );
    const filter = dictionary.match(/\/Filter\s*\[?\s*\/(\w+)/)?.[1];
    const content = filter === undefined ? raw : filter === 'FlateDecode' ? inflated(raw) : null;
    if (content !== null) yield content;
  }
}

function inflated(raw: string): string | null {
  try {
    return inflateSync(Buffer.from(raw, 'latin1'), { maxOutputLength: MAX_INFLATED }).toString('latin1');
  } catch {
    return null;
  }
}

/** A literal or hexadecimal string. */
const STRING = String.raw`\((?:\\[\s\S]|[^\\()])*\)|<[0-9A-Fa-f\s]*>`;
const SHOWN = new RegExp(String.raw`(${STRING})\s*(?:Tj|')|\[((?:${STRING}|[^\]()<>])*)\]\s*TJ`, 'g');

/** The strings a content stream shows, one line for each operator. */
function shownIn(content: string): string[] {
  return [...content.matchAll(SHOWN)].map(([, single, several]) =>
    single === undefined
      ? [...(several ?? '').matchAll(new RegExp(STRING, 'g'))].map(([text]) => decoded(text)).join('')
      : decoded(single),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function decoded(token: string): string {
  if (token.startsWith('<')) return Buffer.from(token.replaceAll(/[<>\s]/g, ''), 'hex').toString('latin1');
  return token
    .slice(1, -1)
    .replaceAll(/\\(?:([0-7]{1,3})|\r?\n|([\s\S]))/g, (_, octal?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return letter === undefined ? '' : (ESCAPES[letter] ?? letter);
    });
}
