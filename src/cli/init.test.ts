/** From an environment to a matrix that our own schema takes, and that can be run. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveReference } from '../reference/index.ts';
import { call, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const KEY = 'key-of-the-init-test';
/** 2026-11-20: models retire by date. */
const DAY = '1795132800';

describe('init', () => {
  let server: Awaited<ReturnType<typeof serveReference>>;
  let project: TemporaryProject;
  beforeAll(async () => {
    server = await serveReference({
      keys: [KEY],
      region: 'swedencentral',
      deployments: {
        'gpt-4.1': 'ref-general',
        'gpt-5-codex': 'ref-responses-only',
        'gpt-4o-2024-11-20': 'ref-general',
        'of-another-name': 'ref-general',
      },
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    vi.stubEnv('SOURCE_DATE_EPOCH', DAY);
    project = temporaryProject();
    rmSync(project.path('matrix.yaml'));
    return () => project[Symbol.dispose]();
  });
  afterEach(() => vi.unstubAllEnvs());

  const azure = () => ({ AZURE_OPENAI_ENDPOINT: server.url, AZURE_OPENAI_API_KEY: KEY });
  const run = (argv: readonly string[], env: Readonly<Record<string, string>>) =>
    call(project, argv, { env });

  it('without an endpoint writes the reference target alone, which plans', async () => {
    const said = await run(['init'], {});
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/^AZURE_OPENAI_ENDPOINT is not set/);
    expect(project.read('matrix.yaml')).toContain('reference:\n    kind: reference\n');
    expect(await run(['plan'], {})).toMatchObject({ code: 0, err: '' });
  });

  it('finds what is deployed under the name of its model, without a request that costs', async () => {
    const said = await run(['init'], azure());
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain(
      'azure: swedencentral, surface v1, auth: api-key, 3 deployments named after models',
    );
    const text = project.read('matrix.yaml');
    expect(text).toContain(`endpoint: \${AZURE_OPENAI_ENDPOINT}`);
    expect(text).toMatch(
      /deployments:\n +gpt-4\.1@2025-04-14: gpt-4\.1\n +gpt-4o@2024-11-20: gpt-4o-2024-11-20\n +gpt-5-codex@2025-09-15: gpt-5-codex\n/,
    );
    expect(text).toContain(
      'models:\n  - gpt-4.1@2025-04-14\n  - gpt-4o@2024-11-20\n  - gpt-5-codex@2025-09-15\n',
    );
    for (const secret of [KEY, new URL(server.url).host]) expect(text + said.out).not.toContain(secret);
  });

  it('writes what doctor and plan take as it is', async () => {
    await run(['init'], azure());
    const doctor = await run(['doctor'], azure());
    expect(doctor).toMatchObject({ code: 0, err: '' });
    expect(doctor.out).not.toContain('failed');
    const plan = JSON.parse((await run(['plan', '--json'], azure())).out);
    expect(plan.total).toMatchObject({ notRun: {} });
    expect(plan.total.toRun).toBeGreaterThan(20);
  });

  it('makes a target of each endpoint, with its own key, and of a resource id a discovery', async () => {
    const said = await run(['init', '--json'], {
      AZURE_OPENAI_ENDPOINT_SWEDEN: server.url,
      AZURE_OPENAI_API_KEY_SWEDEN: KEY,
      AZURE_OPENAI_ENDPOINT_EAST_US2: server.url,
      AZURE_OPENAI_API_KEY_EAST_US2: KEY,
      AZURE_OPENAI_REGION_EAST_US2: 'eastus2',
      AZURE_OPENAI_RESOURCE_ID_SWEDEN: '/subscriptions/canary',
      AZURE_OPENAI_ENDPOINT_UNSET: '',
    });
    expect(JSON.parse(said.out).targets).toMatchObject([
      { target: 'east-us2', region: 'eastus2', problem: null },
      { target: 'sweden', region: 'swedencentral', problem: null },
    ]);
    const text = project.read('matrix.yaml');
    expect(text).toContain(`deployments: discover\n    resource_id: \${AZURE_OPENAI_RESOURCE_ID_SWEDEN}`);
    expect(text).not.toContain('canary');
  });

  it.each([{}, { AZURE_OPENAI_REGION: 'eastus2' }])(
    'takes a refused key for the error, with the region %j, and writes nothing',
    async (region) => {
      const env = { AZURE_OPENAI_ENDPOINT: server.url, AZURE_OPENAI_API_KEY: 'wrong-key-of-nobody' };
      const { code, out, err } = await run(['init'], { ...env, ...region });
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain('azure could not be asked: the key is not taken (401)');
      expect(err).toContain('Check AZURE_OPENAI_API_KEY');
      expect(err).not.toContain('AZURE_OPENAI_REGION');
      expect(existsSync(project.path('matrix.yaml'))).toBe(false);
    },
  );

  it('writes without having asked where nobody answers and the region is given, and says why', async () => {
    const env = { AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:1', AZURE_OPENAI_API_KEY: KEY };
    const silent = await run(['init'], env);
    expect(silent).toMatchObject({ code: 3, out: '' });
    expect(silent.err).toContain('azure could not be asked: no answer');
    expect(silent.err).toContain('export AZURE_OPENAI_REGION=');
    expect(existsSync(project.path('matrix.yaml'))).toBe(false);
    const typo = await run(['init'], { ...env, AZURE_OPENAI_REGION: 'eastus22' });
    expect(typo).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "eastus2"?') });
    const said = await run(['init'], { ...env, AZURE_OPENAI_REGION: 'eastus2' });
    expect(said.code).toBe(0);
    expect(said.out).toContain('not asked: no answer');
    expect(project.read('matrix.yaml')).toContain('# deployments: { gpt-4.1@2025-04-14: prod-41 }');
    expect(project.read('matrix.yaml')).toContain('max_cost_usd: 5 # spent by one run at most');
    expect(await run(['plan'], env)).toMatchObject({ code: 0, err: '' });
  });

  it('never replaces a matrix unless told to', async () => {
    project.write('matrix.yaml', 'mine\n');
    const said = await run(['init'], {});
    expect(said).toMatchObject({ code: 2, out: '' });
    expect(said.err).toContain('there is a matrix already');
    expect(readFileSync(project.path('matrix.yaml'), 'utf8')).toBe('mine\n');
    expect(await run(['init', '--force'], {})).toMatchObject({ code: 0 });
    expect(project.read('matrix.yaml')).not.toContain('mine');
  });

  it('refuses an address that is none, without repeating it', async () => {
    const said = await run(['init'], { AZURE_OPENAI_ENDPOINT: 'canary.openai.azure.com' });
    expect(said.code).toBe(2);
    expect(said.err).toContain(
      'the value of AZURE_OPENAI_ENDPOINT is not an http(s) address; it begins with https://',
    );
    expect(said.err).not.toContain('canary');
  });
});
