import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateFactsOf } from './rate-facts.ts';
import { RateLimit } from './rate-limit.ts';

function facts(headers: Readonly<Record<string, string>>, now = 0) {
  return rateFactsOf((name) => headers[name] ?? null, now);
}

describe('what headers say about limits', () => {
  it.each([
    [
      'retry-after-ms before retry-after',
      { 'retry-after-ms': '120', 'retry-after': '9' },
      { retryAfterMs: 120 },
    ],
    ['seconds', { 'retry-after': '9' }, { retryAfterMs: 9_000 }],
    ['a date', { 'retry-after': 'Thu, 01 Jan 1970 00:00:07 GMT' }, { retryAfterMs: 7_000 }],
    ['a date that is past', { 'retry-after': 'Wed, 31 Dec 1969 23:59:00 GMT' }, { retryAfterMs: 0 }],
    [
      'a limit and what is left',
      { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '59' },
      { requests: { limit: 60, remaining: 59 } },
    ],
    [
      'a limit of ten seconds, by the minute',
      { 'x-ratelimit-limit-tokens': '100', 'x-ratelimit-renewalperiod-tokens': '10' },
      { tokens: { limit: 600 } },
    ],
    ['nothing sensible', { 'x-ratelimit-limit-requests': '-1', 'retry-after': 'soon' }, {}],
    ['a limit of nothing', { 'x-ratelimit-limit-requests': '0' }, {}],
  ])('%s', (_, headers, expected) => {
    expect(facts(headers)).toEqual(expected);
  });
});

describe('a limit', () => {
  it('is never exceeded in any minute, whenever requests come', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 10 }), (steps, requestsPerMinute) => {
        const limit = new RateLimit({ requestsPerMinute });
        const times: number[] = [];
        let now = 0;
        for (const step of steps) {
          now += step;
          now += limit.wait(now, 0);
          expect(limit.wait(now, 0)).toBe(0);
          limit.settle(now, limit.send(now, 0), 0);
          times.push(now);
        }
        for (const start of times)
          expect(times.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(
            requestsPerMinute,
          );
      }),
    );
  });

  it('reserves what is under way, and settles it by what was used', () => {
    const limit = new RateLimit({ tokensPerMinute: 100 });
    const first = limit.send(0, 80);
    expect(limit.wait(0, 30)).toBe(Infinity);
    limit.settle(1_000, first, 10);
    expect(limit.wait(1_000, 30)).toBe(0);
  });

  it('lets a request that is larger than the whole limit go alone', () => {
    const limit = new RateLimit({ tokensPerMinute: 100 });
    limit.settle(0, limit.send(0, 10), 10);
    expect(limit.wait(0, 500)).toBeGreaterThanOrEqual(60_000);
    expect(limit.wait(61_000, 500)).toBe(0);
  });

  it('is a third of what the service says for one of three shards', () => {
    const limit = new RateLimit({}, 3);
    const charge = limit.send(0, 0);
    limit.learn(0, charge, facts({ 'x-ratelimit-limit-requests': '6' }), true);
    expect(limit.wait(0, 0)).toBe(0);
    limit.learn(0, limit.send(0, 0), {}, true);
    expect(limit.wait(0, 0)).toBeGreaterThanOrEqual(60_000);
  });

  it('counts what others use of it, because the service says what is left', () => {
    const limit = new RateLimit();
    const told = facts({ 'x-ratelimit-limit-requests': '100', 'x-ratelimit-remaining-requests': '1' });
    limit.learn(0, limit.send(0, 0), told, true);
    expect(limit.wait(0, 0)).toBe(0);
    limit.send(0, 0);
    expect(limit.wait(0, 0)).toBeGreaterThan(0);
  });

  it('rests as long as a 429 asks for', () => {
    const limit = new RateLimit({ requestsPerMinute: 60 });
    const charge = limit.send(0, 0);
    limit.learn(0, charge, {}, false);
    limit.throttled(0, charge, 7_000);
    limit.settle(0, charge, 0);
    expect(limit.wait(0, 0)).toBe(7_000);
  });

  it('lets half as many be under way after a 429, and one more with each answer', () => {
    const limit = new RateLimit({ requestsPerMinute: 600 });
    const sent = Array.from({ length: 8 }, () => limit.send(0, 0));
    const [first, second] = sent;
    if (first === undefined || second === undefined) throw new Error('nothing was sent');
    limit.throttled(10, first, 1_000);
    // Refused together with the first: one lesson.
    limit.throttled(20, second, 1_000);
    for (const charge of sent) limit.settle(30, charge, 0);
    const now = 1_020;
    /** So many more may go. */
    const free = () => {
      const more = [];
      while (limit.wait(now, 0) === 0) more.push(limit.send(now, 0));
      return more;
    };
    const four = free();
    expect(four).toHaveLength(4);
    expect(limit.wait(now, 0)).toBe(Infinity);
    for (const charge of four) {
      limit.learn(now, charge, {}, true);
      limit.passed();
      limit.settle(now, charge, 0);
    }
    expect(free()).toHaveLength(8);
  });
});
