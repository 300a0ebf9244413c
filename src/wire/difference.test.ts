import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { differences } from './difference.ts';

describe('differences', () => {
  it.each([
    [{ a: 1 }, { a: 2 }, ['/a: recorded 1, sent 2']],
    [{ a: 1 }, { a: '1' }, ['/a: recorded 1, sent "1"']],
    [{ a: [1, 2] }, { a: [1] }, ['/a/1: 2 is recorded, but not sent']],
    [{ a: [] }, { a: {} }, ['/a: recorded [], sent {}']],
    [{ 'a/b': { '~': 1 } }, { 'a/b': {} }, ['/a~1b/~0: 1 is recorded, but not sent']],
    [{}, { x: null }, ['/x: null is sent, but not recorded']],
    [1, 2, [': recorded 1, sent 2']],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ])('of %j and %j: %j', (recorded, sent, expected) => {
    expect(differences(recorded, sent).map(({ pointer, message }) => `${pointer}: ${message}`)).toEqual(
      expected,
    );
  });

  it('are none exactly when the canonical texts are equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(differences(a, b).length === 0).toBe(canonicalJson(a) === canonicalJson(b));
        expect(differences(a, JSON.parse(JSON.stringify(a)))).toEqual([]);
      }),
    );
  });

  it('stop at fifty and show little of long values', () => {
    const wide = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [index, 'x'.repeat(500)]));
    const found = differences(wide, {});
    expect(found).toHaveLength(50);
    expect(found[0]?.message.length).toBeLessThan(120);
  });
});
