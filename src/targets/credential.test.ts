import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { azureTarget } from '../matrix/sample.fixture.ts';
import type { CredentialKind, Target } from '../matrix/types.ts';
import { type Credential, credentialFor, watch } from './credential.ts';
import { MissingCredential } from './missing.ts';
import { CLIENT_SECRET, openAuthority, type TestAuthority } from './testing/authority.ts';

const target = (over: Partial<Target> = {}) =>
  azureTarget({ endpoint: 'https://prod.openai.azure.com', ...over });
const AUDIENCE = 'https://cognitiveservices.azure.com';

/** The next token of a provider; fails for a key. */
async function tokenOf(credential: Credential): Promise<string> {
  if (typeof credential === 'string') throw new Error('this is a key');
  return credential();
}

describe('a key', () => {
  const keyed = target({ auth: 'api-key', keyVariable: 'KEY_OF_SWEDEN' });

  it('is what its variable holds', async () => {
    expect(await credentialFor(keyed, { KEY_OF_SWEDEN: 'k' })).toBe('k');
  });

  it.each([
    ['unset', {}],
    ['empty', { KEY_OF_SWEDEN: '' }],
  ])('is missing, by name of the variable, when that is %s', async (_, env) => {
    const asked = credentialFor(keyed, env);
    await expect(asked).rejects.toThrow(MissingCredential);
    await expect(asked).rejects.toThrow(/"sweden" needs a key and KEY_OF_SWEDEN is not set/);
  });
});

