import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import type { Case } from '../matrix/types.ts';
import type { CaseResult } from '../verdict/types.ts';
import { balancedShares, readTimings, type Timings, timingsOf } from './timings.ts';

const caseOf = (id: string, over: Partial<Case> = {}): Case => ({
  id,
  feature: id.split(':')[0] ?? '',
  api: 'chat',
  model: 'm',
  carrier: 'm',
  target: 't',
  deployment: 'm',
  ...over,
});
const row = (feature: string, durationMs: number, over: Partial<CaseResult> = {}): CaseResult =>
  ({ feature, durationMs, status: 'supported', evidence: { mode: 'live' }, ...over }) as CaseResult;

describe('timings', () => {
  it('are the medians of what was asked live, rounded', () => {
    const replay = { mode: 'replay' } as CaseResult['evidence'];
    const rows = [
      row('b', 1_000),
      row('b', 90_000),
      row('b', 2_300),
      row('a', 700),
      row('a', 1, { status: 'blocked' }),
      row('a', 1, { status: 'not-run' }),
      row('c', 5, { evidence: replay }),
    ];
    expect(timingsOf(rows)).toEqual({ version: 1, features: { a: 500, b: 2_500 } });
    expect(JSON.stringify(timingsOf(rows.toReversed()))).toBe(JSON.stringify(timingsOf(rows)));
  });

  it.each(['{', '{"version":2,"features":{}}', '{"version":1,"features":{"a":"1s"}}', '[]'])(
    'are not %s',
    (text) => {
      expect(() => readTimings('timings.json', text)).toThrow(ConfigurationFailure);
    },
  );
});

describe('balanced shares', () => {
  const timings = fc
    .array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 6 })
    .map((all): Timings => ({ version: 1, features: Object.fromEntries(all.map((ms, n) => [`f${n}`, ms])) }));
  const cases = fc
    .uniqueArray(fc.tuple(fc.nat(8), fc.nat(20)), { selector: ([f, m]) => `f${f}:${m}`, maxLength: 60 })
    .map((all) => all.map(([f, m]) => caseOf(`f${f}:${m}:t`)));
  const count = fc.integer({ min: 1, max: 7 });

  it('hold every case once, whatever the order, and differ by no more than the longest case', () => {
    fc.assert(
      fc.property(cases, timings, count, (all, times, shards) => {
        const shares = balancedShares(all, shards, times);
        expect(shares).toHaveLength(shards);
        const ids = (share: readonly Case[]) => share.map(({ id }) => id).sort();
        expect(ids(shares.flat())).toEqual(ids(all));
        expect(balancedShares(all.toReversed(), shards, times).map(ids)).toEqual(shares.map(ids));
        const known = Object.values(times.features).sort((a, b) => a - b);
        const usual =
          ((known[Math.ceil(known.length / 2) - 1] ?? 0) + (known[Math.floor(known.length / 2)] ?? 0)) / 2;
        const ms = (item: Case) => times.features[item.feature] ?? usual;
        const loads = shares.map((share) => share.reduce((sum, item) => sum + ms(item), 0));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(0, ...all.map(ms)));
      }),
    );
  });

  it('give what takes no time to those that have least', () => {
    const notRun = { reason: 'excluded', note: '' } as const;
    const all = [caseOf('slow:1:t'), ...[1, 2, 3, 4].map((n) => caseOf(`slow:${n}:u`, { notRun }))];
    const [one = [], two = []] = balancedShares(all, 2, { version: 1, features: { slow: 1_000 } });
    expect([one.length, two.length].sort()).toEqual([1, 4]);
    expect([...one, ...two].filter((item) => item.notRun === undefined)).toHaveLength(1);
  });
});
