import * as sdk from 'openai';
import { describe, expect, it } from 'vitest';
import { azureTarget } from '../matrix/sample.fixture.ts';
import type { Target } from '../matrix/types.ts';
import { baseUrl, type ClientOptions, createClient } from './client.ts';
import type { Credential } from './credential.ts';

const target = (over: Partial<Target> = {}) =>
  azureTarget({
    endpoint: 'https://prod.openai.azure.com',
    auth: 'api-key',
    keyVariable: 'KEY_OF_SWEDEN',
    ...over,
  });

describe('the client of a target', () => {
  async function sent(
    over: Partial<Target>,
    credential: Credential = 'k',
    more: Pick<ClientOptions, 'keyIn' | 'apiVersion'> = {},
  ) {
    const seen: { url: string; headers: Headers }[] = [];
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      seen.push({
        url: String(input instanceof Request ? input.url : input),
        headers: new Headers(init?.headers),
      });
      return Response.json({}, { status: 500 });
    };
    const client = createClient(sdk, target(over), { fetch, credential, timeoutMs: 1000, ...more });
    await client.chat.completions.create({ model: 'm', messages: [] }).catch(() => {});
    return seen;
  }

  it.each<[string, Partial<Target>, string, string]>([
    ['v1', {}, 'https://prod.openai.azure.com/openai/v1/chat/completions', 'authorization'],
    [
      'v1-preview',
      { surface: 'v1-preview' },
      'https://prod.openai.azure.com/openai/v1/chat/completions?api-version=preview',
      'authorization',
    ],
    [
      'a dated api-version',
      { surface: '2025-04-01-preview' },
      'https://prod.openai.azure.com/openai/deployments/m/chat/completions?api-version=2025-04-01-preview',
      'api-key',
    ],
    [
      'a gateway of the user below its path',
      { endpoint: 'https://gateway.example/aoai' },
      'https://gateway.example/aoai/openai/v1/chat/completions',
      'authorization',
    ],
    [
      'another service',
      { kind: 'openai-compatible', endpoint: 'http://127.0.0.1:4010/v1/' },
      'http://127.0.0.1:4010/v1/chat/completions',
      'authorization',
    ],
  ])('asks %s where it is, once, with the key in its header', async (_, over, url, header) => {
    const seen = await sent(over);
    expect(seen.map((one) => one.url)).toEqual([url]);
    expect(seen[0]?.headers.get(header)).toMatch(/^(Bearer )?k$/);
  });

  it('asks an address that never resolves where the target has none, as in a replay', async () => {
    const { endpoint: _, ...home } = target({ kind: 'reference', name: 'home' });
    expect(baseUrl(home)).toBe('https://home.target.invalid');
  });

  it('sends a token as bearer on either surface', async () => {
    for (const surface of ['v1', '2025-04-01-preview'] as const) {
      const [one] = await sent({ surface }, async () => 'token-2');
      expect(one?.headers.get('authorization')).toBe('Bearer token-2');
    }
  });

  it('sends a key in the header api-key, or none at all, where it is told to', async () => {
    const [byHeader] = await sent({}, 'k', { keyIn: 'api-key' });
    expect(byHeader?.headers.get('api-key')).toBe('k');
    expect(byHeader?.headers.has('authorization')).toBe(false);
    const [without] = await sent({}, 'k', { keyIn: 'nowhere' });
    expect(without?.headers.has('api-key')).toBe(false);
    expect(without?.headers.has('authorization')).toBe(false);
  });

  it('names an api-version on the v1 surface where it is told to', async () => {
    const [one] = await sent({}, 'k', { apiVersion: 'v1' });
    expect(one?.url).toBe('https://prod.openai.azure.com/openai/v1/chat/completions?api-version=v1');
  });
});
