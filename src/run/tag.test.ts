import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RECORDED_TAG, taggedName, tagIn, tagOf } from './tag.ts';

describe('the tag of a run', () => {
  it('is found again in the names it was given to', () => {
    const tag = tagOf(randomUUID());
    expect(tag).toHaveLength(RECORDED_TAG.length);
    expect(tagIn(taggedName(tag, 'code-word.pdf'))).toBe(tag);
    expect(tagIn(tag)).toBe(tag);
    expect(tagIn(RECORDED_TAG)).toBe(RECORDED_TAG);
  });

  it.each([
    'code-word.pdf',
    'aoai-conform-notes.txt',
    'aoai-conform-0123456789abc.txt',
    'my aoai-conform-0123456789ab.txt',
    'AOAI-CONFORM-0123456789AB.txt',
    '',
    null,
    undefined,
    42,
  ])('is not in %j', (name) => {
    expect(tagIn(name)).toBeNull();
  });
});
