import * as sdk from 'openai';
import { describe, expect, it } from 'vitest';
import { azureTarget } from '../matrix/sample.fixture.ts';
import { MissingCredential } from '../targets/missing.ts';
import { type Credentials, connectAs, openCredentials } from './caller.ts';
import type { Caller } from './scenario.ts';

const target = azureTarget({ endpoint: 'https://prod.openai.azure.com', auth: 'api-key' });
const BOTH: Credentials = { own: 'own-key', token: async () => 'own-token' };

/** Address and credential headers of one chat request. */
async function sent(caller: Caller | undefined, credentials = BOTH) {
  const seen: { url: string; bearer: string | null; header: string | null }[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    const url = String(input instanceof Request ? input.url : input);
    seen.push({ url, bearer: headers.get('authorization'), header: headers.get('api-key') });
    return Response.json({}, { status: 500 });
  };
  const client = connectAs(sdk, target, credentials, { fetch, timeoutMs: 1_000 }, caller);
  await client.chat.completions.create({ model: 'm', messages: [] }).catch(() => {});
  return seen[0];
}

const V1 = 'https://prod.openai.azure.com/openai/v1/chat/completions';
const DATED = 'https://prod.openai.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21';

describe('a caller', () => {
  it.each<[string, Caller | undefined, object]>([
    ['is the one of the matrix by default', undefined, { url: V1, bearer: 'Bearer own-key', header: null }],
    ['has a key', { credential: 'key' }, { bearer: 'Bearer own-key', header: null }],
    ['has a key in a header', { keyIn: 'api-key' }, { bearer: null, header: 'own-key' }],
    ['has a token', { credential: 'token' }, { bearer: 'Bearer own-token', header: null }],
    ['has nothing', { credential: 'nothing' }, { bearer: null, header: null }],
    ['has a wrong key', { credential: { wrong: 'x' } }, { bearer: 'Bearer x', header: null }],
    [
      'has a wrong key in a header',
      { credential: { wrong: 'x' }, keyIn: 'api-key' },
      { bearer: null, header: 'x' },
    ],
    ['asks on a dated surface', { surface: '2024-10-21' }, { url: DATED, header: 'own-key' }],
    [
      'has a token on a dated surface',
      { surface: '2024-10-21', credential: 'token' },
      { url: DATED, bearer: 'Bearer own-token', header: null },
    ],
    ['asks for the preview', { surface: 'v1-preview' }, { url: `${V1}?api-version=preview` }],
    ['names an api-version', { apiVersion: 'v1' }, { url: `${V1}?api-version=v1` }],
  ])('%s', async (_, caller, expected) => {
    expect(await sent(caller)).toMatchObject(expected);
  });

  it('cannot have what the target has not', async () => {
    await expect(sent({ credential: 'token' }, { own: 'k' })).rejects.toThrow(MissingCredential);
    await expect(sent({ credential: 'key' }, { own: async () => 't' })).rejects.toThrow(
      /"sweden" has no key/,
    );
  });
});

describe('the credentials of the reference target', () => {
  const reference = { ...target, kind: 'reference' as const, auth: 'any' as const };
  it('are its own key and token, or the key that the environment names', async () => {
    const own = await openCredentials(reference, {});
    expect([own.own, await own.token?.()]).toEqual(['reference-key', 'reference-token']);
    const given = { ...reference, auth: 'api-key' as const, keyVariable: 'KEY' };
    expect((await openCredentials(given, { KEY: 'k' })).own).toBe('k');
  });
});
