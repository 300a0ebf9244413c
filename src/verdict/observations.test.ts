import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { readObservations, summariseObservations, writeObservations } from './observations.ts';
import { observationId } from './observe.ts';
import type { Observation } from './types.ts';

function sample(change: Partial<Observation> = {}, index = '0'): Observation {
  const citation = { repository: 'a/b', commit: 'c0ffee', path: 'tests/x.yaml', index, license: 'MIT' };
  const feature = change.feature ?? 'chat/completion';
  return {
    id: observationId(citation, feature),
    model: 'gpt-4o',
    version: null,
    api: 'chat',
    feature,
    targetKind: 'azure',
    status: 'supported',
    errorClass: null,
    checks: { passed: ['schema.response'], failed: [] },
    region: 'eastus2',
    date: '2026-03-01',
    dateSource: 'date-header',
    fidelity: 'wire',
    citation,
    ...change,
  };
}

const anyObservation = fc
  .record({
    index: fc.nat(30).map(String),
    feature: fc.constantFrom('chat/completion', 'chat/streaming'),
    status: fc.constantFrom('supported' as const, 'partial' as const),
    date: fc.constantFrom(null, '2026-03-01', '2026-03-02'),
  })
  .map(({ index, ...change }) => sample(change, index));

describe('writeObservations', () => {
  it('writes the same text whatever the order, and reads it back', () => {
    const unique = fc.uniqueArray(anyObservation, { selector: ({ id }) => id, maxLength: 20 });
    fc.assert(
      fc.property(
        unique.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const text = writeObservations(list);
          expect(writeObservations(shuffled)).toBe(text);
          expect(writeObservations(readObservations('o.jsonl', text))).toBe(text);
        },
      ),
    );
  });

  it('writes a fact once, as it was derived last', () => {
    const text = writeObservations([sample(), sample({ status: 'partial' })]);
    expect(readObservations('o.jsonl', text)).toMatchObject([{ status: 'partial' }]);
  });

  it('never writes a key that is no part of an observation', () => {
    const text = writeObservations([{ ...sample(), ...{ body: 'canary' } }]);
    expect(text).not.toContain('canary');
  });
});

describe('summariseObservations', () => {
  it('leaves a comfortable file as it is', () => {
    const observations = [sample(), sample({}, '1')];
    expect(summariseObservations(observations)).toBe(observations);
  });

  it('merges what is equal but for place and date, and cites the newest', () => {
    const newest = sample({ date: '2026-04-01' }, '2');
    const other = sample({ status: 'partial' }, '3');
    const merged = summariseObservations([sample(), newest, sample({ date: null }, '1'), other], 0);
    expect(merged).toHaveLength(2);
    expect(merged).toEqual(expect.arrayContaining([{ ...newest, count: 3 }, other]));
  });

  it('counts every fact once, in any order, however often it is applied', () => {
    fc.assert(
      fc.property(fc.array(anyObservation, { maxLength: 40 }), (observations) => {
        const merged = summariseObservations(observations, 0);
        const total = merged.reduce((sum, { count }) => sum + (count ?? 1), 0);
        expect(total).toBe(new Set(observations.map(({ id }) => id)).size);
        expect(writeObservations(summariseObservations(merged, 0))).toBe(writeObservations(merged));
      }),
    );
  });
});

describe('readObservations', () => {
  const line = (change: object) => JSON.stringify({ ...sample(), ...change });

  it.each<[string, string, string]>([
    ['broken JSON', `${line({})}\n\n{"id":`, 'o.jsonl:3: not valid JSON'],
    ['an unknown status', line({ status: 'works' }), 'o.jsonl:1 (/status): is none of supported, partial'],
    ['a body', line({ body: {} }), 'o.jsonl:1: has a key that observations do not have'],
    [
      'a sentence where an id belongs',
      line({ checks: { passed: ['it works!'], failed: [] } }),
      'o.jsonl:1 (/checks/passed/0)',
    ],
    ['the same id twice', `${line({})}\n${line({})}`, 'was used on line 1 already'],
    ['no object', '[]', 'o.jsonl:1: must be object'],
    ['markup for a model', line({ model: '<b>' }), 'o.jsonl:1 (/model)'],
  ])('refuses %s and names the line', (_name, text, message) => {
    expect(() => readObservations('o.jsonl', text)).toThrow(ConfigurationFailure);
    expect(() => readObservations('o.jsonl', text)).toThrow(message);
  });

  it('lists the first wrong lines and counts the rest', () => {
    const text = Array.from({ length: 20 }, () => '{}').join('\n');
    expect(() => readObservations('o.jsonl', text)).toThrow('… and 8 more');
  });
});
