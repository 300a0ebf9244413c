/**
 * Ids, timestamps and counters of one instance. Ids are hashes of what they name, not random: two
 * instances that see the same requests at the same clock answer with the same bytes.
 */
import { createHash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` hex digits that depend on nothing but `parts`. */
export function hexOf(length: number, ...parts: readonly (string | number)[]): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    text += createHash('sha256')
      .update(`${block} ${parts.join(' ')}`)
      .digest('hex');
  }
  return text.slice(0, length);
}

/** `length` letters and digits that depend on nothing but `parts`. */
export function lettersOf(length: number, ...parts: readonly (string | number)[]): string {
  const bytes = Buffer.from(hexOf(length * 2, ...parts), 'hex');
  return Array.from(bytes, (byte) => BASE62[byte % BASE62.length]).join('');
}

/** A UUID that depends on nothing but `parts`. */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const hex = hexOf(32, ...parts);
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}

/** 0..n-1, depending on nothing but `parts`. */
export function indexOf(n: number, ...parts: readonly (string | number)[]): number {
  return Number.parseInt(hexOf(8, ...parts), 16) % n;
}

/** Id of an output item: its prefix and 50 hex digits, as Azure writes them. */
export function itemId(prefix: string, responseId: string, index: number | string): string {
  return `${prefix}_${hexOf(50, prefix, responseId, index)}`;
}

/** Padding that hides the length of a token (facts section 2, `obfuscation`). */
export function obfuscation(token: string, ...parts: readonly (string | number)[]): string {
  const length = 16 - (token.length % 16);
  return lettersOf(length, 'obfuscation', token, ...parts);
}
