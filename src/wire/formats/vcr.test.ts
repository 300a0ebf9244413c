import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRecording } from './index.ts';

function read(text: string, file = 'cassette.yaml') {
  return [...readRecording({ file, text })];
}

const PYTHON = `interactions:
- request:
    body: '{"model": "prod", "stream": true}'
    headers:
      api-key:
      - hunter2
      content-length:
      - '33'
      content-type:
      - application/json
    method: POST
    uri: https://contoso.openai.azure.com/openai/deployments/prod/chat/completions?api-version=2024-10-21
  response:
    body:
      string: 'data: {"choices":[],"created":0,"id":""}


        data: {"object":"chat.completion.chunk","created":1772359200,"choices":[]}


        '
    headers:
      Content-Type:
      - text/event-stream
      Date:
      - Sun, 01 Mar 2026 10:00:01 GMT
      Set-Cookie:
      - session=1
      x-ms-region:
      - Sweden Central
    status:
      code: 200
      message: OK
version: 1
`;

describe('vcrpy', () => {
  it('reads an event stream behind a deployment', () => {
    const [sourced, ...rest] = read(PYTHON);
    expect(rest).toEqual([]);
    expect(sourced).toMatchObject({
      operation: 'chat.create',
      hostKind: 'azure',
      recordedAt: '2026-03-01T10:00:01.000Z',
      recordedAtSource: 'date-header',
      hints: { streaming: true },
    });
    expect(sourced?.exchange.request.headers).toEqual({ 'content-type': 'application/json' });
    expect(sourced?.exchange.request.body).toEqual({
      kind: 'json',
      value: { model: 'prod', stream: true },
      text: '{"model": "prod", "stream": true}',
    });
    expect(sourced?.exchange.response?.headers).toEqual({
      'content-type': 'text/event-stream',
      date: 'Sun, 01 Mar 2026 10:00:01 GMT',
      'x-ms-region': 'Sweden Central',
    });
    expect(sourced?.exchange.response?.body).toEqual({
      kind: 'sse',
      text: 'data: {"choices":[],"created":0,"id":""}\n\ndata: {"object":"chat.completion.chunk","created":1772359200,"choices":[]}\n\n',
    });
  });

  it.each([
    ['tagged binary', `!!binary |\n        ${gzipSync('{"id":"x"}').toString('base64')}`],
    ['bytes in a double-quoted string', JSON.stringify(gzipSync('{"id":"x"}').toString('latin1'))],
  ])('decompresses %s', (_name, body) => {
    const text = `interactions:
- request: { method: GET, uri: "https://api.openai.com/v1/models/m", headers: {}, body: null }
  response:
    body:
      string: ${body}
    headers: { Content-Encoding: [gzip] }
    status: { code: 200, message: OK }
version: 1
`;
    const [sourced] = read(text);
    expect(sourced).toMatchObject({ hostKind: 'openai', operation: 'models.retrieve' });
    expect(sourced?.exchange.response?.body).toEqual({ kind: 'json', value: { id: 'x' } });
  });

  it('takes a string such as 1e5 for the string PyYAML meant', () => {
    const [sourced] = read(`interactions:
- request: { method: POST, uri: "https://api.openai.com/v1/responses", headers: {}, parsed_body: { input: 1e5 } }
  response: { status: { code: 200 }, headers: {}, parsed_body: { id: resp_1, ok: true } }
`);
    expect(sourced?.fidelity).toBe('parsed-body');
    expect(sourced?.exchange.request.body).toEqual({ kind: 'json', value: { input: '1e5' } });
    expect(sourced?.exchange.response?.body).toEqual({ kind: 'json', value: { id: 'resp_1', ok: true } });
  });

  it('knows an answer that was edited by hand: only the request still has its stated length', () => {
    const answer = (length: number) => `interactions:
- request:
    body: '{"a":1}'
    headers: { Content-Length: ['7'] }
    method: POST
    uri: https://contoso.openai.azure.com/openai/v1/chat/completions
  response:
    body: { string: '{"error":{"code":"content_filter"}}' }
    headers: { Content-Length: ['${length}'] }
    status: { code: 200, message: OK }
`;
    expect(read(answer(882))[0]?.synthetic).toBe(true);
    expect(read(answer(35))[0]?.synthetic).toBe(false);
  });
});

describe('VCR for Ruby', () => {
  it('reads dated interactions and binary strings', () => {
    const [first, second] = read(`---
http_interactions:
- request:
    method: post
    uri: https://api.openai.com/v1/responses
    body: { encoding: UTF-8, string: '{"model":"gpt-4o"}' }
    headers: {}
  response:
    status: { code: 200, message: OK }
    headers: { Content-Type: [application/json] }
    body:
      encoding: ASCII-8BIT
      string: !binary |-
        eyJvYmplY3QiOiJyZXNwb25zZSJ9
  recorded_at: Fri, 14 Mar 2025 15:11:37 GMT
- request:
    method: get
    uri: https://api.openai.com/v1/files/f/content
    body: { encoding: US-ASCII, string: '' }
  response:
    status: { code: 200, message: OK }
    headers: { Content-Type: [application/octet-stream] }
    body: { encoding: ASCII-8BIT, base64_string: iVBORw0KGgo= }
recorded_with: VCR 6.1.0
`);
    expect(first).toMatchObject({
      recordedAt: '2025-03-14T15:11:37.000Z',
      recordedAtSource: 'recorder',
      exchange: {
        request: { method: 'POST' },
        response: { body: { kind: 'json', value: { object: 'response' } } },
      },
    });
    expect(second).toMatchObject({
      operation: 'files.content',
      exchange: { request: { body: { kind: 'none' } }, response: { body: { kind: 'binary' } } },
    });
  });
});

describe('go-vcr', () => {
  it.each([
    ['version 1', 'version: 1', 'status: 200 OK\n    code: 200'],
    ['version 2 and later', 'version: 2', 'status: 200 OK\n    code: 200\n    duration: 1.2s'],
  ])('reads %s', (_name, version, status) => {
    const [sourced] = read(`---
${version}
interactions:
- id: 0
  request:
    body: '{"model":"gpt-5-mini"}'
    form: {}
    headers: { Content-Type: [application/json] }
    url: https://contoso.openai.azure.com/openai/v1/chat/completions
    method: POST
  response:
    body: |+
      data: {"object":"chat.completion.chunk"}

      data: [DONE]

    headers: { Content-Type: [text/event-stream] }
    ${status}
`);
    expect(sourced).toMatchObject({ hostKind: 'azure', operation: 'chat.create' });
    expect(sourced?.exchange.response).toMatchObject({
      status: 200,
      body: { kind: 'sse', text: 'data: {"object":"chat.completion.chunk"}\n\ndata: [DONE]\n\n' },
    });
  });
});

it('reads a cassette that was written as JSON', () => {
  const text = JSON.stringify({
    version: 1,
    interactions: [
      {
        request: { method: 'GET', uri: 'https://api.openai.com/v1/models', headers: {}, body: null },
        response: { status: { code: 200 }, headers: {}, body: { string: '{"object":"list","data":[]}' } },
      },
    ],
  });
  expect(read(text, 'cassette.json')[0]?.operation).toBe('models.list');
});
