import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../stream/json.ts';
import { judgeEffect, observableOf } from './effect.ts';

function chat(
  text: string,
  more: { tokens?: number; choices?: number; logprobs?: boolean; calls?: number } = {},
): JsonObject {
  const tool_calls = Array.from({ length: more.calls ?? 0 }, (_, i) => ({ id: `c${i}` }));
  const choice = {
    index: 0,
    message: { content: text, tool_calls },
    finish_reason: 'stop',
    logprobs: more.logprobs === true ? { content: [{ token: 'a', logprob: 0 }] } : null,
  };
  return {
    choices: Array.from({ length: more.choices ?? 1 }, () => choice),
    usage: { completion_tokens: more.tokens ?? 9 },
  };
}

describe('an accepted parameter', () => {
  it.each<[string, unknown, JsonObject, JsonObject, string]>([
    ['max_tokens', 5, chat('a', { tokens: 5 }), chat('a b c'), 'applied'],
    ['max_tokens', 5, chat('a b c', { tokens: 9 }), chat('a b c'), 'ignored'],
    ['max_tokens', 50, chat('a'), chat('a'), 'unobservable'],
    ['stop', ['4'], chat('1 2 3'), chat('1 2 3 4'), 'applied'],
    ['stop', '4', chat('1 2 3 4'), chat('1 2 3 4'), 'ignored'],
    ['n', 2, chat('a', { choices: 2 }), chat('a'), 'applied'],
    ['n', 2, chat('a'), chat('a'), 'ignored'],
    ['logprobs', true, chat('a', { logprobs: true }), chat('a'), 'applied'],
    ['logprobs', true, chat('a'), chat('a'), 'ignored'],
    ['response_format', { type: 'json_object' }, chat('{"a":1}'), chat('Sure: a is 1'), 'applied'],
    ['response_format', { type: 'json_object' }, chat('Sure'), chat('Sure'), 'ignored'],
    ['parallel_tool_calls', false, chat('', { calls: 1 }), chat('', { calls: 2 }), 'applied'],
    ['parallel_tool_calls', false, chat('', { calls: 2 }), chat('', { calls: 2 }), 'ignored'],
    ['seed', 42, chat('a'), chat('b'), 'unobservable'],
    ['__proto__', 1, chat('a'), chat('b'), 'unobservable'],
  ])('%s = %j', (parameter, value, withIt, withoutIt, outcome) => {
    const effect = judgeEffect(parameter, { withIt, withoutIt }, observableOf(parameter, value));
    expect(effect.outcome).toBe(outcome);
    expect(effect.reason).not.toBe('');
  });

  it('is judged by any difference where nothing in particular is expected', () => {
    const observable = { name: 'model', of: ({ body }: { body: JsonObject }) => body.model };
    const judge = (a: unknown, b: unknown) =>
      judgeEffect('x', { withIt: a, withoutIt: b }, observable).outcome;
    expect(judge({ ...chat(''), model: 'a' }, { ...chat(''), model: 'b' })).toBe('applied');
    expect(judge({ ...chat(''), model: 'a' }, { ...chat(''), model: 'a' })).toBe('ignored');
    expect(judge({ error: {} }, { ...chat(''), model: 'a' })).toBe('unobservable');
  });
});
