import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigurationFailure, RecordingFailure } from '../../failure.ts';
import { detectFormat, type FormatName, readRecording, readRecordingFile } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EXCHANGE = JSON.stringify({
  request: { method: 'GET', origin: '', path: '/v1/models', query: {}, headers: {}, body: { kind: 'none' } },
  response: { status: 200, headers: {}, body: { kind: 'json', value: {} }, complete: true },
});

function refusal(file: string, text: string | Uint8Array, format: FormatName | 'auto' = 'auto') {
  try {
    return [...readRecording({ file, text, format })].length;
  } catch (error) {
    return error instanceof RecordingFailure ? error.describe() : error;
  }
}

describe('detectFormat', () => {
  it.each<[string, string, FormatName | null]>([
    ['a.har', '{"log":{"version":"1.2","creator":{', 'har'],
    ['a.json', '{\n  "Entries": [\n    {', 'test-proxy'],
    ['a.yaml', 'version: 1\ninteractions:\n- request:', 'vcr'],
    ['a.yml', '---\nhttp_interactions:\n- request:', 'vcr'],
    ['a.json', '[\n {\n  "scope": "https://api.openai.com:443",', 'nock'],
    ['a.json', '{"captured_at":"2026-01-01","chunks":[{"b64":"', 'req-llm'],
    ['a.txt', ': hello\n\nevent: response.created\ndata: {', 'sse'],
    ['a.txt', '{"type":"response.created","response":{}}\n{"type":', 'events'],
    ['a.json', '{"id":"resp_1","object":"response","output":[{', 'answer'],
    ['a.jsonl', '{"id": "x-1", "repo": "a/b", "commit": "c", "response_body": "', 'traffic'],
    ['a.jsonl', '{"request":{"method":"POST","origin":"https://', 'exchanges'],
    ['a.json', '{"format":"aoai-conform/cassette","lineage":{', 'cassette'],
    ['a.json', '{"openapi":"3.1.0"}', null],
    ['a.txt', 'hello', null],
    ['a.txt', '', null],
  ])('%s beginning %j is %s', (name, head, expected) => {
    expect(detectFormat(name, head)).toBe(expected);
  });
});

describe('what is no recording is refused with what it looks like', () => {
  it.each<[string, string, string]>([
    ['api.yaml', 'openapi: 3.1.0\ninfo: {}\n', 'an OpenAPI document'],
    ['api.json', '{"info":{},"openapi":"3.1.0"}', 'an OpenAPI document'],
    ['page.html', '<!DOCTYPE html><html>', 'an HTML page'],
    ['empty.json', '  \n', 'an empty file'],
    ['p.json', '{"info":{"name":"x"},"item":[]}', 'a Postman collection'],
    ['list.json', '[1, 2, 3]', 'a JSON list of 3 entries'],
    ['o.json', '{"alpha":1,"beta":2,"sk-secret value":3}', 'an object with the keys alpha, beta'],
    ['matrix.yaml', 'version: 1\ntargets:\n  a: { kind: reference }\n', 'a matrix.yaml'],
    ['request.json', '{"model":"gpt-4o","messages":[]}', 'the body of a chat request without its answer'],
    ['notes.md', '# Notes\n', 'a Markdown or text document'],
    ['readme.md', '# Notes\n\n```ts\nimport x from "y";\n```\n', 'a Markdown document'],
    ['words.txt', 'hello world', 'plain text'],
  ])('%s', (file, text, appearance) => {
    const message = refusal(file, text);
    expect(message).toContain(`${file}: this is no recording that can be read; it looks like ${appearance}`);
    expect(message).toContain('Tried: cassette, traffic');
    expect(message).not.toContain('secret');
  });

  it.each<[string, Uint8Array, string]>([
    ['gzip', gzipSync('{}'), 'unpack it first'],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), 'save it as UTF-8'],
    ['bytes', Buffer.from([1, 0, 2]), 'binary data'],
  ])('%s', (_name, bytes, hint) => {
    expect(refusal('x', bytes)).toContain(hint);
  });

  it('says so when a named format does not fit, and when there is no such format', () => {
    expect(refusal('x.json', '{"a":1}', 'har')).toMatch(/not readable as har .*an object with the keys a/);
    // @ts-expect-error: a name from a command line
    expect(refusal('x.json', '{"a":1}', 'harr')).toMatch(/no format "harr", did you mean "har"\?/);
  });

  it.each<[string, string, FormatName | 'auto', string]>([
    [
      'a.har',
      '{"log":{"entries":[\n  {"request": }\n]}}',
      'auto',
      'a.har:2:15: not valid JSON: expected a value',
    ],
    ['a.json', '{"x": 1,\n y}', 'auto', 'a.json:2:2: not valid JSON: expected a quoted key'],
    ['a.yaml', 'interactions:\n- request: "abc\n', 'auto', 'a.yaml:3:1: not valid YAML: missing char'],
    [
      'a.jsonl',
      `${EXCHANGE}\n{"request":`,
      'auto',
      'a.jsonl:2:12: not valid JSON: the text ends where a value',
    ],
    ['a.jsonl', `${EXCHANGE}\n[]`, 'auto', 'a.jsonl:2: the line is no exchange'],
    [
      'a.har',
      '{"log":{"entries":[{"request":{}}]}}',
      'auto',
      'a.har (/log/entries/0): the exchange has no HTTP method',
    ],
  ])('%s: %j', (file, text, format, message) => {
    expect(refusal(file, text, format)).toContain(message);
  });
});

