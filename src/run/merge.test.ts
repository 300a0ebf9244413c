import { describe, expect, it } from 'vitest';
import type { CaseResult } from '../verdict/types.ts';
import { carryVerdicts, mergeRuns, type NamedJournal, refuseOverlap } from './merge.ts';

function run(
  file: string,
  cases: readonly string[],
  shard: string | null = null,
  more: object = {},
): NamedJournal {
  const header = {
    type: 'header',
    schema: 1,
    run: `run of ${file}`,
    startedAt: `2026-11-21T00:00:0${file.length % 10}.000Z`,
    mode: 'live',
    harness: '1',
    sdk: '7',
    plan: `plan of ${file}`,
    cases: cases.length,
    shard,
    ...more,
  } as const;
  const results = cases.map((id) => ({ case: id, status: 'supported' }) as unknown as CaseResult);
  const footer = { type: 'footer', finishedAt: '2026-11-21T01:00:00.000Z', counts: {}, resumed: false };
  return { file, journal: { header, results, footer } as unknown as NamedJournal['journal'] };
}
const shards = [run('a', ['c', 'f'], '1/3'), run('bb', ['a', 'd'], '2/3'), run('ccc', ['b', 'e'], '3/3')];

describe('mergeRuns', () => {
  it('gives one run with every case once, whatever the order of the shards', () => {
    const merged = mergeRuns(shards);
    expect(merged.results.map((row) => row.case)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(merged.header).toMatchObject({ cases: 6, shard: null, startedAt: '2026-11-21T00:00:01.000Z' });
    expect(merged.footer.counts).toMatchObject({ supported: 6, errored: 0 });
    expect(mergeRuns([...shards].reverse())).toEqual(merged);
  });

  it('joins whole runs of different cases', () => {
    expect(mergeRuns([run('a', ['x']), run('b', ['y'])]).header.cases).toBe(2);
  });

  it.each<[string, NamedJournal[], RegExp]>([
    ['a shard that is missing', shards.slice(1), /of 3 shards 1\/3 is missing/],
    ['two that are missing', shards.slice(0, 1), /2\/3, 3\/3 are missing/],
    ['a shard of another split', [...shards, run('d', ['z'], '1/2')], /d:1.*shard 1 of 2, and a is one of 3/],
    ['a whole run among shards', [...shards, run('d', ['z'])], /shard 1 of 3, and d is a whole run/],
    ['a case twice', [run('a', ['x']), run('b', ['x'])], /b: the case x stands in a as well/],
    [
      'shards of two samples',
      ['2026-11-20', '2026-11-21'].map((day, index) =>
        run(`${index}`, ['x'], `${index + 1}/2`, { sample: { share: '1/7', day } }),
      ),
      /the sample 1\/7 of 2026-11-21 and no timings here, the sample 1\/7 of 2026-11-20 and no timings in 0/,
    ],
    [
      'shards that were dealt in two ways',
      [run('a', ['x'], '1/2'), run('b', ['x'], '2/2', { timings: 'abc' })],
      /no sample and the timings abc here, no sample and no timings in a/,
    ],
    ['another mode', [run('a', ['x']), run('b', ['y'], null, { mode: 'replay' })], /differ in mode: replay/],
    ['another version', [run('a', ['x']), run('b', ['y'], null, { harness: '2' })], /differ in harness: 2/],
    ['nothing', [], /no run to merge/],
  ])('refuses %s', (_, runs, says) => {
    const told = (() => {
      try {
        return String(mergeRuns(runs));
      } catch (error) {
        return error instanceof Error && 'describe' in error
          ? String((error as { describe(): string }).describe())
          : '';
      }
    })();
    expect(told).toMatch(says);
  });
});

describe('refuseOverlap', () => {
  it('names the file that is given twice', () => {
    const one = run('a', ['x']);
    expect(() => refuseOverlap([one, one])).toThrow('the case x stands here twice');
  });
});

describe('carryVerdicts', () => {
  const row = (id: string, status: string, notRun: string | null = null) =>
    ({ case: id, status, notRun }) as unknown as CaseResult;
  const carried = (base: readonly CaseResult[], head: readonly CaseResult[]) => {
    const { journal } = run('head', []);
    return carryVerdicts(base, { ...journal, results: head });
  };

  it('keeps the last verdict of what could not be asked, so that a later regression is measured against it', () => {
    const base = [row('a', 'supported'), row('b', 'supported'), row('c', 'unsupported')];
    const night = [row('a', 'blocked'), row('b', 'partial'), row('c', 'not-run', 'budget')];
    const { results, footer } = carried(base, night);
    expect(results.map(({ status }) => status)).toEqual(['supported', 'partial', 'unsupported']);
    expect(footer.counts).toMatchObject({
      supported: 1,
      partial: 1,
      unsupported: 1,
      blocked: 0,
      'not-run': 0,
    });
  });

  it('keeps no verdict of what is not run for a reason that stays', () => {
    const night = [row('a', 'not-run', 'no-endpoint'), row('b', 'not-run', 'no-recording')];
    expect(carried([row('a', 'supported'), row('b', 'supported')], night).results).toEqual(night);
  });

  it('keeps the last verdict of what had no turn in the sample, and leaves other gaps as they are', () => {
    const gap = (id: string, notRun: string) => ({ ...row(id, 'not-run'), notRun }) as CaseResult;
    const base = [row('a', 'supported'), row('b', 'supported')];
    const night = [gap('a', 'sampled-out'), gap('b', 'no-endpoint')];
    expect(carried(base, night).results).toEqual([base[0], night[1]]);
  });

  it('leaves a case blocked that never had a verdict, and forgets one that is gone', () => {
    expect(carried([row('gone', 'supported')], [row('a', 'blocked')]).results).toEqual([row('a', 'blocked')]);
  });
});
