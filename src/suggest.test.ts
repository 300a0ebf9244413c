import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './suggest.ts';

const KNOWN = ['swedencentral', 'eastus', 'eastus2', 'GPT-5'];

describe('the nearest known word', () => {
  it.each([
    ['swedncentral', 'swedencentral'],
    ['SwedenCentral', 'swedencentral'],
    ['eastus22', 'eastus2'],
    ['estaus', 'eastus'],
    ['gpt-5', 'GPT-5'],
    ['atlantis', undefined],
    ['', undefined],
  ])('to "%s" is %s', (word, expected) => {
    expect(nearest(word, KNOWN)).toBe(expected);
  });

  it('to a short word is not just any other short word', () => {
    expect(nearest('ab', ['xy'])).toBeUndefined();
    expect(nearest('v2', ['v1'])).toBe('v1');
    expect(nearest('', ['o1'])).toBeUndefined();
  });

  it('is nothing when nothing is known', () => {
    expect(nearest('x', [])).toBeUndefined();
  });

  it('is the word itself when it is known', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), (words) => {
        for (const word of words) expect(nearest(word, words)).toBe(word);
      }),
    );
  });

  it('is always one of the known words', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (word, words) => {
        const found = nearest(word, words);
        expect(found === undefined || words.includes(found)).toBe(true);
      }),
    );
  });
});

describe('the question', () => {
  it('is asked for a typo and not for the word itself', () => {
    expect(didYouMean('eastus22', KNOWN)).toBe(', did you mean "eastus2"?');
    expect(didYouMean('eastus2', KNOWN)).toBe('');
    expect(didYouMean('atlantis', KNOWN)).toBe('');
  });
});
