import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standingOf, wilson } from './interval.ts';

describe('the interval of a share', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3, which has four places.
  it.each([
    [81, 263, [0.255, 0.366]],
    [15, 148, [0.062, 0.16]],
    [0, 20, [0, 0.161]],
    [1, 29, [0.006, 0.172]],
    [10, 10, [0.722, 1]],
    [0, 0, [0, 1]],
  ])('of %i out of %i is the published one', (passed, all, interval) => {
    expect(wilson(passed, all)).toEqual(interval);
  });

  const counts = fc
    .tuple(fc.integer({ min: 1, max: 500 }), fc.nat(500))
    .map(([all, passed]) => ({ all, passed: Math.min(passed, all) }));

  it('holds the share, lies in 0 to 1, and mirrors', () => {
    fc.assert(
      fc.property(counts, ({ passed, all }) => {
        const [low, high] = wilson(passed, all);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(passed / all + 0.0005);
        expect(high).toBeGreaterThanOrEqual(passed / all - 0.0005);
        const [mirroredLow, mirroredHigh] = wilson(all - passed, all);
        expect(mirroredLow).toBeCloseTo(1 - high, 2);
        expect(mirroredHigh).toBeCloseTo(1 - low, 2);
      }),
    );
  });

  it('is narrower with more of the same', () => {
    fc.assert(
      fc.property(counts, ({ passed, all }) => {
        const width = ([low, high]: readonly [number, number]) => high - low;
        expect(width(wilson(4 * passed, 4 * all))).toBeLessThan(width(wilson(passed, all)));
      }),
    );
  });
});

describe('a share against a threshold', () => {
  it.each([
    [4, 4, 'above'],
    [3, 3, 'inconclusive'],
    [1, 3, 'inconclusive'],
    [0, 4, 'below'],
    [1, 10, 'below'],
  ])('%i of %i and one half: %s', (passed, all, standing) => {
    expect(standingOf(wilson(passed, all), 0.5)).toBe(standing);
  });
});
