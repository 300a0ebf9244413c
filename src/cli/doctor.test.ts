/** The whole check of a target, over HTTP against the reference target and over https against nobody. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveReference } from '../reference/index.ts';
import { call, temporaryProject } from './project.fixture.ts';

const KEY = 'key-of-the-doctor-test';
/** 2026-11-20: models retire by date. */
const DAY = '1795132800';

interface Line {
  readonly target: string;
  readonly check: string;
  readonly outcome: string;
  readonly says: string;
  readonly remedy: string;
}

describe('doctor', () => {
  let server: Awaited<ReturnType<typeof serveReference>>;
  let closedPort = '';
  beforeAll(async () => {
    const gone = await serveReference();
    closedPort = new URL(gone.url).port;
    await gone.close();
    server = await serveReference({
      keys: [KEY],
      region: 'swedencentral',
      deployments: { 'prod-41': 'ref-general', thinker: 'ref-responses-only' },
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    vi.stubEnv('SOURCE_DATE_EPOCH', DAY);
  });
  afterEach(() => vi.unstubAllEnvs());

  const matrix = (over = '') => `version: 1
targets:
  home: { kind: reference }
  sweden:
    kind: azure
    endpoint: \${ENDPOINT}
    region: swedencentral
    auth: api-key
    key_variable: KEY
    deployments: { gpt-4.1@2025-04-14: prod-41, gpt-5-codex@2025-09-15: thinker }
    ${over}
models: [gpt-4.1, gpt-5-codex, gpt-5]
features: [chat/completion, responses/create]
`;
  async function doctor(env: Readonly<Record<string, string>>, argv: readonly string[] = [], over = '') {
    using project = temporaryProject(matrix(over));
    const said = await call(project, ['doctor', ...argv, '--json'], { env });
    const told: { findings: Line[]; exitCode: number } = JSON.parse(said.out);
    expect(said).toMatchObject({ code: told.exitCode, err: '' });
    const line = (check: string) =>
      told.findings.filter((one) => one.target === 'sweden' && one.check === check);
    return { ...told, line, text: said.out };
  }
  const sound = () => ({ ENDPOINT: server.url, KEY });

  it('goes through a sound target to its end, and exits with 0', async () => {
    const { exitCode, findings, line, text } = await doctor(sound());
    expect(exitCode).toBe(0);
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([
      'endpoint',
      'dns',
      'tls',
      'auth',
      'surface',
      'clock',
      'deployment',
      'region',
      'quota',
      'access',
      'offer',
    ]);
    expect(line('deployment').map(({ says }) => says)).toEqual([
      expect.stringMatching(/^prod-41: answers on chat as ref-general.*this cost \d+ tokens, about \$0\.000/),
      expect.stringMatching(/^thinker: .*on responses, and refuses chat/),
    ]);
    expect(line('region')).toMatchObject([{ outcome: 'ok' }]);
    expect(line('quota')).toMatchObject([{ outcome: 'ok', says: expect.stringMatching(/of 1000 requests/) }]);
    expect(findings.find(({ target }) => target === 'home')).toMatchObject({ outcome: 'ok' });
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(new URL(server.url).host);
  });

  it.each<[string, () => Readonly<Record<string, string>>, string, string, RegExp]>([
    [
      'a wrong key',
      () => ({ ...sound(), KEY: 'not-the-key-of-anybody' }),
      '',
      'auth',
      /the key is not taken/,
    ],
    ['no key', () => ({ ENDPOINT: server.url }), '', 'auth', /needs a key and KEY is not set/],
    ['an api-version of long ago', sound, 'surface: 2020-01-01', 'surface', /2020-01-01 is not answered/],
    [
      'a name that leads nowhere',
      () => ({ ...sound(), ENDPOINT: 'https://canary.invalid' }),
      '',
      'dns',
      /leads nowhere/,
    ],
    [
      'a port that nobody listens on',
      () => ({ ...sound(), ENDPOINT: 'https://127.0.0.1:1' }),
      '',
      'tls',
      /nobody answers/,
    ],
    [
      'a port that nobody listens on, in clear',
      () => ({ ...sound(), ENDPOINT: `http://127.0.0.1:${closedPort}` }),
      '',
      'surface',
      /no answer: nobody listens at this address and port \(ECONNREFUSED\)/,
    ],
    [
      'a port that fetch refuses',
      () => ({ ...sound(), ENDPOINT: 'http://127.0.0.1:1' }),
      '',
      'surface',
      /no answer: no client speaks http on this port \(BAD_PORT\)/,
    ],
  ])(
    'stops at %s with what to do, says what was not looked at, and exits with 3',
    async (_, env, over, check, says) => {
      const { exitCode, findings, line, text } = await doctor(env(), ['sweden'], over);
      expect(exitCode).toBe(3);
      expect(line(check)).toMatchObject([{ outcome: 'failed', says: expect.stringMatching(says) }]);
      expect(line(check)[0]?.remedy).not.toBe('');
      expect(findings.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
      expect(line('deployment')).toMatchObject([{ outcome: 'skipped' }]);
      expect(text).not.toContain('canary');
    },
  );

  it('names a deployment that is not there, and looks at the others', async () => {
    using project = temporaryProject(matrix().replace('prod-41', 'gone'));
    const said = await call(project, ['doctor', 'sweden'], { env: sound() });
    expect(said.code).toBe(3);
    expect(said.out).toMatch(/^Each deployment is sent one request of at most 16 output tokens/);
    expect(said.out).toMatch(
      /^failed +sweden +deployment gone: there is no such deployment\D.*\n +→ Deploy it/m,
    );
    expect(said.out).toMatch(/^ok +sweden +deployment thinker: /m);
  });

  it('skips a target without an address, but not one that was named, and not every one', async () => {
    expect(await doctor({})).toMatchObject({ exitCode: 0 });
    const named = await doctor({}, ['sweden']);
    expect(named.exitCode).toBe(3);
    expect(named.findings).toMatchObject([
      { check: 'endpoint', outcome: 'failed', says: 'ENDPOINT is not set' },
    ]);
  });

  it('refuses a target that the matrix does not name', async () => {
    using project = temporaryProject(matrix());
    expect(await call(project, ['doctor', 'norway'], { env: {} })).toMatchObject({ code: 2 });
  });
});
