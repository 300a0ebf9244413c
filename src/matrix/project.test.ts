/** The project's own matrix and catalogue: the files that everybody gets. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { expand, loadMatrix, plan, readCatalogue, readProject, select } from './index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { matrix, catalogue } = readProject({ home: root, folder: root, matrixFile: 'matrix.yaml', env: {} });
const cases = expand(matrix, { today: '2026-11-21' });

/** Every model that the two documents name which this project sets out to verify. */
const DOCUMENTED = [
  ...['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'].map((name) => `${name}@2025-04-14`),
  ...['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5-chat'].map((name) => `${name}@2025-08-07`),
  'gpt-5-chat@2025-10-03',
  'gpt-5-pro@2025-10-06',
  // Printed as 2025-09-11 and 2025-09-15; only the latter exists (facts section 6, row 20).
  'gpt-5-codex@2025-09-15',
  ...['gpt-5.1', 'gpt-5.1-chat', 'gpt-5.1-codex', 'gpt-5.1-codex-mini'].map((name) => `${name}@2025-11-13`),
  'gpt-5.1-codex-max@2025-12-04',
  ...['gpt-5.2@2025-12-11', 'gpt-5.2-chat@2025-12-11', 'gpt-5.2-chat@2026-02-10', 'gpt-5.2-codex@2026-01-14'],
  ...['gpt-4o@2024-05-13', 'gpt-4o@2024-08-06', 'gpt-4o@2024-11-20', 'gpt-4o-mini@2024-07-18'],
  ...['gpt-4@turbo-2024-04-09', 'gpt-35-turbo@0125'],
  ...['o1@2024-12-17', 'o1-mini@2024-09-12', 'o3@2025-04-16', 'o3-mini@2025-01-31', 'o4-mini@2025-04-16'],
  ...['codex-mini@2025-05-16', 'grok-4-fast-non-reasoning@1', 'computer-use-preview@2025-03-11'],
  ...['gpt-image-1@2025-04-15', 'gpt-image-1-mini@2025-10-06'],
];

describe('the matrix of the project', () => {
  it.each(DOCUMENTED)('selects %s', (id) => {
    expect(matrix.models.map((model) => model.id)).toContain(id);
  });

  it('asks every feature somewhere, and nothing of an image model', () => {
    expect(new Set(cases.map(({ feature }) => feature))).toEqual(
      new Set(catalogue.features.map(({ id }) => id)),
    );
    expect(cases.filter(({ carrier }) => carrier.startsWith('gpt-image'))).toEqual([]);
  });

  it('gives the reference target the models that are asked, and the files and service features', () => {
    const reference = select(cases, ['*:*:reference']);
    expect(new Set(reference.map(({ model }) => model))).toEqual(
      new Set([
        '-',
        ...['chat-only', 'computer-use', 'general', 'reasoning', 'responses-only'].map(
          (kind) => `ref-${kind}@2026-11-01`,
        ),
      ]),
    );
    expect(reference.every(({ notRun }) => notRun === undefined)).toBe(true);
    const once = select(reference, ['files', 'models', 'service']).filter(({ model }) => model === '-');
    expect(new Set(once.map(({ deployment }) => deployment))).toEqual(new Set(['ref-general']));
  });

  it('asks for a refusal of an API only models that lack one', () => {
    const asked = select(cases, ['service/wrong-api:*:sweden', 'service/wrong-api:*:reference']);
    const models = asked.map(({ carrier }) => carrier.split('@')[0]);
    expect(models).toEqual(
      expect.arrayContaining(
        ['gpt-5-codex', 'o3-pro', 'gpt-35-turbo', 'ref-chat-only'].filter((name) =>
          matrix.models.some((model) => model.name === name),
        ),
      ),
    );
    expect(models).not.toContain('gpt-4.1');
    expect(models).not.toContain('ref-general');
  });

  it('asks for a key where there is one and for a token where there is one; of the reference both', () => {
    const at = (feature: string) => select(cases, [feature]).map(({ target }) => target);
    expect(at('service/api-key')).toEqual(['eastus2', 'reference']);
    expect(at('service/entra-token')).toEqual(['reference', 'sweden']);
  });

  it('stays under its own budget', () => {
    const { total } = plan(cases, matrix, catalogue);
    expect(total.cost.knownUsd).toBeGreaterThan(0);
    expect(total.cost.knownUsd).toBeLessThan(matrix.limits.maxCostUsd ?? 0);
  });

  it('does not change without being noticed', () => {
    const counts = Object.fromEntries(
      matrix.targets.map(({ name }) => [name, cases.filter(({ target }) => target === name).length]),
    );
    expect(counts).toEqual({ reference: 292, sweden: 2211, eastus2: 2211 });
  });
});