describe('hostile input', () => {
  const har = (content: string, headers = '[]') =>
    `{"log":{"entries":[{"request":{"method":"POST","url":"https://h.openai.azure.com/openai/v1/responses","headers":[]},` +
    `"response":{"status":200,"headers":${headers},"content":${content}}}]}}`;

  it('refuses a gzip bomb', () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024)).toString('base64');
    const text = har(
      `{"encoding":"base64","text":"${bomb}"}`,
      '[{"name":"content-encoding","value":"gzip"}]',
    );
    expect(refusal('bomb.har', text)).toMatch(
      /bomb\.har \(\/log\/entries\/0\/response\): the gzip body grows beyond 64 MB/,
    );
  });

  it('refuses a damaged gzip body', () => {
    const text = har(
      '{"encoding":"base64","text":"H4sIAAAAAAAA"}',
      '[{"name":"content-encoding","value":"gzip"}]',
    );
    expect(refusal('x.har', text)).toMatch(/the gzip body is damaged/);
  });

  it('refuses a YAML alias bomb', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(10)}]`);
    const text = `interactions: []\nl0: &l0 lol\n${levels.join('\n')}\n`;
    expect(refusal('bomb.yaml', text)).toMatch(/expands too many aliases/);
  });

  it.each([
    ['JSON in a body', har(JSON.stringify({ text: `${'['.repeat(2000)}${']'.repeat(2000)}` }))],
    ['JSON of a document', `{"Entries":${'['.repeat(100_000)}`],
    ['YAML', `interactions: ${'['.repeat(20_000)}`],
  ])('refuses absurd nesting: %s', (_name, text) => {
    expect(refusal('deep', text)).toMatch(/nested|not valid/);
  });

  it('treats __proto__ and constructor as plain keys', () => {
    const text = `interactions:
- request:
    method: POST
    uri: https://api.openai.com/v1/responses?__proto__=1
    headers: { __proto__: { authorization: [x] }, constructor: [y], content-type: [application/json] }
    parsed_body: { __proto__: { polluted: true }, constructor: 1 }
  response: { status: { code: 200 }, headers: {}, body: { string: '{"__proto__":{"polluted":true}}' } }
`;
    const [sourced] = readRecording({ file: 'p.yaml', text });
    expect(Object.keys(sourced?.exchange.request.headers ?? {})).toEqual(['content-type']);
    expect('polluted' in {}).toBe(false);
    const { body } = sourced?.exchange.request ?? {};
    expect(body?.kind === 'json' && Object.keys(body.value ?? {})).toEqual(['__proto__', 'constructor']);
  });

  it('refuses a status that is no status, however large', () => {
    const text = har('{}').replace('"status":200', '"status":99999999999999999999999');
    expect(refusal('x.har', text)).toMatch(/status of the answer is no HTTP status/);
  });

  it('keeps numbers that JSON can hold and JavaScript cannot, as text beside the value', () => {
    const [sourced] = readRecording({ file: 'x.har', text: har('{"text":"{\\"n\\":1e999}"}') });
    expect(sourced?.exchange.response?.body).toEqual({
      kind: 'json',
      value: { n: Infinity },
      text: '{"n":1e999}',
    });
  });

  it('never lets a host, a key or a cookie through', () => {
    const secret = [
      { name: 'Set-Cookie', value: 'canary' },
      { name: 'openai-organization', value: 'canary' },
    ];
    const text = har('{"text":"{}"}', JSON.stringify(secret)).replace(
      'https://h.',
      'https://user:canary@canary.',
    );
    expect(JSON.stringify([...readRecording({ file: 'x.har', text })])).not.toContain('canary');
  });
});

describe('readRecordingFile', () => {
  const collect = async (...args: Parameters<typeof readRecordingFile>) => {
    const all = [];
    for await (const sourced of readRecordingFile(...args)) all.push(sourced);
    return all;
  };

  it('reads one exchange a line as a stream, and stops reading when its reader stops', async () => {
    let sent = 0;
    const chunks = async function* () {
      for (; sent < 1000; sent++) yield Buffer.from(`${EXCHANGE.padEnd(70_000)}\n`);
    };
    let read = 0;
    for await (const sourced of readRecordingFile({ file: '-', chunks: chunks() })) {
      expect(sourced.operation).toBe('models.list');
      if (++read === 10) break;
    }
    expect(sent).toBeLessThan(20);
  });

  it('gives what readRecording gives, from a path', async () => {
    const path = join(folder, 'stream.txt');
    const text = 'event: response.created\ndata: {"type":"response.created"}\n\n';
    writeFileSync(path, text);
    expect(await collect(path)).toEqual([...readRecording({ file: path, text })]);
  });

  it('attaches a citation, one index an exchange', async () => {
    const citation = { repository: 'a/b', commit: 'c', path: 'p', license: 'MIT' };
    const chunks = [Buffer.from(`${EXCHANGE}\n${EXCHANGE}\n`)];
    const all = await collect(
      {
        file: '-',
        chunks: (async function* () {
          yield* chunks;
        })(),
      },
      { citation },
    );
    expect(all.map((sourced) => sourced.citation)).toEqual([
      { ...citation, index: '1' },
      { ...citation, index: '2' },
    ]);
  });

  it.each([
    ['nowhere.har', 'there is no such file'],
    ['.', 'this is a folder'],
  ])('says that %s cannot be read', async (name, message) => {
    const read = collect(join(folder, name));
    await expect(read).rejects.toBeInstanceOf(ConfigurationFailure);
    await expect(read).rejects.toThrow(message);
  });
});
