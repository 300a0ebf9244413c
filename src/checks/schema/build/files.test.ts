import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { baseText, eventDefinitions, generatedFiles } from './files.ts';
import type { Definitions } from './schema.ts';

const at = (path: string) => new URL(`../../../../${path}`, import.meta.url);
const read = (path: string) => readFileSync(at(path), 'utf8');
const base: Definitions = JSON.parse(read('fixtures/schemas/base.json')).definitions;
const packageVersion: string = JSON.parse(read('node_modules/openai/package.json')).version;

describe('what is committed', () => {
  const files = generatedFiles({
    base,
    packageVersion,
    overlay: { file: 'overlay.yaml', text: read('fixtures/schemas/overlay.yaml') },
    overlaySchema: JSON.parse(read('fixtures/schemas/overlay.schema.json')),
    minify: (code) => transformSync(code, { minify: true, treeShaking: true, format: 'esm' }).code,
  });

  it.each(files.map(({ name, text }) => [name, text] as const))(
    '%s is what the base and the overlay give',
    (name, text) => {
      // A plain comparison: a diff of a megabyte helps nobody. Run `npm run schemas`.
      expect(read(`src/checks/schema/generated/${name}`) === text).toBe(true);
    },
  );

  it('is of the openai package that is installed', () => {
    expect(read('fixtures/schemas/base.json') === baseText(base, packageVersion)).toBe(true);
  });

  it('has no run-time import, and no word of the package`s documentation', () => {
    for (const { name, text } of files.filter((file) => file.name.endsWith('.mjs'))) {
      expect(/\brequire\(|\bimport\b/.test(text), name).toBe(false);
    }
    expect(JSON.stringify(base)).not.toContain('"description":{"type":"string"},"description"');
    expect(/"description":"/.test(JSON.stringify(base))).toBe(false);
  });
});

describe('eventDefinitions', () => {
  it('finds every event of the package by its type', () => {
    const events = eventDefinitions(base);
    expect(events['response.output_text.delta']).toBe('ResponseTextDeltaEvent');
    expect(Object.keys(events).length).toBeGreaterThanOrEqual(58);
  });
});
