import { createHash } from 'node:crypto';
import type { Part } from '../exchange.ts';

/**
 * The parts of a multipart/form-data body (RFC 7578). Lenient: a body whose boundary was scrubbed is
 * split at its own first line; what is no part is left out. Files are measured and hashed, not kept.
 */
export function readMultipart(bytes: Uint8Array, contentType: string): readonly Part[] {
  // Latin-1 keeps one character a byte, so that positions and lengths stay those of the bytes.
  const text = Buffer.from(bytes).toString('latin1');
  const boundary = boundaryOf(text, contentType);
  if (boundary === null) return [];
  return text
    .split(boundary)
    .slice(1)
    .filter((section) => !section.startsWith('--'))
    .map(partOf)
    .filter((part) => part !== null);
}

function boundaryOf(text: string, contentType: string): string | null {
  const stated = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (stated !== undefined && text.includes(`--${stated}`)) return `--${stated}`;
  return /^(--[^\r\n]{1,72})\r?\n/.exec(text)?.[1] ?? null;
}

function partOf(section: string): Part | null {
  const split = /\r?\n\r?\n/.exec(section);
  if (split === null) return null;
  const head = section.slice(0, split.index);
  const content = section.slice(split.index + split[0].length).replace(/\r?\n$/, '');
  const disposition = /^content-disposition:[^\r\n]*/im.exec(head)?.[0] ?? '';
  const name = parameter(disposition, 'name');
  if (name === null) return null;
  const filename = parameter(disposition, 'filename');
  const bytes = Buffer.from(content, 'latin1');
  if (filename === null) return { name, value: bytes.toString('utf8') };
  const contentType = /^content-type:[ \t]*([^\r\n;]*)/im.exec(head)?.[1]?.trim() ?? '';
  return filePart(name, filename, contentType, bytes);
}

/** A file of a form: measured and hashed, its bytes dropped. */
export function filePart(name: string, filename: string, contentType: string, bytes: Uint8Array): Part {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, filename, contentType, bytes: bytes.length, sha256 };
}

function parameter(disposition: string, name: string): string | null {
  const match = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(disposition);
  return match === null ? null : Buffer.from(match[1] ?? match[2] ?? '', 'latin1').toString('utf8');
}
