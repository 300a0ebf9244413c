import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../findings.ts';
import { compileDefinition } from './compile.ts';
import { toDispatchForm } from './dispatch.ts';
import { type Definitions, refTo } from './schema.ts';

const text = (tag: string, property: string): Definitions[string] => ({
  type: 'object',
  properties: { type: { type: 'string', const: tag }, [property]: { type: 'string' } },
  required: ['type', property],
  additionalProperties: false,
});

const definitions: Definitions = {
  Text: text('text', 'text'),
  Image: text('image', 'url'),
  Part: { anyOf: [refTo('Text'), refTo('Image')] },
  MaybePart: { anyOf: [refTo('Part'), { type: 'null' }] },
  Content: { anyOf: [{ type: 'string' }, { type: 'array', items: refTo('Part') }] },
  Easy: {
    type: 'object',
    properties: { type: { type: 'string', const: 'message' }, role: { type: 'string' } },
    required: ['role'],
    additionalProperties: false,
  },
  Input: { anyOf: [refTo('Text'), refTo('Easy')] },
  FormerOrLatter: {
    anyOf: [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
      { type: 'object', properties: { b: { type: 'number' } }, required: ['b'], additionalProperties: false },
    ],
  },
};

function findings(name: string, value: unknown) {
  return findingsOf(compileDefinition(toDispatchForm(definitions), name), value);
}

describe('toDispatchForm', () => {
  it('leaves no anyOf in the schemas of the openai package', () => {
    const file = new URL('../../../../fixtures/schemas/base.json', import.meta.url);
    const base: { definitions: Definitions } = JSON.parse(readFileSync(file, 'utf8'));
    expect(JSON.stringify(toDispatchForm(base.definitions))).not.toContain('"anyOf"');
  });

  it.each([
    ['Part', { type: 'text', text: 'a' }],
    ['Part', { type: 'image', url: 'a' }],
    ['MaybePart', null],
    ['Content', 'plain'],
    ['Content', [{ type: 'text', text: 'a' }]],
    ['Input', { role: 'user' }],
    ['Input', { type: 'message', role: 'user' }],
    ['Input', { type: 'text', text: 'a' }],
    ['FormerOrLatter', { a: 'x' }],
    ['FormerOrLatter', { b: 1 }],
  ])('accepts what the union %s accepts: %j', (name, value) => {
    expect(findings(name, value)).toEqual({ faults: [], drift: [] });
  });

  it('answers a wrong branch with one fault that names the branch', () => {
    const { faults } = findings('Content', [{ type: 'image', url: 3 }]);
    expect(faults).toMatchObject([
      { pointer: '/0/url', definition: 'Image', expected: 'string', found: '3' },
    ]);
  });

  it('answers a value of no JSON type of the union with one fault', () => {
    expect(findings('Content', 7).faults).toMatchObject([{ pointer: '', expected: 'array or string' }]);
  });

  it('answers a missing tag with one fault', () => {
    expect(findings('Part', { text: 'a' }).faults).toMatchObject([{ pointer: '/type', kind: 'missing' }]);
  });

  it('answers a tag that is no string with one fault', () => {
    expect(findings('Part', { type: 5, text: 'a' }).faults).toMatchObject([{ pointer: '/type', found: '5' }]);
  });

  it('counts an unknown tag as drift and looks no further', () => {
    expect(findings('Content', [{ type: 'video', url: 3 }])).toEqual({
      faults: [],
      drift: [{ kind: 'unknown-item-type', pointer: '/{i}/type', schema: 'Part', value: 'video' }].map(
        (drift) => ({
          ...drift,
          schema: 'Part',
        }),
      ),
    });
  });

  it('merges objects that no tag tells apart: what they share is required', () => {
    expect(findings('FormerOrLatter', { a: 1 }).faults).toMatchObject([{ pointer: '/a' }]);
    expect(findings('FormerOrLatter', { c: 1 }).drift).toMatchObject([
      { kind: 'unknown-field', pointer: '/c' },
    ]);
  });
});
