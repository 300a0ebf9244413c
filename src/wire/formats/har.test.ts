import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRecording } from './index.ts';

function entry(content: object, extra: { headers?: object[]; postData?: object; url?: string } = {}) {
  return {
    startedDateTime: '2026-03-01T10:00:00.500Z',
    time: 812,
    request: {
      method: 'POST',
      url: extra.url ?? 'https://contoso.openai.azure.com/openai/v1/responses?api-version=preview&sig=secret',
      headers: [
        { name: 'Content-Type', value: 'application/json' },
        { name: 'api-key', value: 'hunter2' },
      ],
      postData: extra.postData ?? { mimeType: 'application/json', text: '{"model":"gpt-4.1","input":"hi"}' },
    },
    response: { status: 200, headers: extra.headers ?? [], content },
  };
}

function read(...entries: object[]) {
  const text = JSON.stringify({ log: { version: '1.2', entries } });
  return [...readRecording({ file: 'calls.har', text })];
}

const ANSWER = '{"object":"response","created_at":1772359200}';

describe('HAR', () => {
  it('reads an entry of a browser', () => {
    const [sourced] = read(entry({ mimeType: 'application/json', text: ANSWER }));
    expect(sourced).toMatchObject({
      id: 'calls.har#0',
      operation: 'responses.create',
      hostKind: 'azure',
      recordedAt: '2026-03-01T10:00:00.500Z',
      recordedAtSource: 'recorder',
      fidelity: 'wire',
      synthetic: false,
    });
    expect(sourced?.exchange.request).toEqual({
      method: 'POST',
      origin: 'https://azure.recording.invalid',
      path: '/openai/v1/responses',
      query: { 'api-version': 'preview' },
      headers: { 'content-type': 'application/json' },
      body: { kind: 'json', value: { model: 'gpt-4.1', input: 'hi' } },
    });
    expect(sourced?.exchange.response).toEqual({
      status: 200,
      headers: {},
      body: { kind: 'json', value: { object: 'response', created_at: 1772359200 } },
      complete: true,
      totalMs: 812,
    });
  });

  it.each([
    ['plain base64', 'identity', Buffer.from(ANSWER).toString('base64')],
    ['gzip in base64', 'gzip', gzipSync(ANSWER).toString('base64')],
    ['Polly.js: chunks of gzip in a JSON list', 'gzip', pollyChunks(gzipSync(ANSWER))],
    ['brotli', 'br', brotliCompressSync(ANSWER).toString('base64')],
    ['decoded already, header kept', 'gzip', Buffer.from(ANSWER).toString('base64')],
    ['decoded already, brotli header kept', 'br', Buffer.from(ANSWER).toString('base64')],
  ])('decodes a body: %s', (_name, encoding, text) => {
    const headers = [{ name: 'Content-Encoding', value: encoding }];
    const [sourced] = read(entry({ encoding: 'base64', text }, { headers }));
    expect(sourced?.exchange.response?.body).toMatchObject({ kind: 'json', value: { object: 'response' } });
    expect(sourced?.exchange.response?.headers).toEqual({});
  });

  it('marks an answer whose body the browser did not keep as incomplete', () => {
    const [sourced] = read(entry({ mimeType: 'text/event-stream', size: 5120 }));
    expect(sourced?.exchange.response).toMatchObject({ complete: false, body: { kind: 'none' } });
  });

  it('reads a blocked request as an exchange without an answer', () => {
    const blocked = { ...entry({}), response: { status: 0, headers: [], content: {} } };
    const [sourced] = read(blocked);
    expect(sourced?.exchange).toMatchObject({ response: null, failure: { kind: 'network' } });
  });

  it('reads form fields and files of an upload', () => {
    const params = [
      { name: 'purpose', value: 'assistants' },
      { name: 'file', fileName: 'a.txt', contentType: 'text/plain', value: 'abc' },
    ];
    const [sourced] = read(
      entry(
        { text: '{}' },
        { postData: { mimeType: 'multipart/form-data', params }, url: '/openai/v1/files' },
      ),
    );
    expect(sourced?.operation).toBe('files.create');
    expect(sourced?.exchange.request.body).toMatchObject({
      kind: 'multipart',
      parts: [
        { name: 'purpose', value: 'assistants' },
        { name: 'file', filename: 'a.txt', bytes: 3 },
      ],
    });
  });
});

function pollyChunks(bytes: Buffer): string {
  return JSON.stringify([bytes.subarray(0, 10), bytes.subarray(10)].map((part) => part.toString('base64')));
}
