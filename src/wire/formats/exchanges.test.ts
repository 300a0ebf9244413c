import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../exchange.ts';
import { readRecording } from './index.ts';

const REQUEST = {
  method: 'POST',
  origin: 'https://sweden.target.invalid',
  path: '/openai/v1/chat/completions',
  query: {},
  headers: {},
};

function read(...rows: object[]) {
  return [...readRecording({ file: 'x.jsonl', text: rows.map((row) => JSON.stringify(row)).join('\n') })];
}

describe('Exchange JSONL', () => {
  it('gives back any exchange that the harness writes', () => {
    const body = fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.record({ kind: fc.constant('json' as const), value: fc.jsonValue() }),
      fc.record({ kind: fc.constantFrom('text' as const, 'sse' as const), text: fc.string() }),
      fc.record({ kind: fc.constant('binary' as const), base64: fc.base64String({ minLength: 4 }) }),
    );
    fc.assert(
      fc.property(body, body, fc.integer({ min: 100, max: 599 }), (sent, received, status) => {
        const exchange: Exchange = {
          request: { ...REQUEST, body: sent },
          response: { status, headers: { 'x-ms-region': 'East US' }, body: received, complete: true },
        };
        expect(read({ id: 'a', ...exchange })[0]).toMatchObject({ id: 'a', operation: 'chat.create' });
        expect(read(exchange)[0]?.exchange).toEqual(JSON.parse(JSON.stringify(exchange)));
      }),
    );
  });

  it('drops hosts, headers and queries that are not known to be harmless', () => {
    const request = {
      ...REQUEST,
      origin: 'https://contoso.openai.azure.com',
      query: { 'api-version': 'v1', code: 'secret' },
      headers: { Authorization: 'Bearer secret', 'Content-Type': 'application/json' },
      body: { kind: 'none' },
    };
    const [sourced] = read({ request, response: null });
    expect(sourced?.hostKind).toBe('azure');
    expect(JSON.stringify(sourced)).not.toMatch(/secret|contoso/);
  });

  it.each([
    [{ request: REQUEST, response: { status: 'ok' } }, '/response/status'],
    [{ request: REQUEST, response: { status: 200, body: { kind: 'jsn' } } }, '/response/body/kind'],
    [{ request: { ...REQUEST, body: { kind: 'sse' } }, response: null }, '/request/body/text'],
  ])('refuses %j at its place', (row, pointer) => {
    expect(() => read(row)).toThrow(
      expect.objectContaining({ place: { file: 'x.jsonl', line: 1, pointer } }),
    );
  });
});
