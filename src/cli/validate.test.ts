import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from './main.ts';
import type { Terminal } from './terminal.ts';
import { type ExchangeVerdict, validate } from './validate.ts';

const RAW = resolve('../shared/traffic/raw');
const folder = mkdtempSync(join(tmpdir(), 'validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const request = { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hello' }] };
const answer = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'gpt-4.1-2025-04-14',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      logprobs: null,
      message: { role: 'assistant', content: 'Hello.', refusal: null },
    },
  ],
  usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
};
const broken = { ...answer, usage: { ...answer.usage, total_tokens: 8 }, novelty: 1 };
const refusal = {
  error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' },
};

const HOST = 'https://example-resource.openai.azure.com';
const PATH = '/openai/v1/chat/completions';
const URL_ = HOST + PATH;
const json = JSON.stringify;
const yaml = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The same answer as each recorder would store it. */
const RECORDINGS: Readonly<Record<string, (body: unknown, status?: number) => string>> = {
  'calls.har': (body, status = 200) =>
    json({
      log: {
        version: '1.2',
        creator: { name: 'self-written', version: '1' },
        entries: [
          {
            startedDateTime: '2026-11-20T10:00:00.000Z',
            request: {
              method: 'POST',
              url: URL_,
              headers: [{ name: 'content-type', value: 'application/json' }],
              postData: { mimeType: 'application/json', text: json(request) },
            },
            response: {
              status,
              headers: [{ name: 'content-type', value: 'application/json' }],
              content: { encoding: 'base64', text: Buffer.from(json(body)).toString('base64') },
            },
          },
        ],
      },
    }),
  'vcrpy.yaml': (body, status = 200) => `interactions:
- request:
    body: ${yaml(json(request))}
    headers: {content-type: [application/json]}
    method: POST
    uri: ${URL_}
  response:
    body: {string: ${yaml(json(body))}}
    headers: {content-type: [application/json]}
    status: {code: ${status}, message: OK}
version: 1
`,
  'vcrpy-gzip.yaml': (body, status = 200) => `interactions:
- request:
    body: ${yaml(json(request))}
    headers: {content-type: [application/json]}
    method: POST
    uri: ${URL_}
  response:
    body:
      string: !!binary ${gzipSync(json(body)).toString('base64')}
    headers: {content-type: [application/json], content-encoding: [gzip]}
    status: {code: ${status}, message: OK}
version: 1
`,
  'vcr-ruby.yml': (body, status = 200) => `---
http_interactions:
- request:
    method: post
    uri: ${URL_}
    body: {encoding: UTF-8, string: ${yaml(json(request))}}
    headers: {Content-Type: [application/json]}
  response:
    status: {code: ${status}, message: OK}
    headers: {Content-Type: [application/json]}
    body: {encoding: UTF-8, string: ${yaml(json(body))}}
  recorded_at: Fri, 20 Nov 2026 10:00:00 GMT
recorded_with: VCR 6.3.1
`,
  'go-vcr.yaml': (body, status = 200) => `---
version: 2
interactions:
- id: 0
  request:
    method: POST
    url: ${URL_}
    headers: {Content-Type: [application/json]}
    body: ${yaml(json(request))}
  response:
    body: ${yaml(json(body))}
    headers: {Content-Type: [application/json]}
    status: ${status} OK
    code: ${status}
`,
  'nock.json': (body, status = 200) =>
    json([
      {
        scope: HOST,
        method: 'POST',
        path: PATH,
        body: request,
        status,
        response: [gzipSync(json(body)).toString('hex')],
        rawHeaders: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      },
    ]),
  'test-proxy.json': (body, status = 200) =>
    json({
      Entries: [
        {
          RequestUri: URL_,
          RequestMethod: 'POST',
          RequestHeaders: { 'Content-Type': 'application/json' },
          RequestBody: request,
          StatusCode: status,
          ResponseHeaders: { 'Content-Type': 'application/json' },
          ResponseBody: body,
        },
      ],
      Variables: {},
    }),
  'traffic.jsonl': (body, status = 200) =>
    `${json({
      id: 'one',
      repo: 'a/b',
      host_kind: 'azure',
      method: 'POST',
      url_path: PATH,
      request_body: request,
      request_body_kind: 'json',
      status,
      response_headers: { 'content-type': 'application/json' },
      response_body: body,
      response_body_kind: 'json',
    })}\n`,
  'exchanges.jsonl': (body, status = 200) =>
    `${json({
      request: { method: 'POST', origin: HOST, path: PATH, body: { kind: 'json', value: request } },
      response: {
        status,
        headers: { 'content-type': 'application/json' },
        body: { kind: 'json', value: body },
      },
    })}\n`,
};

