import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../matrix/index.ts';
import { buildReport } from './build.ts';
import { renderJson } from './json.ts';
import { sampleInput } from './sample.ts';
import { hostileInput } from './sample-hostile.ts';

const root = join(import.meta.dirname, '..', '..');
const schema: object = JSON.parse(
  readFileSync(join(root, 'fixtures/schemas/compatibility.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
const document = () => JSON.parse(renderJson(buildReport(sampleInput())));

describe('renderJson', () => {
  it.each([
    ['the sample', sampleInput()],
    ['hostile text', hostileInput()],
    [
      'every model and feature of the catalogue',
      { ...sampleInput(), ...readCatalogue(root), cells: [], results: [] },
    ],
    ['no run at all', { ...sampleInput(), header: null, footer: null, results: [], cells: [] }],
  ])('is valid against the published schema, for %s', (_, input) => {
    validate(JSON.parse(renderJson(buildReport(input))));
    expect((validate.errors ?? []).filter((error) => !error.instancePath.startsWith('/run/'))).toEqual([]);
  });

  it('names its schema by a path that leads there from reports/', () => {
    expect(join('reports', document().$schema)).toBe('fixtures/schemas/compatibility.schema.json');
  });

  it.each([
    ['an unknown key', { extra: 1 }],
    ['another version', { version: 2 }],
    ['an unknown status', { cells: [{ ...document().cells[0], status: 'fine' }] }],
    [
      'a self-test cell outside the reference',
      { selfTest: { ...document().selfTest, cells: [document().cells[0]] } },
    ],
  ])('has a schema that refuses %s', (_, change) => {
    expect(validate(document())).toBe(true);
    expect(validate({ ...document(), ...change })).toBe(false);
  });

  it('carries no exchange and no answer of a service', () => {
    const text = renderJson(buildReport(sampleInput()));
    expect(text).not.toContain('one word');
    expect(text).not.toContain('does not work with the specified model');
  });

  it('writes deceptive characters out without changing the value', () => {
    const text = renderJson(buildReport(hostileInput()));
    expect(text).not.toContain('\u202e');
    expect(text).toContain('\\u202e');
  });
});
