import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob.ts';

describe('a glob', () => {
  it.each([
    ['*', 'anything/at:all', true],
    ['**', '', true],
    ['chat/*', 'chat/completion', true],
    ['chat/*', 'responses/create', false],
    ['*/streaming', 'chat/streaming', true],
    ['gpt-5*', 'gpt-5.1@2025-11-13', true],
    ['gpt-5@*', 'gpt-5.1@2025-11-13', false],
    ['gpt-5.?@*', 'gpt-5.1@2025-11-13', true],
    ['gpt-5.?@*', 'gpt-5@2025-08-07', false],
    ['*mini*', 'gpt-5-mini@2025-08-07', true],
    ['*a*b*c', 'xxaxxbxxc', true],
    ['*a*b*c', 'xxaxxbxxcx', false],
    ['gpt-4.1', 'gpt-4x1', false],
    ['', '', true],
    ['', 'x', false],
    ['?', '', false],
  ])('%s on %s is %s', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  it('agrees with a regular expression on every pattern', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(compileGlob(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('needs no backtracking for a pattern that is made to be slow', () => {
    const matches = compileGlob(`${'a*'.repeat(50)}b`);
    expect(matches('a'.repeat(5000))).toBe(false);
  });
});
