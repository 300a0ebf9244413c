import { expect, it } from 'vitest';
import { usdText } from './money.ts';

it.each([
  [0, '0.00'],
  [12.345, '12.35'],
  [0.01, '0.01'],
  [0.0094, '0.0094'],
  [0.00043219, '0.00043'],
  [0.00000012, '0.00000012'],
])('%d dollars are %s', (usd, text) => {
  expect(usdText(usd)).toBe(text);
});
