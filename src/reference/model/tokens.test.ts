import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens, tokensOf } from './tokens.ts';

describe('tokens', () => {
  it('are short words with their space, and single signs', () => {
    expect(tokensOf('Hello, wonderful world!')).toEqual(['Hello', ',', ' wonder', 'ful', ' world', '!']);
  });

  it('add up to the text, whatever it holds, and none is empty', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        const tokens = tokensOf(text);
        expect(tokens.join('')).toBe(text);
        expect(tokens).not.toContain('');
        expect(countTokens(text)).toBe(tokens.length);
      }),
    );
  });

  it('never end inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const token of tokensOf(text)) expect(token.isWellFormed()).toBe(true);
      }),
    );
  });
});
