import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { materialOf, valueFor } from './arguments.ts';

const ajv = formats.default(new Ajv2020({ strict: false }));

/** Schemas as `strict` function calling accepts them: closed objects, everything required. */
const schemas = fc.letrec<{ any: JsonObject }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonObject>(
      { type: 'string' },
      { type: 'boolean' },
      { type: 'null' },
      { type: ['string', 'null'] },
      { const: 7 },
    ),
    fc.record({
      type: fc.constant('string'),
      enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      type: fc.constant('string'),
      format: fc.constantFrom('date', 'date-time', 'email', 'uuid', 'uri'),
    }),
    fc.nat(20).map((minLength): JsonObject => ({ type: 'string', minLength, maxLength: minLength + 5 })),
    fc
      .integer({ min: -50, max: 50 })
      .map((minimum): JsonObject => ({ type: 'integer', minimum, maximum: minimum + 3 })),
    fc
      .integer({ min: -50, max: 50 })
      .map((least): JsonObject => ({ type: 'number', exclusiveMinimum: least })),
    fc.integer({ min: 1, max: 9 }).map((multipleOf): JsonObject => ({ type: 'integer', multipleOf })),
    fc
      .tuple(tie('any'), fc.nat(3))
      .map(([items, minItems]): JsonObject => ({ type: 'array', items, minItems, maxItems: minItems + 1 })),
    fc.tuple(tie('any'), tie('any')).map((anyOf): JsonObject => ({ anyOf })),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('any'), { maxKeys: 4 }).map(
      (properties): JsonObject => ({
        type: 'object',
        properties,
        required: Object.keys(properties),
        additionalProperties: false,
      }),
    ),
  ),
})).any;

describe('a made-up value', () => {
  it('satisfies its schema, whatever the prompt says', () => {
    fc.assert(
      fc.property(schemas, fc.string({ unit: 'grapheme' }), (schema, text) => {
        const value = valueFor(schema, materialOf(text));
        expect(ajv.validate(schema, value), JSON.stringify({ schema, value, errors: ajv.errors })).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for the same prompt', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
      required: ['a', 'b'],
    };
    const make = () => valueFor(schema, materialOf('Ship 12 crates to Porto'));
    expect(make()).toEqual({ a: 'Porto', b: 12 });
    expect(make()).toEqual(make());
  });

  it('ends where a schema refers to itself', () => {
    const node = {
      type: 'object',
      properties: { name: { type: 'string' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
      required: ['name', 'next'],
      additionalProperties: false,
    };
    const schema = { $ref: '#/$defs/node', $defs: { node } };
    expect(ajv.validate(schema, valueFor(schema, materialOf('Hello')))).toBe(true);
  });

  it.each([
    ["What's the weather like in San Francisco, CA?", ['San Francisco, CA']],
    ['Weather in Oslo', ['Oslo']],
    ['Alice and Bob are going to a fair', ['Alice', 'Bob']],
    ['Say "open sesame" to the Cave', ['open sesame', 'Cave']],
    ['hello', []],
  ])('takes its names from %j', (text, names) => {
    expect(materialOf(text).names).toEqual(names);
  });
});
