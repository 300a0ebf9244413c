/** Discovery from the command line to a Resource Manager that looks at every token and answers in pages. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveReference } from '../reference/index.ts';
import { openAuthority, type TestAuthority } from '../targets/testing/authority.ts';
import {
  type AccountState,
  deployment,
  RESOURCE_ID,
  SUBSCRIPTION,
  serveResourceManager,
  type TestResourceManager,
} from '../targets/testing/resource-manager.ts';
import { call, rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

/** 2026-11-20: models retire by date. */
const DAY = '1795132800';
const GPT41 = 'gpt-4.1@2025-04-14';
const GPT5 = 'gpt-5@2025-08-07';

const offered = (id: string, capabilities: Readonly<Record<string, string>>) => ({
  name: id.split('@')[0],
  version: id.split('@')[1],
  format: 'OpenAI',
  lifecycleStatus: 'GenerallyAvailable',
  deprecation: { inference: '2027-04-14T00:00:00Z' },
  capabilities,
});

describe('discover', () => {
  let authority: TestAuthority;
  let manager: TestResourceManager;
  let server: Awaited<ReturnType<typeof serveReference>>;
  const state: AccountState = { deployments: [], models: [] };
  let project: TemporaryProject;

  beforeAll(async () => {
    authority = await openAuthority();
    manager = await serveResourceManager(state, authority.certificate, (token) =>
      authority.accepts(token, 'https://management.azure.com'),
    );
    server = await serveReference({
      keys: [],
      deployments: { 'prod-41': 'ref-general', small: 'ref-reasoning' },
      tokens: (token) => authority.accepts(token, 'https://cognitiveservices.azure.com'),
    });
  });
  afterAll(async () => {
    await server.close();
    await manager[Symbol.asyncDispose]();
    await authority[Symbol.asyncDispose]();
  });
  afterEach(() => vi.unstubAllEnvs());
  beforeEach(() => {
    vi.stubEnv('SOURCE_DATE_EPOCH', DAY);
    delete state.refuse;
    state.deployments = [
      deployment('prod-41', GPT41),
      deployment('small', GPT5, { currentCapacity: 7 }),
      deployment('half-made', 'gpt-5-mini@2025-08-07', { provisioningState: 'Creating' }),
    ];
    state.models = [
      offered(GPT41, { chatCompletion: 'true', responses: 'true', maxOutputToken: '32768' }),
      offered(GPT5, { chatCompletion: 'true', responses: 'false' }),
      offered('gpt-9@2029-01-01', {}),
    ];
    project = temporaryProject(`version: 1
targets:
  sweden:
    kind: azure
    endpoint: "${server.url}"
    region: swedencentral
    credential: client-secret
    deployments: discover
    resource_id: \${RESOURCE_ID}
models: [gpt-4.1, gpt-5, gpt-5-mini]
features: [chat/completion]
`);
    return () => project[Symbol.dispose]();
  });

  const env = (): NodeJS.ProcessEnv => ({
    ...authority.secretEnv,
    AZURE_RESOURCE_MANAGER_ENDPOINT: manager.url,
    RESOURCE_ID,
    SOURCE_DATE_EPOCH: DAY,
  });
  const discover = (...more: string[]) => start(project, ['discover', ...more], env()).done;
  const plan = async () => JSON.parse((await call(project, ['plan', '--json'], { env: {} })).out);
  const INVENTORY = 'inventory/sweden.yaml';

  it('writes every page of what the resource holds, and nothing that names it', async () => {
    const said = await discover();
    expect(said).toMatchObject({ code: 0, err: '' });
    const text = project.read(INVENTORY);
    expect(text).toContain('asked:\n  - resource-manager\n  - models\n');
    expect(text).toContain('region: swedencentral\n');
    expect(text).toContain(
      `{"name":"small","model":"${GPT5}","state":"Succeeded","sku":"GlobalStandard","capacity":7,"capabilities":{"area":"EUR","chatCompletion":"true"}}`,
    );
    expect(text).toContain('{"name":"prod-41"');
    expect(text).toContain(`{"id":"${GPT41}","lifecycle":"GenerallyAvailable","retires":"2027-04-14"`);
    expect(text).toMatch(/^ {2}- "gpt-9@2029-01-01"$/m);
    for (const secret of [SUBSCRIPTION, 'canary', 'rg-', 'localhost', '127.0.0.1']) {
      expect(`${text}${said.out}`).not.toContain(secret);
    }
    expect(manager.asked.filter((path) => path.includes('skiptoken')).length).toBeGreaterThanOrEqual(4);
  });

  it('decides from then on what is planned, under the names that were found', async () => {
    const before = await plan();
    expect(before.total.notRun).toEqual({ 'not-deployed': 3 });
    await discover();
    const after = await call(project, ['plan', '--mode', 'live'], { env: {} });
    expect(after.out).toMatch(/^sweden +3 +2 /m);
    expect(after.out).toContain('1 not-deployed');
  });

  it('lets a run ask what was found, and a report hold what was declared against it', async () => {
    state.models = [offered(GPT41, { chatCompletion: 'false' })];
    await discover();
    const ran = await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl'], env()).done;
    const statuses = [...rowsOf(project.read('run.jsonl')).values()].map(({ case: id, status }) => [
      id,
      status,
    ]);
    expect(statuses).toContainEqual([`chat/completion:${GPT41}:sweden`, 'supported']);
    expect(statuses).toContainEqual([`chat/completion:${GPT5}:sweden`, 'supported']);
    expect(ran.out).toContain(
      'not run, not-deployed: 1 (inventory/sweden.yaml of 2026-11-20 has no deployment of',
    );
    expect(await call(project, ['report', 'run.jsonl', '--format', 'json'])).toMatchObject({ code: 0 });
    const report = JSON.parse(project.read('reports/compatibility.json'));
    expect(report.sources).toContainEqual(
      expect.objectContaining({ id: 'arm-sweden', date: '2026-11-20', authority: 'arm' }),
    );
    expect(report.cells).toContainEqual(
      expect.objectContaining({
        model: GPT41,
        feature: 'chat/completion',
        status: 'supported',
        assessment: 'contradicted',
        claims: expect.arrayContaining([`arm-sweden#${GPT41}/chatCompletion`]),
      }),
    );
  });

  it('says what is new, and exits with 1 and leaves the file alone where something vanished', async () => {
    await discover();
    const before = project.read(INVENTORY);
    state.deployments = [
      deployment('prod-41', GPT41, { currentCapacity: 99 }),
      deployment('next', 'gpt-5-mini@2025-08-07'),
    ];
    const said = await discover();
    expect(said.code).toBe(1);
    expect(said.out).toContain(`- small (${GPT5})`);
    expect(said.out).toContain('+ next (gpt-5-mini@2025-08-07)');
    expect(said.out).toContain(`~ prod-41 (${GPT41}): capacity 50 → 99`);
    expect(said.out).toContain('left as it was');
    expect(project.read(INVENTORY)).toBe(before);
    const accepted = await discover('--accept', '--json');
    expect(accepted.code).toBe(0);
    expect(JSON.parse(accepted.out)[0]).toMatchObject({
      written: true,
      difference: { vanished: [`small (${GPT5})`] },
    });
    expect(project.read(INVENTORY)).not.toContain('"small"');
  });

  it('takes a deployment of another version for one that vanished', async () => {
    await discover();
    state.deployments = [deployment('prod-41', 'gpt-4.1@2026-01-01'), deployment('small', GPT5)];
    expect(await discover()).toMatchObject({ code: 1 });
  });

  it.each([
    [403, 'the identity may not read it (403)', 'role Reader'],
    [404, 'there is no such resource (404)', 'Check RESOURCE_ID'],
  ])(
    'says in words what a refusal with %i means, writes nothing, and exits with 3',
    async (status, reason, remedy) => {
      state.refuse = status;
      const said = await discover();
      expect(said.code).toBe(3);
      expect(said.err).toContain(reason);
      expect(said.err).toContain(remedy);
      expect(said.err).not.toContain('canary');
      expect(existsSync(project.path(INVENTORY))).toBe(false);
    },
  );

  it.each([
    ['unset', '', 'needs RESOURCE_ID, which is not set'],
    ['no account', '/subscriptions/x/resourceGroups/y', 'is not the ARM id of an Azure OpenAI resource'],
  ])('asks nobody where the resource id is %s', async (_, RESOURCE_ID, reason) => {
    const said = await call(project, ['discover'], { env: { ...env(), RESOURCE_ID } });
    expect(said.code).toBe(2);
    expect(said.err).toContain(reason);
  });

  it('takes the list of models of another service for what can be asked there', async () => {
    const list = createServer((request, response) => {
      const models =
        request.url === '/team/v1/models' ? [{ id: 'gpt-4.1-2025-04-14' }, { id: 'llama-4' }] : [];
      const data = models.map((model) => ({ ...model, object: 'model', created: 1, owned_by: 'x' }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ object: 'list', data }));
    });
    await new Promise<void>((resolve) => list.listen(0, '127.0.0.1', resolve));
    const { port } = list.address() as AddressInfo;
    using other = temporaryProject(`version: 1
targets:
  gateway: { kind: openai-compatible, endpoint: "http://127.0.0.1:${port}/team/v1", auth: none, deployments: discover }
models: [gpt-4.1, gpt-5]
features: [chat/completion]
`);
    const said = await call(other, ['discover'], { env: {} });
    list.close().closeAllConnections();
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain('not in the catalogue: llama-4');
    const ids = await call(other, ['plan', '--json'], { env: {} });
    expect(JSON.parse(ids.out).total).toMatchObject({ toRun: 1, notRun: { 'not-deployed': 1 } });
    expect(other.read('inventory/gateway.yaml')).toContain(`{"name":"gpt-4.1-2025-04-14","model":"${GPT41}"`);
  });

  it('refuses the name of a target that is not there, and the reference target', async () => {
    expect((await call(project, ['discover', 'swedn'])).err).toContain(
      'no target "swedn", did you mean "sweden"?',
    );
    using other = temporaryProject();
    expect(await call(other, ['discover'])).toMatchObject({ code: 2 });
  });
});
