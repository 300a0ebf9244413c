import { describe, expect, it } from 'vitest';
import { MODELS } from '../catalog.ts';
import { PromptCache } from './cache.ts';
import type { Prompt } from './prompt.ts';

const [model] = MODELS;
const LONG = 'word '.repeat(1_500);

function prompt(...texts: readonly string[]): Prompt {
  if (model === undefined) throw new Error('the reference has no model');
  return {
    model,
    turns: texts.map((text) => ({ role: 'user', text, attachments: [] })),
    callables: [],
    choice: 'auto',
    parallel: true,
    format: { type: 'text' },
    variation: 0,
    effort: null,
    limit: null,
    stops: [],
  };
}

describe('the prompt cache', () => {
  it('counts what a prompt shares with an earlier one, in steps of 128 tokens', () => {
    const cache = new PromptCache();
    expect(cache.cachedTokens('a', prompt(LONG, 'one'))).toBe(0);
    const cached = cache.cachedTokens('a', prompt(LONG, 'two'));
    expect(cached).toBeGreaterThanOrEqual(1_024);
    expect(cached % 128).toBe(0);
  });

  it.each([
    ['a short prefix', ['hello', LONG], ['goodbye', LONG]],
    ['a short prompt', ['hello'], ['hello']],
  ])('counts nothing for %s', (_, first, second) => {
    const cache = new PromptCache();
    cache.cachedTokens('a', prompt(...first));
    expect(cache.cachedTokens('a', prompt(...second))).toBe(0);
  });

  it('is not shared by deployments', () => {
    const cache = new PromptCache();
    cache.cachedTokens('a', prompt(LONG));
    expect(cache.cachedTokens('b', prompt(LONG))).toBe(0);
  });

  it('forgets the oldest prompts', () => {
    const cache = new PromptCache();
    cache.cachedTokens('a', prompt(`first ${LONG}`));
    for (let other = 0; other < 8; other++) cache.cachedTokens('a', prompt(`${other} ${LONG}`));
    expect(cache.cachedTokens('a', prompt(`first ${LONG}`))).toBe(0);
  });
});
