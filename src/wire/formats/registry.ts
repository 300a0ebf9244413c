import { answer, events, sse } from './answer.ts';
import { cassette } from './cassette.ts';
import { exchanges } from './exchanges.ts';
import type { Format } from './format.ts';
import { har } from './har.ts';
import { parsed } from './json-text.ts';
import { nock } from './nock.ts';
import { reqLlm } from './req-llm.ts';
import type { FormatName } from './sourced.ts';
import { testProxy } from './test-proxy.ts';
import { traffic } from './traffic.ts';
import { vcr } from './vcr.ts';

/** All formats, the most telling first: the first that recognises a text reads it. */
export const FORMATS: readonly Format[] = [
  cassette,
  traffic,
  exchanges,
  har,
  testProxy,
  nock,
  vcr,
  reqLlm,
  sse,
  events,
  answer,
];

export const FORMAT_NAMES: readonly FormatName[] = FORMATS.map((format) => format.name);

/** Characters of a file that detection looks at. */
export const HEAD_LENGTH = 64 * 1024;

/**
 * The format of a file by its name and beginning (some 64 KB are enough), or null. Looks at the text
 * only; reading may still find that the rest is something else.
 */
export function detectFormat(name: string, head: string): FormatName | null {
  return formatOf(name, head)?.name ?? null;
}

export function formatOf(name: string, text: string): Format | undefined {
  const head = text.slice(0, HEAD_LENGTH).replace(/^\uFEFF/, '');
  const whole = parsed(head);
  const first = parsed(head.trimStart().split('\n', 1)[0] ?? '');
  return FORMATS.find(
    (format) =>
      format.clue(head, name) ||
      (format.kind === 'document' && whole !== undefined && format.fits(whole)) ||
      (format.kind === 'lines' && first !== undefined && format.fits(first)),
  );
}
