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
    ['another version', { version: 1 }],
    ['a cell without its dates', { cells: [{ ...document().cells[0], firstSeen: undefined }] }],
    ['an unknown status', { cells: [{ ...document().cells[0], status: 'fine' }] }],
    [
      'a self-test cell outside the reference',
      { selfTest: { ...document().selfTest, cells: [document().cells[0]] } },
    ],
  ])('has a schema that refuses %s', (_, change) => {
    expect(validate(document())).toBe(true);
    expect(validate({ ...document(), ...change })).toBe(false);
  });

  it('dates each cell of a real provider from its history and its evidence, and none of the self-test', () => {
    const input = sampleInput();
    const model = buildReport(input);
    const { cells, selfTest } = document();
    for (const cell of cells) {
      const { firstSeen = null, lastSeenLive = null, lastChanged = null } = model.times.get(cell.id) ?? {};
      expect(cell).toMatchObject({ firstSeen, lastSeenLive, lastChanged });
    }
    const dated = cells.filter(({ lastSeenLive }: { lastSeenLive: string | null }) => lastSeenLive !== null);
    expect(dated.length).toBeGreaterThan(0);
    expect(selfTest.cells.length).toBeGreaterThan(0);
    for (const cell of selfTest.cells)
      expect(cell).toMatchObject({ firstSeen: null, lastSeenLive: null, lastChanged: null });
  });

  it('tells when the history saw a cell change', () => {
    const input = sampleInput();
    const model = buildReport(input);
    const [cell] = model.cells;
    if (cell === undefined) throw new Error('the sample has a cell');
    const run = (day: string, status: 'supported' | 'unsupported') => ({
      schema: 1 as const,
      run: day,
      startedAt: `${day}T02:00:00.000Z`,
      mode: 'live' as const,
      targets: { home: 'azure' as const },
      notRun: 0,
      fingerprints: [''],
      cases: { [`${cell.id}:home`]: [status, `${day}T02:00:01.000Z`, 0] as [typeof status, string, number] },
    });
    const history = [run('2020-01-01', 'unsupported'), run('2020-01-02', 'supported')];
    const { cells } = JSON.parse(renderJson(buildReport({ ...input, history })));
    expect(cells.find(({ id }: { id: string }) => id === cell.id)).toMatchObject({
      firstSeen: '2020-01-01T02:00:01.000Z',
      lastChanged: '2020-01-02T02:00:00.000Z',
    });
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
