import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, visible, visibleJson } from './visible.ts';

const DECEPTIVE = [
  '\u0000',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u061c',
  '\u200b',
  '\u200e',
  '\u202a',
  '\u202e',
  '\u2028',
  '\u2066',
  '\u2069',
  '\ufeff',
  '\u{e0041}',
];

describe('visible', () => {
  it.each(DECEPTIVE)('writes %j out', (character) => {
    expect(visible(`a${character}b`)).toBe(
      `a⟨U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩b`,
    );
  });

  it.each(['plain', 'tab\tand\nline', '中文字', 'עברית', '👩‍💻', 'e\u0301'])('leaves %j alone', (text) => {
    expect(visible(text)).toBe(text);
  });

  it('leaves nothing to write out, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = visible(text);
        expect(visible(once)).toBe(once);
        for (const character of DECEPTIVE) expect(once).not.toContain(character);
      }),
    );
  });
});

describe('visibleJson', () => {
  it('means the same value, without a deceptive character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = visibleJson(JSON.stringify({ text }));
        expect(JSON.parse(json)).toEqual({ text });
        expect(visible(json)).toBe(json);
      }),
    );
  });
});

describe('clip', () => {
  it('accounts for every character and never cuts a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const cut = clip(text, limit);
        expect(cut.text.length + cut.omitted).toBe(text.length);
        expect(cut.text.length).toBeLessThanOrEqual(limit);
        expect(cut.text.isWellFormed()).toBe(true);
      }),
    );
  });
});
