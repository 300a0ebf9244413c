/** A run with Entra ID from the command line to the endpoint, which looks at every token. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveReference } from '../reference/index.ts';
import { CLIENT_SECRET, openAuthority, type TestAuthority } from '../targets/testing/authority.ts';
import { rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const AUDIENCE = 'https://cognitiveservices.azure.com';

const matrix = (url: string, extra: string) => `version: 1
targets:
  sweden:
    kind: azure
    endpoint: "${url}"
    region: swedencentral
    auth: entra
    ${extra}
    deployments: { gpt-4.1@2025-04-14: prod-41 }
models: [gpt-4.1]
features: [chat/completion, chat/streaming, chat/function-calling, chat/stop, responses/create, service/region]
limits: { concurrency: 1 }
`;

/** All that a run has written, with the names of the files. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !path.endsWith('matrix.yaml'))
    .map((path) => `${path}\n${readFileSync(path, 'utf8')}`)
    .join('\n');
}

describe('an azure target with Entra ID', () => {
  let authority: TestAuthority;
  const seen = new Set<string>();
  /** What the endpoint does once it has seen this many requests. */
  let after = { requests: Number.POSITIVE_INFINITY, act: () => {} };
  let requests = 0;
  let server: Awaited<ReturnType<typeof serveReference>>;
  beforeAll(async () => {
    // Each request needs a new token, which is what a run of many hours comes to.
    authority = await openAuthority({ expiresIn: 0 });
    server = await serveReference({
      keys: [],
      region: 'swedencentral',
      deployments: { 'prod-41': 'ref-general' },
      tokens: async (token) => {
        seen.add(token);
        requests += 1;
        if (requests === after.requests) after.act();
        return authority.accepts(token, AUDIENCE);
      },
    });
  });
  afterAll(async () => {
    await server.close();
    await authority[Symbol.asyncDispose]();
  });

  const run = (project: TemporaryProject, env: NodeJS.ProcessEnv) =>
    start(project, ['run', '--mode', 'record', '--out', 'run.jsonl'], env).done;

  it.each<[string, () => Promise<Readonly<Record<string, string>>>]>([
    ['client-secret', async () => authority.secretEnv],
    ['client-certificate', async () => authority.certificateEnv],
    ['workload-identity', () => authority.workloadEnv()],
    ['default', async () => authority.secretEnv],
  ])('runs with credential: %s, with new tokens on the way, and writes none of them', async (kind, env) => {
    seen.clear();
    using project = temporaryProject(matrix(server.url, `credential: ${kind}`));
    const said = await run(project, await env());
    expect(said).toMatchObject({ code: 0, err: '' });
    const rows = [...rowsOf(project.read('run.jsonl')).values()];
    expect(rows.map(({ status }) => status)).toEqual(rows.map(() => 'supported'));
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(seen.size).toBeGreaterThanOrEqual(rows.length);
    const written = `${everythingIn(project.folder)}${said.out}`;
    expect(written).toContain('recordings/sweden/chat/completion');
    for (const secret of [...seen, CLIENT_SECRET, authority.secretEnv.AZURE_TENANT_ID ?? '?']) {
      expect(written).not.toContain(secret);
    }
  });

  it('is blocked from where the sign-in service refuses further tokens; what was asked before stands', async () => {
    using project = temporaryProject(matrix(server.url, 'credential: client-secret'));
    after = { requests: requests + 3, act: () => authority.revoke() };
    const said = await run(project, authority.secretEnv);
    expect(said.code).toBe(3);
    const rows = [...rowsOf(project.read('run.jsonl')).values()];
    const blocked = rows.filter(({ status }) => status === 'blocked');
    expect(rows.filter(({ status }) => status === 'supported').length).toBeGreaterThan(0);
    expect(blocked.length).toBeGreaterThan(0);
    expect(rows.every(({ status }) => status === 'supported' || status === 'blocked')).toBe(true);
    for (const { reason, evidence } of blocked) {
      expect(reason).toMatch(/^target "sweden" gets no Entra ID token: .*invalid_target.*\. Check `scope:`/);
      expect(evidence.cassette).toBeNull();
    }
    expect(everythingIn(project.folder)).not.toContain(CLIENT_SECRET);
  });

  it('is blocked, not errored, where the endpoint does not take the tokens of this sign-in service', async () => {
    await using stranger = await openAuthority();
    using project = temporaryProject(matrix(server.url, 'credential: client-secret'));
    const said = await run(project, stranger.secretEnv);
    expect(said.code).toBe(3);
    for (const { status } of rowsOf(project.read('run.jsonl')).values()) expect(status).toBe('blocked');
  });

  it.each<[string, string, number, RegExp]>([
    [
      'is fine with a token for the endpoint',
      'credential: client-secret',
      0,
      /^ok +sweden +auth +the token is taken$/m,
    ],
    [
      'names the scope where the token is for somebody else',
      'scope: https://ai.azure.com/.default\n    credential: client-secret',
      3,
      /^failed +sweden +auth +the token is not taken \(401\)\n.*the scope was https:\/\/ai\.azure\.com\/\.default/m,
    ],
    [
      'says what the environment lacks',
      'credential: workload-identity',
      3,
      /^failed +sweden +auth .*AZURE_FEDERATED_TOKEN_FILE is not set\n +→ credential: workload-identity reads them/m,
    ],
  ])('doctor %s', async (_, extra, code, line) => {
    await using sound = await openAuthority();
    const local = await serveReference({
      keys: [],
      region: 'swedencentral',
      deployments: { 'prod-41': 'ref-general' },
      tokens: (token) => sound.accepts(token, AUDIENCE),
    });
    using project = temporaryProject(matrix(local.url, extra));
    const said = await start(project, ['doctor'], sound.secretEnv).done;
    await local.close();
    expect(said).toMatchObject({ code, err: '' });
    expect(said.out).toMatch(line);
    expect(said.out).not.toContain(CLIENT_SECRET);
  });
});