describe('a token', () => {
  let authority: TestAuthority;
  const trusted = tls.getCACertificates();
  const trust = (...authorities: readonly TestAuthority[]) => {
    const roots = authorities.map(({ trust }) => readFileSync(trust.NODE_EXTRA_CA_CERTS ?? '', 'utf8'));
    tls.setDefaultCACertificates([...trusted, ...roots]);
  };
  beforeAll(async () => {
    authority = await openAuthority();
    trust(authority);
  });
  afterAll(async () => {
    tls.setDefaultCACertificates(trusted);
    await authority[Symbol.asyncDispose]();
  });
  afterEach(() => vi.unstubAllEnvs());

  it.each<[CredentialKind, () => Promise<Readonly<Record<string, string>>>]>([
    ['client-secret', async () => authority.secretEnv],
    ['client-certificate', async () => authority.certificateEnv],
    ['workload-identity', () => authority.workloadEnv()],
  ])('comes by %s, for the audience of the endpoint and no other', async (credential, env) => {
    const token = await tokenOf(await credentialFor(target({ credential }), await env()));
    expect(await authority.accepts(token, AUDIENCE)).toBe(true);
    expect(await authority.accepts(token, 'https://ai.azure.com')).toBe(false);
  });

  it('comes by the default way from the environment of the process', async () => {
    for (const [name, value] of Object.entries(authority.secretEnv)) vi.stubEnv(name, value);
    const token = await tokenOf(await credentialFor(target(), process.env));
    expect(await authority.accepts(token, AUDIENCE)).toBe(true);
  });

  it('is for the other audience at a Foundry resource, and for the one the matrix names', async () => {
    const foundry = { endpoint: 'https://prod.services.ai.azure.com', credential: 'client-secret' } as const;
    const ai = await tokenOf(await credentialFor(target(foundry), authority.secretEnv));
    expect(await authority.accepts(ai, 'https://ai.azure.com')).toBe(true);
    const named = target({ ...foundry, scope: `${AUDIENCE}/.default` });
    expect(
      await authority.accepts(await tokenOf(await credentialFor(named, authority.secretEnv)), AUDIENCE),
    ).toBe(true);
  });

  it('comes by managed identity from where the platform offers it', async () => {
    const asked: string[] = [];
    const platform = createServer((request, response) => {
      asked.push(`${request.headers['x-identity-header']} ${request.url}`);
      const body = {
        access_token: 'given',
        expires_on: String(Math.floor(Date.now() / 1000) + 3600),
        resource: AUDIENCE,
        token_type: 'Bearer',
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
    const { port } = platform.address() as AddressInfo;
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/token`);
    vi.stubEnv('IDENTITY_HEADER', 'platform');
    const env = { AZURE_CLIENT_ID: 'user-assigned' };
    const token = await tokenOf(await credentialFor(target({ credential: 'managed-identity' }), env));
    platform.close().closeAllConnections();
    expect(token).toBe('given');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^platform .*resource=https.*cognitiveservices.*client_id=user-assigned/);
  });

  it('is kept while it is good', async () => {
    const before = authority.given();
    const provide = await credentialFor(target({ credential: 'client-secret' }), authority.secretEnv);
    const tokens = [await tokenOf(provide), await tokenOf(provide), await tokenOf(provide)];
    expect(new Set(tokens).size).toBe(1);
    expect(authority.given()).toBe(before + 1);
  });

  it('is renewed before it expires, so that none is sent in its last second', async () => {
    await using brief = await openAuthority({ expiresIn: 0 });
    trust(authority, brief);
    const provide = await credentialFor(target({ credential: 'client-secret' }), brief.secretEnv);
    const tokens = [await tokenOf(provide), await tokenOf(provide), await tokenOf(provide)];
    expect(new Set(tokens).size).toBe(3);
  });

  it.each<[string, Partial<Target>, () => Promise<Readonly<Record<string, string>>>, RegExp]>([
    [
      'a wrong secret',
      { credential: 'client-secret' },
      async () => ({ ...authority.secretEnv, AZURE_CLIENT_SECRET: 'wrong' }),
      /refuses the identity \(invalid_client\)$/,
    ],
    [
      'an expired workload token',
      { credential: 'workload-identity' },
      () => authority.workloadEnv({ expired: true }),
      /refuses the identity \(invalid_client\)$/,
    ],
    [
      'a certificate of somebody else',
      { credential: 'client-certificate' },
      async () => ({
        ...authority.certificateEnv,
        AZURE_CLIENT_ID: authority.secretEnv.AZURE_CLIENT_ID ?? '',
      }),
      /refuses the identity/,
    ],
    [
      'an unknown scope',
      { credential: 'client-secret', scope: 'https://nowhere.example/.default' },
      async () => authority.secretEnv,
      /does not know the (resource of the )?scope/,
    ],
    [
      'a file without a certificate',
      { credential: 'client-certificate' },
      async () => ({ ...authority.certificateEnv, AZURE_CLIENT_CERTIFICATE_PATH: import.meta.filename }),
      /certificate cannot be used/,
    ],
    [
      'a file that is not there',
      { credential: 'workload-identity' },
      async () => ({ ...(await authority.workloadEnv()), AZURE_FEDERATED_TOKEN_FILE: '/nowhere' }),
      /token of the workload cannot be used/,
    ],
    [
      'no setting at all',
      { credential: 'client-secret' },
      async () => ({}),
      /AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET are not set$/,
    ],
    [
      'one setting short',
      { credential: 'workload-identity' },
      async () => ({ ...authority.secretEnv }),
      /AZURE_FEDERATED_TOKEN_FILE is not set$/,
    ],
    [
      'nobody listening',
      { credential: 'client-secret' },
      async () => ({ ...authority.secretEnv, AZURE_AUTHORITY_HOST: 'https://localhost:1' }),
      /cannot be reached$/,
    ],
  ])('is missing with %s, in one sentence with a remedy and no secret', async (_, over, env, message) => {
    const error: unknown = await credentialFor(target(over), await env()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MissingCredential);
    if (!(error instanceof MissingCredential)) return;
    expect(error.message).toMatch(/^target "sweden" gets no Entra ID token: /);
    expect(error.message).toMatch(message);
    expect(error.remedy).not.toBe('');
    expect(`${error.describe()}${error.stack}${JSON.stringify(error)}`).not.toContain(CLIENT_SECRET);
    expect(error.cause).toBeUndefined();
  });

  // The library does not tell a certificate that nobody vouches for from a line that is dead.
  it('is missing where the certificate of the sign-in service is not trusted, and the remedy says so', async () => {
    await using stranger = await openAuthority();
    const asked = credentialFor(target({ credential: 'client-secret' }), stranger.secretEnv);
    await expect(asked).rejects.toMatchObject({
      message: expect.stringMatching(/cannot be reached$/),
      remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });
});

describe('a watched credential', () => {
  it('tells every new token once, before it is used', async () => {
    const given = ['one', 'one', 'two'];
    const learned: string[] = [];
    const watched = watch(
      async () => given.shift() ?? '',
      (secret) => learned.push(secret),
    );
    for (const _ of [1, 2, 3]) await tokenOf(watched.credential);
    expect(learned).toEqual(['one', 'two']);
    expect(watched.secrets).toEqual(['one', 'two']);
    expect(watched.failure()).toBeNull();
  });

  it('keeps the failure of a token that did not come', async () => {
    const failure = new MissingCredential('none');
    const watched = watch(
      () => Promise.reject(failure),
      () => {},
    );
    await expect(tokenOf(watched.credential)).rejects.toBe(failure);
    expect(watched.failure()).toBe(failure);
  });
});
