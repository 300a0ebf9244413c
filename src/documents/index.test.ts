import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigurationFailure } from '../failure.ts';
import { parseDocument } from './index.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$', description: 'lower-case letters' },
    kind: { enum: ['azure', 'reference'] },
    since: { type: 'string', format: 'date' },
    version: { const: 1 },
    size: { type: 'integer', minimum: 1 },
    either: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    entries: {
      type: 'object',
      propertyNames: { pattern: '^[a-z]+$', description: 'lower-case letters' },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: { 'a/b~c': { type: 'string' } },
      },
    },
  },
};

const parse = (text: string) => parseDocument<Record<string, unknown>>({ file: 'data.yaml', text }, schema);

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.describe();
    throw error;
  }
  throw new Error('the document was accepted');
}

describe('a document', () => {
  it('is YAML or JSON', () => {
    expect(parse('name: abc\nsize: 2\n').value).toEqual({ name: 'abc', size: 2 });
    expect(parse('{"name": "abc", "size": 2}').value).toEqual({ name: 'abc', size: 2 });
  });

  it('may repeat a value by an alias', () => {
    expect(parse('name: &n abc\neither: [*n, *n]\n').value).toEqual({ name: 'abc', either: ['abc', 'abc'] });
  });

  it('keeps a date as the text it is', () => {
    expect(parse('name: abc\nsince: 2027-03-01\n').value).toEqual({ name: 'abc', since: '2027-03-01' });
  });

  it('still knows where each of its values stands', () => {
    const document = parse('name: abc\nentries:\n  x:\n    a/b~c: here\n');
    expect(document.placeOf('/entries/x/a~1b~0c')).toEqual({
      file: 'data.yaml',
      line: 4,
      column: 5,
      pointer: '/entries/x/a~1b~0c',
    });
    expect(document.placeOf('')).toEqual({ file: 'data.yaml', line: 1, column: 1 });
  });

  it('places what is not there at the nearest thing that is', () => {
    expect(parse('name: abc\nentries:\n  x: {}\n').placeOf('/entries/x/y/z')).toMatchObject({
      line: 3,
      column: 3,
    });
  });

  it('is rejected by its reader with all problems in the order of the text', () => {
    const document = parse('name: abc\nsize: 2\n');
    expect(() =>
      document.reject([
        { pointer: '/size', message: 'second' },
        { pointer: '/name', message: 'first' },
      ]),
    ).toThrow('2 problems\ndata.yaml:1:1 (/name): first\ndata.yaml:2:1 (/size): second');
  });
});

describe('a wrong document', () => {
  it.each([
    ['size: 1', 'data.yaml:1:1: key "name" is missing'],
    ['name: abc\nsiez: 1', 'data.yaml:2:1 (/siez): unknown key "siez", did you mean "size"?'],
    [
      'name: abc\nqqqqqqqqqq: 1',
      'unknown key "qqqqqqqqqq"; known keys: name, kind, since, version, size, either, entries',
    ],
    ['name: 7', 'data.yaml:1:1 (/name): expected string, found 7'],
    ['name: ABC', '"ABC" does not match ^[a-z]+$ (lower-case letters)'],
    ['name: abc\nkind: azur', '"azur" is not one of azure, reference, did you mean "azure"?'],
    ['name: abc\nversion: 2', 'expected 1, found 2'],
    ['name: abc\nsince: 2027-02-30', '"2027-02-30" is not a valid date'],
    ['name: abc\nsize: 0', 'must be >= 1, found 0'],
    ['name: abc\nentries: { X: {} }', 'data.yaml:2:12 (/entries/X): '],
    ['name: abc\nname: def', 'data.yaml:2:1: key "name" appears twice'],
    ['name: abc\n"name": def', 'key "name" appears twice'],
    ['name: "abc', 'data.yaml:1:11: Missing closing "quote'],
    ['name: *nothing', 'data.yaml:1:7: no anchor "&nothing" stands before the alias'],
    ['name: abc\neither: &a [*a]', 'data.yaml:2:13: the alias "*a" stands inside the value it repeats'],
    ['name: abc\nentries: &e { x: { y: *e } }', 'the alias "*e" stands inside the value it repeats'],
    ['name: abc\n---\nname: def', 'data.yaml:2:1: a second document (---) begins here'],
    ['__proto__: {}\nname: abc', 'unknown key "__proto__"'],
    ['', 'expected object, found null'],
    ['[a]: b', 'data.yaml:1:1: '],
    ['['.repeat(20_000), 'data.yaml: the document is nested too deeply'],
  ])('%.30j is refused in words', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('names the alternatives that failed rather than the word that joins them', () => {
    const message = refusal('name: abc\neither: 5');
    expect(message).toContain('expected string, found 5');
    expect(message).toContain('expected array, found 5');
    expect(message).not.toContain('anyOf');
  });

  it('is refused for each of its problems at once, up to twelve', () => {
    const keys = Array.from({ length: 20 }, (_, index) => `qqqqqqqqqq${index}: 1`).join('\n');
    const message = refusal(`name: abc\n${keys}`);
    expect(message).toContain('20 problems');
    expect(message).toContain('… and 8 more');
    expect(message.split('\n')).toHaveLength(14);
  });

  it('does not print a long value in full', () => {
    expect(refusal(`name: ${'A'.repeat(500)}`).length).toBeLessThan(200);
  });

  it('that expands beyond all measure is refused before it fills the memory', () => {
    const bomb = Array.from(
      { length: 9 },
      (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}, *a${i - 1}, *a${i - 1}`}]`,
    );
    expect(refusal(bomb.join('\n'))).toContain('too many aliases');
  });

  it('of more than 8 MB is refused unread', () => {
    expect(refusal(`name: ${'a'.repeat(8 * 1024 * 1024)}`)).toContain('larger than 8 MB');
  });
});

it('whatever is written comes back', () => {
  const values = fc.record({
    name: fc.stringMatching(/^[a-z]{1,9}$/),
    size: fc.integer({ min: 1 }),
    either: fc.oneof(fc.string(), fc.array(fc.string())),
  });
  fc.assert(
    fc.property(values, (value) => {
      expect(parse(stringify(value)).value).toEqual(value);
      expect(parse(JSON.stringify(value)).value).toEqual(value);
    }),
  );
});
