import { expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

it.each([
  ['500ms', 500],
  ['120s', 120_000],
  ['2m', 120_000],
  ['0s', undefined],
  ['120', undefined],
  ['1h', 3_600_000],
  ['1d', undefined],
  ['1.5s', undefined],
  ['9999999999999999m', undefined],
])('%s is %s milliseconds', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});