describe('the example of the design', () => {
  const text = `version: 1
targets:
  reference: { kind: reference }
  sweden:
    kind: azure
    endpoint: \${AZURE_OPENAI_ENDPOINT_SWEDEN}
    region: swedencentral
    surface: v1
    auth: entra
    deployments: { gpt-4.1@2025-04-14: prod-41 }
  gateway: { kind: openai-compatible, endpoint: "http://127.0.0.1:4010/v1", auth: api-key }
models: [gpt-4.1@2025-04-14, { series: gpt-5 }, o4-mini@2025-04-16]
features: ["chat/*", "responses/*", "files/*"]
exclude:
  - { cases: "responses/background:*:sweden", reason: cost, note: "run weekly" }
waivers:
  - { cases: "chat/completion:gpt-5*:*", check: schema, fingerprint: "missing /choices/0/logprobs", reason: "x", issue: "https://example.com/1", owner: "me", expires: 2027-03-01 }
limits: { concurrency: 8, requests_per_minute: 60, tokens_per_minute: 40000, max_cost_usd: 5, case_timeout: 120s }
`;

  it('loads and expands', () => {
    const example = loadMatrix({ file: 'matrix.yaml', text }, catalogue, {});
    const expanded = expand(example, { today: '2026-11-21' });
    expect(select(expanded, ['chat/completion:gpt-4.1:sweden', 'files/upload'])).toMatchObject([
      { id: 'chat/completion:gpt-4.1@2025-04-14:sweden', deployment: 'prod-41' },
      { id: 'files/upload:-:gateway', carrier: 'gpt-4.1@2025-04-14' },
      { id: 'files/upload:-:reference', carrier: 'ref-general@2026-11-01' },
      { id: 'files/upload:-:sweden', carrier: 'gpt-4.1@2025-04-14' },
    ]);
    expect(plan(expanded, example, catalogue).total.cost.reason).toBe('what gateway charges is not known');
  });
});

describe('the catalogue of the project', () => {
  it('cites for each model a source with an address and a date', () => {
    for (const { id, sources } of catalogue.models) {
      expect(sources.length, id).toBeGreaterThan(0);
      for (const { url, date } of sources) {
        expect(url, id).toMatch(/^(https:\/\/|src\/)/);
        expect(date, id).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
    }
  });

  it('cites every source that it lists', () => {
    for (const file of ['models', 'prices', 'regions']) {
      const text = readFileSync(`${root}/fixtures/catalog/${file}.yaml`, 'utf8');
      const names = [...text.slice(text.indexOf('sources:')).matchAll(/^ {2}([a-z0-9-]+):$/gm)].map(
        ([, name]) => name,
      );
      expect(names.length).toBeGreaterThan(0);
      for (const name of names)
        expect(text, `${file}: ${name}`).toMatch(new RegExp(`source[^\\n]*\\b${name}[\\],} ]`));
    }
  });

  it.each([
    // The newest dated page wins over the documents that are to be verified.
    ['gpt-5-chat@2025-08-07', { lifecycle: 'retired', retires: '2026-06-29' }],
    ['gpt-4.1-nano@2025-04-14', { lifecycle: 'legacy', retires: '2027-04-14' }],
    ['o1@2024-12-17', { lifecycle: 'deprecated', retires: '2026-11-19' }],
    ['gpt-5.1-codex-mini@2025-11-13', { access: 'open', kind: 'codex' }],
    ['gpt-5.2-chat@2025-12-11', { context: 128_000, maxInput: 111_616, maxOutput: 16_384 }],
    ['gpt-5@2025-08-07', { context: 400_000, maxInput: 272_000, maxOutput: 128_000 }],
    ['gpt-4.1@2025-04-14', { context: 1_047_576, maxOutput: 32_768 }],
    ['o1-mini@2024-09-12', { lifecycle: 'unknown', vision: false }],
  ])('%s', (id, facts) => {
    expect(catalogue.models.find((model) => model.id === id)).toMatchObject(facts);
  });

  it('has no price for a model that none of its sources prices', () => {
    expect(catalogue.prices.has('gpt-6-sol@2026-09-22')).toBe(false);
    expect(catalogue.prices.get('gpt-5-pro@2025-10-06')).toMatchObject({ input: 15, output: 120 });
  });

  it('knows the regions of the documents, and those of a sovereign cloud', () => {
    const names = catalogue.regions.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['swedencentral', 'eastus2', 'germanywestcentral', 'usgovvirginia']),
    );
    expect(names).toHaveLength(34);
  });
});

describe('reading a project', () => {
  it('says which file is missing and what to do', () => {
    const failure = (read: () => unknown) => {
      try {
        read();
      } catch (error) {
        if (error instanceof ConfigurationFailure) return error.describe();
      }
      return undefined;
    };
    expect(
      failure(() => readProject({ home: root, folder: root, matrixFile: 'nope.yaml', env: {} })),
    ).toMatch(/^nope\.yaml: there is no such file\n {2}Run in the folder/);
    expect(failure(() => readCatalogue(`${root}/src`))).toMatch(
      /^fixtures\/catalog\/models\.yaml: there is no such file/,
    );
    expect(failure(() => readProject({ home: root, folder: root, matrixFile: 'src', env: {} }))).toMatch(
      /^src: cannot be read \(EISDIR\)/,
    );
  });
});
