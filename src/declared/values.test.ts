import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mismatch } from './match.ts';
import { fill } from './placeholders.ts';

describe('filling in', () => {
  const lookUp = (found: unknown) => () => found;

  it('keeps the type where a string is the placeholder alone, and writes it out elsewhere', () => {
    const body = { count: '${a#/n}', text: 'n is ${a#/n}', list: ['${a#/n}'], flag: true };
    expect(fill<unknown>(body, lookUp(7))).toEqual({ count: 7, text: 'n is 7', list: [7], flag: true });
  });

  it('leaves what is escaped', () => {
    expect(fill('$${model} is ${model}', lookUp('m'))).toBe('${model} is m');
  });

  it('changes nothing that has no placeholder', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        fc.pre(!JSON.stringify(value).includes('${') && !JSON.stringify(value).includes('__proto__'));
        expect(fill<unknown>(value, lookUp('never'))).toEqual(value);
      }),
    );
  });
});

describe('a matcher', () => {
  it.each([
    [{ equals: { a: [1] } }, { a: [1] }, { a: [2] }],
    [{ equals: null }, null, undefined],
    [{ type: 'integer' as const }, 3, 3.5],
    [{ type: 'array' as const }, [], {}],
    [{ type: 'object' as const }, {}, []],
    [{ type: 'null' as const }, null, undefined],
    [{ type: 'string' as const }, '', 1],
    [{ pattern: '^b' }, 'blue', 'a blue'],
    [{ pattern: '1' }, '1', 1],
    [{ present: true as const }, null, undefined],
    [{ absent: true as const }, undefined, null],
    [{ schema: { type: 'array', minItems: 1 } }, [1], []],
    [{ schema: {} }, 1, undefined],
  ])('%j takes %j and not %j', (matcher, right, wrong) => {
    expect(mismatch(right, matcher)).toBeNull();
    expect(mismatch(wrong, matcher)).toMatch(/./);
  });
});
