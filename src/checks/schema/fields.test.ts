import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Definitions } from './build/schema.ts';
import { fieldsIn, fieldsOf, keyOf } from './fields.ts';
import { sample, sampleNames } from './samples.ts';

const base: Definitions = JSON.parse(
  readFileSync(new URL('../../../fixtures/schemas/base.json', import.meta.url), 'utf8'),
).definitions;

const definitions: Definitions = {
  Answer: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      items: {
        type: 'array',
        items: { anyOf: [{ $ref: '#/definitions/Text' }, { $ref: '#/definitions/Call' }] },
      },
      error: { anyOf: [{ $ref: '#/definitions/Fault' }, { type: 'null' }] },
      limits: { type: 'object', properties: { tokens: { type: 'number' } } },
    },
  },
  Text: { type: 'object', properties: { type: { type: 'string', const: 'text' }, text: { type: 'string' } } },
  Call: {
    type: 'object',
    properties: {
      type: { type: 'string', const: 'call' },
      text: { type: 'string' },
      inner: { $ref: '#/definitions/Answer' },
    },
  },
  Fault: { type: 'object', properties: { code: { type: 'string' } } },
};
const seen = (value: unknown) => fieldsIn(definitions, 'Answer', value).map(keyOf).sort();

describe('the documented fields of a value', () => {
  it('are named by the definition that declares them, each once', () => {
    expect(
      seen({ id: 'a', limits: { tokens: 1 }, items: [{ type: 'text', text: 'x' }, { type: 'text' }] }),
    ).toEqual([
      'Answer#id',
      'Answer#items',
      'Answer#limits',
      'Answer#limits/tokens',
      'Text#text',
      'Text#type',
    ]);
  });

  it('are of the branch that the tag names, and of no other', () => {
    expect(seen({ items: [{ type: 'call', text: 'x', inner: { id: 'b' } }] })).toEqual([
      'Answer#id',
      'Answer#items',
      'Call#inner',
      'Call#text',
      'Call#type',
    ]);
    expect(seen({ items: [{ type: 'news', text: 'x' }] })).toEqual(['Answer#items']);
  });

  it('count where the value is null, and lead nowhere from there', () => {
    expect(seen({ error: null })).toEqual(['Answer#error']);
    expect(seen({ error: { code: 'x' } })).toEqual(['Answer#error', 'Fault#code']);
  });

  it('leave out what is not documented, and what is of another type', () => {
    expect(seen({ stranger: 1, toString: 2, limits: [{ tokens: 1 }] })).toEqual(['Answer#limits']);
    expect(seen('no object')).toEqual([]);
  });
});

describe('the documented fields', () => {
  it('are those of every definition that can be reached, also through itself', () => {
    expect(fieldsOf(definitions, 'Answer').map(keyOf).sort()).toEqual([
      'Answer#error',
      'Answer#id',
      'Answer#items',
      'Answer#limits',
      'Answer#limits/tokens',
      'Call#inner',
      'Call#text',
      'Call#type',
      'Fault#code',
      'Text#text',
      'Text#type',
    ]);
  });

  it.each(sampleNames.filter((name) => base[name] !== undefined))(
    'hold all fields of the sample %s',
    (name) => {
      const documented = new Set(fieldsOf(base, name).map(keyOf));
      const held = fieldsIn(base, name, sample(name)).map(keyOf);
      expect(held.length).toBeGreaterThan(0);
      expect(held.filter((key) => !documented.has(key))).toEqual([]);
    },
  );
});
