import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nightsOf, parseSample, type SampleSpec, sample } from './sample.ts';
import type { Case, Matrix, ModelKind, NotRunReason } from './types.ts';

const KINDS: readonly ModelKind[] = ['general', 'reasoning', 'chat'];
const MODELS = Array.from({ length: 9 }, (_, n) => ({ id: `m${n}@1`, kind: KINDS[n % 3] ?? 'general' }));
const TARGETS = ['north', 'south', 'west'];
const matrix = {
  models: MODELS,
  targets: [...TARGETS.map((name) => ({ name, kind: 'azure' })), { name: 'reference', kind: 'reference' }],
} as unknown as Pick<Matrix, 'targets' | 'models'>;

function caseOf(id: string, reason?: NotRunReason): Case {
  const [feature = '', model = '', target = ''] = id.split(':');
  const notRun = reason === undefined ? {} : { notRun: { reason, note: '' } };
  return { id, feature, api: 'chat', model, carrier: model, target, deployment: model, ...notRun };
}

const idOf = fc
  .tuple(
    fc.integer({ min: 0, max: 11 }),
    fc.constantFrom('-', ...MODELS.map(({ id }) => id)),
    fc.constantFrom(...TARGETS),
  )
  .map(([feature, model, target]) => `chat/f${feature}:${model}:${target}`);
const cases = fc
  .uniqueArray(idOf, { minLength: 1, maxLength: 200 })
  .map((ids) => ids.map((id) => caseOf(id)));
const specs = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 9 }))
  .filter(([share, of]) => share < of)
  .map(([share, of]): SampleSpec => ({ share, of }));
const days = fc.integer({ min: 20_000, max: 25_000 });
const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const askedIn = (all: readonly Case[]) => new Set(all.filter(({ notRun }) => !notRun).map(({ id }) => id));

/** Every pair of values that the three kinds of pairs ask for, from the definition. */
function pairsIn(all: Iterable<string>): Set<string> {
  const pairs = new Set<string>();
  for (const id of all) {
    const [feature = '', model = '', target = ''] = id.split(':');
    pairs.add(`ft ${feature} ${target}`);
    if (model === '-') continue;
    pairs.add(`mt ${model} ${target}`);
    pairs.add(`fk ${feature} ${MODELS.find(({ id: known }) => known === model)?.kind}`);
  }
  return pairs;
}

