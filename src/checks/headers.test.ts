import { describe, expect, it } from 'vitest';
import { checkHeaders } from './headers.ts';
import { jsonExchange } from './schema/samples.ts';

const check = (
  headers: Record<string, string>,
  status = 200,
  hostKind: 'azure' | 'openai' | 'other' = 'azure',
) =>
  Object.fromEntries(
    checkHeaders(jsonExchange({}, { headers, status }), { hostKind }).map(({ id, outcome }) => [id, outcome]),
  );

describe('checkHeaders', () => {
  it.each([
    [{ 'apim-request-id': 'a' }, { 'headers.request-id': 'passed' }],
    [{ 'x-request-id': 'a' }, { 'headers.request-id': 'passed' }],
    [
      { 'content-type': 'application/json', 'x-ms-region': 'East US' },
      { 'headers.request-id': 'failed', 'headers.region': 'passed' },
    ],
    [{ 'x-request-id': ' ' }, { 'headers.request-id': 'failed' }],
    [
      { 'x-request-id': 'a', 'x-ms-region': 'East US 2' },
      { 'headers.request-id': 'passed', 'headers.region': 'passed' },
    ],
    [
      { 'x-request-id': 'a', 'x-ms-region': '' },
      { 'headers.request-id': 'passed', 'headers.region': 'failed' },
    ],
  ])('%j on success', (headers, expected) => {
    expect(check(headers)).toEqual(expected);
  });

  it.each([
    [{ 'retry-after': '12' }, 'passed'],
    [{ 'retry-after-ms': '1200' }, 'passed'],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 'passed'],
    [{ 'retry-after': 'soon' }, 'failed'],
    [{}, 'failed'],
  ])('%j on a 429', (headers, outcome) => {
    expect(check({ 'apim-request-id': 'a', ...headers }, 429)['headers.retry-after']).toBe(outcome);
  });

  it('asks nothing of other hosts, of recordings without headers, and never for x-ratelimit', () => {
    expect(check({ 'x-request-id': 'a' }, 429, 'openai')).toEqual({});
    expect(check({ 'content-type': 'a' }, 429)).toEqual({});
    expect(check({}, 429)).toEqual({});
    expect(checkHeaders({ ...jsonExchange({}), response: null }, { hostKind: 'azure' })).toEqual([]);
    expect(JSON.stringify(check({ 'apim-request-id': 'a' }, 429))).not.toContain('ratelimit');
  });
});
