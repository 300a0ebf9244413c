import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate, malformedReference } from './interpolate.ts';

const env = { HOST: 'https://a.example', EMPTY: '' };

describe('interpolation', () => {
  it.each([
    [`\${HOST}`, 'https://a.example'],
    [`\${HOST}/v1`, 'https://a.example/v1'],
    [`\${NOPE:-fallback}`, 'fallback'],
    [`\${HOST:-fallback}`, 'https://a.example'],
    [`\${EMPTY:-fallback}`, 'fallback'],
    [`\${NOPE:-}`, ''],
    [`$\${HOST}`, `\${HOST}`],
    ['plain', 'plain'],
  ])('%s', (text, expected) => {
    expect(interpolate(text, env).value).toBe(expected);
  });

  it('has no value when a variable without a default is unset or empty, and names it', () => {
    expect(interpolate(`\${NOPE}-\${EMPTY}-\${HOST}`, env)).toEqual({
      value: undefined,
      variables: ['NOPE', 'EMPTY', 'HOST'],
      missing: ['NOPE', 'EMPTY'],
    });
  });

  it('does not read what an object inherits', () => {
    expect(interpolate(`\${constructor}`, {}).missing).toEqual(['constructor']);
  });

  it('does not interpolate a value again', () => {
    expect(interpolate(`\${A}`, { A: `\${HOST}`, HOST: 'x' }).value).toBe(`\${HOST}`);
  });

  it('leaves every text without a reference as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('${')),
        (text) => {
          expect(interpolate(text, env).value).toBe(text);
        },
      ),
    );
  });

  it.each([
    [`\${HOST`, true],
    [`\${1X}`, true],
    ['$HOST', true],
    [`\${HOST}`, false],
    ['costs $5', false],
  ])('%s is a slip of the pen: %s', (text, expected) => {
    expect(malformedReference(text) !== undefined).toBe(expected);
  });
});
