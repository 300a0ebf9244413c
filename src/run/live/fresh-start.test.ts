import { describe, expect, it } from 'vitest';
import type { ExecutedCase } from '../execute.ts';
import { attemptsOf, brokeOff, withEarlierStarts } from './fresh-start.ts';

const usage = (requests: number, inputTokens: number, outputTokens: number) => ({
  requests,
  inputTokens,
  outputTokens,
});

function executed(status: string, more: object = {}, ...failures: readonly (string | null)[]): ExecutedCase {
  const exchanges = failures.map((kind) => ({
    request: { method: 'POST', path: '/x' },
    response: kind === 'unanswered' ? null : { status: 200 },
    ...(kind === null ? {} : { failure: { kind: kind === 'unanswered' ? 'network' : kind, message: 'm' } }),
  }));
  return {
    result: { status, usage: usage(1, 2, 3), leftovers: [], durationMs: 10, ...more },
    exchanges,
    attempts: [],
    credential: null,
  } as unknown as ExecutedCase;
}

describe('a case begins anew', () => {
  it.each<[string, ExecutedCase, boolean]>([
    ['where the connection was lost in an answer', executed('errored', {}, null, 'network'), true],
    [
      'not where there was no answer: that request was sent again already',
      executed('errored', {}, 'unanswered'),
      false,
    ],
    [
      'not where the answer was too slow, which it may be each time',
      executed('errored', {}, 'timeout-total'),
      false,
    ],
    ['not where the answer was sound', executed('errored', {}, null), false],
    ['not where the clean-up alone lost an answer', executed('supported', {}, null, 'network'), false],
  ])('%s', (_, ended, anew) => {
    expect(brokeOff(ended)).toBe(anew);
  });

  it('and has what the starts before it took, left and went through', () => {
    const broken = executed('errored', { leftovers: ['file a'] }, null, 'network');
    const last = executed('supported', { attempts: [{ request: 0, cause: 'HTTP 429', pauseMs: 9 }] }, null);
    expect(withEarlierStarts(last.result, [broken])).toMatchObject({
      status: 'supported',
      usage: usage(2, 4, 6),
      leftovers: ['file a'],
      durationMs: 20,
      attempts: [
        { request: 1, cause: 'network: m', pauseMs: 0 },
        { request: 0, cause: 'HTTP 429', pauseMs: 9 },
      ],
    });
    expect(attemptsOf([broken]).map(({ exchange }) => exchange)).toEqual([broken.exchanges[1]]);
  });

  it('or not, and is then as it was', () => {
    const { result } = executed('supported', {}, null);
    expect(withEarlierStarts(result, [])).toBe(result);
  });
});
