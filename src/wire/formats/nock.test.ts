import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRecording } from './index.ts';

function definition(response: unknown, extra: object = {}) {
  return {
    scope: 'https://api.openai.com:443',
    method: 'POST',
    path: '/v1/chat/completions?limit=2&key=secret',
    body: { model: 'gpt-4o-mini' },
    status: 200,
    response,
    rawHeaders: ['Content-Type', 'application/json', 'Set-Cookie', 'a=b'],
    responseIsBinary: false,
    ...extra,
  };
}

function read(...definitions: object[]) {
  return [...readRecording({ file: 'nock.json', text: JSON.stringify(definitions, null, 2) })];
}

const hex = (text: string) => gzipSync(text).toString('hex');

describe('nock', () => {
  it.each<[string, unknown, object, object]>([
    ['an object', { id: 'x' }, {}, { kind: 'json', value: { id: 'x' } }],
    ['a string', 'data: {}\n\n', {}, { kind: 'sse', text: 'data: {}\n\n' }],
    ['nothing', '', {}, { kind: 'none' }],
    ['a list that is the answer', [{ id: 'x' }], {}, { kind: 'json', value: [{ id: 'x' }] }],
    [
      'hex chunks of gzip',
      [hex('{"id":"x"}').slice(0, 20), hex('{"id":"x"}').slice(20)],
      { rawHeaders: { 'content-encoding': 'gzip' } },
      { kind: 'json', value: { id: 'x' } },
    ],
    ['hex words in an uncompressed list', ['abcd'], {}, { kind: 'json', value: ['abcd'] }],
    ['a hex string marked binary', 'ff00', { responseIsBinary: true }, { kind: 'binary', base64: '/wA=' }],
  ])('reads an answer given as %s', (_name, response, extra, expected) => {
    expect(read(definition(response, extra))[0]?.exchange.response?.body).toEqual(expected);
  });

  it('splits the query from the path and drops what is not known to be harmless', () => {
    const [sourced] = read(definition({}));
    expect(sourced?.exchange.request).toMatchObject({
      origin: 'https://openai.recording.invalid',
      path: '/v1/chat/completions',
      query: { limit: '2' },
    });
    expect(sourced?.exchange.request.query).not.toHaveProperty('key');
    expect(sourced?.exchange.response?.headers).toEqual({ 'content-type': 'application/json' });
    expect(sourced).toMatchObject({ hostKind: 'openai', operation: 'chat.create' });
  });
});
