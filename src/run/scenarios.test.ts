import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCatalogue } from '../matrix/index.ts';
import { scenario } from './scenario.ts';
import { loadScenarios, matchScenarios } from './scenarios.ts';

const home = fileURLToPath(new URL('../..', import.meta.url));
const APIS = ['chat', 'responses', 'files', 'models', 'service'] as const;
const { features } = readCatalogue(home);

describe('the scenarios of the project', () => {
  it('are one for each feature of the catalogue, and none besides', async () => {
    const scenarios = await loadScenarios(home, APIS);
    expect(() => matchScenarios(features, scenarios)).not.toThrow();
    expect(scenarios.size).toBe(features.length);
  });

  it('are missed by name when one is absent, and named when one is surplus', async () => {
    const scenarios = new Map(await loadScenarios(home, APIS));
    const [first] = scenarios.keys();
    scenarios.delete(first ?? '');
    expect(() => matchScenarios(features, scenarios)).toThrow(`no scenario for ${first}`);
    const surplus = scenario('chat/telepathy', { run: async () => {}, recognise: () => null });
    expect(() => matchScenarios([], new Map([['chat/telepathy', surplus]]))).toThrow('chat/telepathy');
  });
});

describe('a scenario file', () => {
  let folder = '';
  const write = (text: string) => {
    mkdirSync(join(folder, 'suites/chat'), { recursive: true });
    writeFileSync(join(folder, 'suites/chat/colour.ts'), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aoai-suites-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['has no default export', 'export const x = 1;', /no scenario as its default export/],
    ['exports something else', 'export default { feature: 1 };', /no scenario as its default export/],
    [
      'is named otherwise than its feature',
      "export default { feature: 'chat/color', run() {}, recognise() {} };",
      /calls itself chat\/color/,
    ],
  ])('that %s is refused', async (_, text, message) => {
    write(text);
    await expect(loadScenarios(folder, ['chat'])).rejects.toThrow(message);
  });

  it('is not looked for where an API has none', async () => {
    expect((await loadScenarios(folder, ['files'])).size).toBe(0);
  });
});
