import { describe, expect, it } from 'vitest';
import type { Exchange, WireFailure } from '../../wire/exchange.ts';
import { pauseBefore } from './retry-policy.ts';

const REQUEST = {
  method: 'POST',
  origin: 'https://sweden.target.invalid',
  path: '/openai/v1/chat/completions',
  query: {},
  headers: {},
  body: { kind: 'none' },
} as const;
const UPLOAD = { ...REQUEST, path: '/openai/v1/files' };

function answered(
  status: number,
  over: { value?: unknown; headers?: Record<string, string> } = {},
): Exchange {
  const body = { kind: 'json', value: over.value ?? {} } as const;
  return { request: REQUEST, response: { status, headers: over.headers ?? {}, body, complete: true } };
}

function broken(kind: WireFailure['kind'], message = '', request: Exchange['request'] = REQUEST): Exchange {
  return { request, response: null, failure: { kind, message } };
}

const POLICY = { retries: 3 };
const pause = (exchange: Exchange, attempt = 1, retryAfterMs?: number) =>
  pauseBefore({ exchange, attempt, retryAfterMs }, POLICY, 0.5);

describe('another attempt', () => {
  it.each([
    ['408', answered(408)],
    ['429', answered(429)],
    ['500', answered(500)],
    ['503', answered(503)],
    ['a reset connection', broken('network', 'fetch failed: read ECONNRESET')],
    ['no first byte in time', broken('timeout-first-byte')],
    ['an upload that never left', broken('network', 'fetch failed: connect ECONNREFUSED', UPLOAD)],
  ])('follows %s', (_, exchange) => {
    expect(pause(exchange)).toBeGreaterThan(0);
  });

  it.each([
    ['a success, whatever is wrong with it', answered(200, { value: 'garbage' })],
    ['a refused parameter', answered(400)],
    ['a wrong key', answered(401)],
    ['a deployment that is not there', answered(404)],
    ['a conflict', answered(409)],
    ['501, which means it', answered(501)],
    ['a quota that is used up', answered(429, { value: { error: { code: 'insufficient_quota' } } })],
    ['an answer that asks for none', answered(503, { headers: { 'x-should-retry': 'false' } })],
    ['what the client gave up', broken('aborted')],
    ['what the budget held back', broken('not-sent')],
    ['a certificate', broken('network', 'fetch failed: self-signed certificate')],
    ['a redirect', broken('network', 'fetch failed: unexpected redirect')],
    ['an upload that may have arrived', broken('network', 'fetch failed: read ECONNRESET', UPLOAD)],
  ])('does not follow %s', (_, exchange) => {
    expect(pause(exchange)).toBeNull();
  });

  it('comes as often as it may', () => {
    expect(pause(answered(503), 3)).not.toBeNull();
    expect(pause(answered(503), 4)).toBeNull();
  });

  it('waits as long as the service asks, unless that is a quota for another day', () => {
    expect(pause(answered(429), 1, 1_234)).toBe(1_234);
    expect(pause(answered(429), 1, 86_400_000)).toBeNull();
  });

  it('waits longer each time, half of it by chance', () => {
    const at = (attempt: number, random: number) =>
      pauseBefore({ exchange: answered(503), attempt, retryAfterMs: undefined }, { retries: 9 }, random);
    expect([at(1, 0), at(1, 1), at(2, 0), at(2, 1)]).toEqual([250, 500, 500, 1_000]);
    expect(at(9, 1)).toBe(20_000);
  });
});