interface Printed {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

function terminalOf(out: string[], err: string[]): Terminal {
  return {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    style: (_colour, text) => text,
    status: () => {},
    columns: 100,
    interactive: false,
    env: {},
    cwd: folder,
  };
}

async function run(...argv: string[]): Promise<Printed> {
  const out: string[] = [];
  const err: string[] = [];
  return { code: await main(['validate', ...argv], terminalOf(out, err)), out, err };
}

function written(name: string, text: string | Uint8Array): string {
  writeFileSync(join(folder, name), text);
  return name;
}

function verdicts({ out }: Printed): ExchangeVerdict[] {
  return out.map((line) => JSON.parse(line));
}

describe.each(Object.keys(RECORDINGS))('validate %s', (name) => {
  const record = RECORDINGS[name] ?? (() => '');

  it('passes a sound exchange', async () => {
    const printed = await run(written(name, record(answer)), '--json');
    expect(printed.err).toEqual([]);
    expect(verdicts(printed)).toMatchObject([{ valid: true, violations: [], drift: [], class: null }]);
    expect(printed.code).toBe(0);
  });

  it('says what is wrong, what is new, and exits with 1', async () => {
    const printed = await run(written(name, record(broken)), '--json');
    const [verdict] = verdicts(printed);
    expect(verdict).toEqual({
      id: expect.any(String),
      valid: false,
      violations: [
        {
          check: 'usage.total',
          pointer: '/usage/total_tokens',
          message: '5 prompt and 2 output tokens do not add up to 8',
          severity: 'must',
        },
      ],
      drift: [{ pointer: '/novelty', kind: 'unknown-field' }],
      class: null,
    });
    expect(printed.code).toBe(1);
  });

  it('names the class of an error, which is a sound answer', async () => {
    const printed = await run(written(name, record(refusal, 401)), '--json');
    expect(verdicts(printed)).toMatchObject([{ valid: true, class: 'auth' }]);
    expect(printed.code).toBe(0);
  });
});

const STREAM = [
  {
    ...answer,
    object: 'chat.completion.chunk',
    usage: undefined,
    choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
  },
  {
    ...answer,
    object: 'chat.completion.chunk',
    usage: undefined,
    choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }],
  },
  {
    ...answer,
    object: 'chat.completion.chunk',
    usage: undefined,
    choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
  },
].map((chunk) => `data: ${json(chunk)}\n\n`);

