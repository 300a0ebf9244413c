import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azureTarget, sampleCase } from '../matrix/sample.fixture.ts';
import type { Case, Target } from '../matrix/types.ts';
import { parseShard, planHash, prepare, shareOf } from './prepare.ts';

const item = (id: string, target = 'sweden') => sampleCase({ id, target });

describe('prepare', () => {
  const unset = azureTarget({ endpointVariable: 'AZURE_OPENAI_ENDPOINT_SWEDEN' });
  const options = (mode: 'replay' | 'live', one: Target, recorded = false) => ({
    mode,
    targets: new Map([[one.name, one]]),
    hasRecording: () => recorded,
  });

  it('names the variable that is not set, in live mode', () => {
    const [prepared] = prepare([item('a')], options('live', unset));
    expect(prepared?.notRun).toEqual({
      reason: 'no-endpoint',
      note: 'AZURE_OPENAI_ENDPOINT_SWEDEN is not set',
    });
  });

  it('needs no endpoint to replay, but a recording, and says how to make one', () => {
    expect(prepare([item('a')], options('replay', unset, true))[0]?.notRun).toBeUndefined();
    const [missing] = prepare([item('a')], options('replay', unset));
    expect(missing?.notRun?.reason).toBe('no-recording');
    expect(missing?.notRun?.note).toContain("aoai-conform run 'a' --mode record");
  });

  it('lets the embedded reference target run without an endpoint', () => {
    const reference = azureTarget({ name: 'reference', kind: 'reference' });
    expect(prepare([item('a', 'reference')], options('live', reference))[0]?.notRun).toBeUndefined();
  });

  it('keeps the reason that the expansion gave', () => {
    const excluded: Case = { ...item('a'), notRun: { reason: 'excluded', note: 'weekly' } };
    expect(prepare([excluded], options('replay', unset, true))).toEqual([excluded]);
  });
});

describe('shards', () => {
  it('put every case into exactly one share, whatever the others are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 })),
        fc.integer({ min: 1, max: 9 }),
        (ids, count) => {
          const cases = ids.map((id) => item(id));
          const shares = Array.from({ length: count }, (_, index) =>
            shareOf(cases, { index: index + 1, count }),
          );
          expect(
            shares
              .flat()
              .map(({ id }) => id)
              .sort(),
          ).toEqual([...ids].sort());
        },
      ),
    );
  });

  it.each(['0/3', '4/3', '1', 'a/b', '1/0', '-1/2'])('refuses %s', (text) => {
    expect(() => parseShard(text)).toThrow(/no shard/);
  });
});

describe('planHash', () => {
  it('changes with the mode, the cases, their deployments and what can run', () => {
    const base = [item('a'), item('b')];
    const hashes = [
      planHash(base, 'replay'),
      planHash(base, 'live'),
      planHash([item('a')], 'replay'),
      planHash([item('a'), { ...item('b'), deployment: 'other' }], 'replay'),
      planHash([item('a'), { ...item('b'), notRun: { reason: 'excluded', note: '' } }], 'replay'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