describe('a sample', () => {
  it('covers every pair that occurs together, every night, and counts that truly', () => {
    fc.assert(
      fc.property(cases, specs, days, (all, spec, day) => {
        const { cases: shown, statement } = sample(all, spec, { matrix, today: dateOf(day) });
        expect(pairsIn(askedIn(shown))).toEqual(pairsIn(all.map(({ id }) => id)));
        for (const { covered, total } of statement.pairs) expect(covered).toBe(total);
        expect(statement.pairs.reduce((sum, { total }) => sum + total, 0)).toBe(
          pairsIn(all.map(({ id }) => id)).size,
        );
        expect(statement.asked).toBe(askedIn(shown).size);
        expect(statement.of).toBe(all.length);
      }),
    );
  });

  it('asks every case within the nights it says, and each on the day that it named', () => {
    fc.assert(
      fc.property(cases, specs, days, (all, spec, day) => {
        const nights = Array.from(
          { length: nightsOf(spec) },
          (_, night) => sample(all, spec, { matrix, today: dateOf(day + night) }).cases,
        );
        const asked = new Set(nights.flatMap((night) => [...askedIn(night)]));
        expect(asked.size).toBe(all.length);
        for (const { id, notRun } of nights[0] ?? []) {
          if (notRun === undefined) continue;
          expect(notRun.reason).toBe('sampled-out');
          const turn = /its turn is on (\S+)$/.exec(notRun.note)?.[1] ?? '';
          const then = nights[(Date.parse(turn) - Date.parse(dateOf(day))) / 86_400_000];
          expect(askedIn(then ?? [])).toContain(id);
        }
      }),
    );
  });

  it('is the same for the same cases in any order', () => {
    fc.assert(
      fc.property(cases, specs, days, fc.func(fc.nat()), (all, spec, day, mix) => {
        const options = { matrix, today: dateOf(day) };
        const shuffled = all.toSorted((a, b) => mix(a.id) - mix(b.id));
        const one = sample(all, spec, options);
        const other = sample(shuffled, spec, options);
        expect(askedIn(other.cases)).toEqual(askedIn(one.cases));
        expect(other.statement).toEqual(one.statement);
      }),
    );
  });

  it('changes little when a case comes: at most six others', () => {
    fc.assert(
      fc.property(cases, specs, days, idOf, (all, spec, day, id) => {
        fc.pre(all.every((known) => known.id !== id));
        const options = { matrix, today: dateOf(day) };
        const before = askedIn(sample(all, spec, options).cases);
        const after = askedIn(sample([...all, caseOf(id)], spec, options).cases);
        after.delete(id);
        expect(
          [...before].filter((one) => !after.has(one)).length +
            [...after].filter((one) => !before.has(one)).length,
        ).toBeLessThanOrEqual(6);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves alone what cannot run, and never leaves out what costs nothing', () => {
    const all = [
      ...Array.from({ length: 60 }, (_, n) => caseOf(`chat/f${n % 3}:m${n % 9}@1:reference`)).slice(0, 9),
      ...MODELS.flatMap(({ id }) => ['chat/a', 'chat/b', 'chat/c'].map((f) => caseOf(`${f}:${id}:north`))),
      caseOf('chat/d:m0@1:north', 'excluded'),
    ];
    const { cases: shown, statement } = sample(all, { share: 1, of: 9 }, { matrix, today: '2026-11-21' });
    expect(shown.at(-1)).toBe(all.at(-1));
    expect(shown.slice(0, 9)).toEqual(all.slice(0, 9));
    expect(statement).toMatchObject({ free: 9, of: 36 });
    expect(statement.asked).toBeLessThan(36);
    // The pairs of what cannot run are nobody's.
    expect(statement.pairs.find(({ axes }) => axes === 'feature x target')?.total).toBe(3);
  });
});

describe('what an earlier run left without a recent verdict', () => {
  const all = MODELS.flatMap(({ id }) =>
    TARGETS.flatMap((target) => Array.from({ length: 8 }, (_, n) => caseOf(`chat/f${n}:${id}:${target}`))),
  );
  const spec = { share: 1, of: 6 };
  const today = '2026-11-21';
  const plain = sample(all, spec, { matrix, today });
  const waiting = plain.cases.filter(({ notRun }) => notRun !== undefined).map(({ id }) => id);
  const verdictsWith = (late: ReadonlyMap<string, string | null>) =>
    new Map(all.map(({ id }): [string, string | null] => [id, late.get(id) ?? '2026-11-20T02:00:00Z']));

  it('is asked before its turn, and nothing else is', () => {
    const late = new Map(waiting.slice(0, 3).map((id) => [id, '2026-11-14T02:00:00Z']));
    const { cases: shown, statement } = sample(all, spec, { matrix, today, verdicts: verdictsWith(late) });
    const usual = askedIn(plain.cases);
    expect(new Set([...askedIn(shown)].filter((id) => !usual.has(id)))).toEqual(new Set(late.keys()));
    expect(statement).toMatchObject({ overdue: 3, asked: plain.statement.asked + 3 });
  });

  it('is at most a share of the remainder, the oldest first', () => {
    const late = new Map(
      waiting.map((id, n) => [id, n < 4 ? '2026-09-01T00:00:00Z' : '2026-10-01T00:00:00Z']),
    );
    const { cases: shown, statement } = sample(all, spec, { matrix, today, verdicts: verdictsWith(late) });
    expect(statement.overdue).toBe(Math.ceil(waiting.length / 6));
    for (const id of waiting.slice(0, 4)) expect(askedIn(shown)).toContain(id);
  });

  it('counts a case that never had a verdict as the oldest', () => {
    const [never = ''] = waiting;
    const verdicts = verdictsWith(new Map());
    verdicts.delete(never);
    const { cases: shown, statement } = sample(all, spec, { matrix, today, verdicts });
    expect(statement.overdue).toBe(1);
    expect(askedIn(shown)).toContain(never);
  });
});

describe('a share', () => {
  it.each([
    ['pairwise', { share: 1, of: 7 }],
    ['2/7', { share: 2, of: 7 }],
  ])('reads %s', (text, spec) => expect(parseSample(text)).toEqual(spec));

  it.each(['', '0/7', '7/7', '8/7', '1/0', '1.5/7', 'pair wise', '-1/7', '1/7 '])('refuses "%s"', (text) => {
    expect(parseSample(text)).toBeUndefined();
  });
});