describe('validate', () => {
  it('reads a bare stream, and names the event that breaks it', async () => {
    const sound = await run(written('answer.sse', `${STREAM.join('')}data: [DONE]\n\n`));
    expect(sound).toMatchObject({ code: 0, out: ['1 exchanges, 1 valid, 0 invalid'] });
    const cut = await run(written('cut.sse', STREAM.join('').slice(0, -20)));
    expect(cut.code).toBe(1);
    expect(cut.out[0]).toMatch(/^invalid .*cut\.sse#0$/);
    expect(cut.out[1]).toMatch(/^ {2}must stream.truncated/);
  });

  it('finds the cut of a stream of which it knows no event', async () => {
    const { code, out } = await run(written('half.sse', 'data: {"id":"x","object":"chat.comp'));
    expect(out[1]).toBe('  must stream.truncated: the body ends inside an event');
    expect([code, out[2]]).toEqual([1, '1 exchanges, 0 valid, 1 invalid']);
  });

  it('does not call valid what no check concerns, nor invalid', async () => {
    const unknown = written('unknown.sse', 'data: {"novelty":1}\n\n');
    const printed = await run(unknown, written('sound.jsonl', RECORDINGS['traffic.jsonl']?.(answer) ?? ''));
    expect(printed.out).toEqual([
      expect.stringMatching(/^not checked .*unknown\.sse#0: no check knows what this is/),
      '2 exchanges, 1 valid, 0 invalid, 1 not checked',
    ]);
    expect(printed.code).toBe(3);
    const asJson = await run(unknown, '--json');
    expect(verdicts(asJson)).toMatchObject([
      { valid: false, violations: [{ check: 'exchange.recognised', severity: 'info' }], class: null },
    ]);
    expect(asJson.code).toBe(3);
    const worse = await run(unknown, written('bad.jsonl', RECORDINGS['traffic.jsonl']?.(broken) ?? ''));
    expect(worse.code).toBe(1);
  });

  it('takes the content of a stored file as it is', async () => {
    const row = {
      id: 'f',
      repo: 'a/b',
      host_kind: 'azure',
      method: 'GET',
      status: 200,
      response_headers: {},
    };
    const content = { response_body: 'data: half', response_body_kind: 'text' };
    const file = json({ ...row, ...content, url_path: '/openai/v1/files/file-1/content' });
    expect(await run(written('file.jsonl', `${file}\n`))).toMatchObject({
      code: 0,
      out: ['1 exchanges, 1 valid, 0 invalid'],
    });
  });

  it('refuses a recording without an exchange', async () => {
    const printed = await run(written('none.har', '{"log":{"entries":[]}}'));
    expect(printed).toMatchObject({ code: 2, out: [] });
    expect(printed.err[0]).toMatch(/none\.har: it holds no exchange/);
  });

  it("reads the project's own recordings", async () => {
    const file = resolve('recordings/reference/chat/streaming/ref-general@2026-11-01.json');
    const printed = await run(file, '--json');
    expect(verdicts(printed)).toMatchObject([
      { id: 'chat/streaming:ref-general@2026-11-01:reference#0', valid: true },
    ]);
  });

  it('reads standard input', async () => {
    const out: string[] = [];
    const chunks = (async function* () {
      yield Buffer.from(RECORDINGS['traffic.jsonl']?.(answer) ?? '');
    })();
    const code = await validate(['-'], { format: 'auto', json: true }, terminalOf(out, []), chunks);
    expect([code, JSON.parse(out[0] ?? '')]).toMatchObject([0, { id: 'one', valid: true }]);
  });

  it('reads several files, and prints the totals', async () => {
    const printed = await run(
      written('a.jsonl', RECORDINGS['traffic.jsonl']?.(answer) ?? ''),
      written('b.jsonl', RECORDINGS['traffic.jsonl']?.(broken) ?? ''),
    );
    expect(printed.out).toEqual([
      'invalid one',
      '  must usage.total at /usage/total_tokens: 5 prompt and 2 output tokens do not add up to 8',
      '2 exchanges, 1 valid, 1 invalid',
      'failed checks, by exchanges:',
      '       1  usage.total',
      'drift (new to the schema, no failure): 1 kinds',
      '       1  /novelty',
    ]);
  });

  it.each([
    ['page.html', '<!DOCTYPE html><html></html>', 'an HTML page'],
    ['api.yaml', 'openapi: 3.1.0\ninfo: {}\n', 'an OpenAPI document'],
    ['empty.json', '', 'an empty file'],
    ['all.json.gz', gzipSync('{}'), 'unpack it first'],
  ])('refuses %s as what it looks like, as a mistake on the command line', async (name, text, words) => {
    const printed = await run(written(name, text));
    expect(printed.code).toBe(2);
    expect(printed.err.join('\n')).toContain(name);
    expect(printed.err.join('\n')).toContain(words);
  });

  it('refuses a line that is damaged with its place', async () => {
    const good = RECORDINGS['traffic.jsonl']?.(answer) ?? '';
    const printed = await run(written('half.jsonl', `${good}${good.slice(0, 40)}\n`), '--json');
    expect(printed.out).toHaveLength(1);
    expect(printed.code).toBe(2);
    expect(printed.err[0]).toMatch(/half\.jsonl:2:/);
  });

  it('suggests the format that was meant', async () => {
    const printed = await run('--format', 'vcrr', written('x.json', '{}'));
    expect(printed).toMatchObject({ code: 2 });
    expect(printed.err[0]).toContain('did you mean "vcr"?');
    expect((await run('no-such-file.json')).err[0]).toContain('there is no such file');
  });

  it('never prints what a terminal would obey', async () => {
    const evil = { ...broken, object: '\u001b[2J\u202e' };
    const printed = await run(written('evil.jsonl', RECORDINGS['traffic.jsonl']?.(evil) ?? ''));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(printed.out.join('\n')).not.toMatch(/[\u001b\u202e]/);
  });
});

describe.skipIf(!existsSync(RAW))('original recordings of other projects', () => {
  it.each(existsSync(RAW) ? readdirSync(RAW) : [])('%s is read', async (name) => {
    const printed = await run(join(RAW, name), '--json');
    expect(printed.err).toEqual([]);
    expect(verdicts(printed).length).toBeGreaterThan(0);
    for (const verdict of verdicts(printed)) {
      expect(Object.keys(verdict)).toEqual(['id', 'valid', 'violations', 'drift', 'class']);
    }
  });
});
