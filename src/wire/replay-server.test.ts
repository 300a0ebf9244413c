import { connect } from 'node:net';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { createReference, DEFAULT_KEY } from '../reference/index.ts';
import { type Cassette, createCassette } from './cassette.ts';
import type { Exchange } from './exchange.ts';
import { live } from './live.ts';
import { createRedactor } from './redact.ts';
import { type ReplayServer, type ReplayServerOptions, serveReplay } from './replay-server.ts';
import { cassetteOf, LINEAGE, ManualClock, request, response, STREAM } from './sample.fixture.ts';
import { createTap } from './tap.ts';

let server: ReplayServer | undefined;
afterEach(() => server?.close());

async function open(cassettes: readonly Cassette[], options?: ReplayServerOptions): Promise<ReplayServer> {
  server = await serveReplay(cassettes, options);
  return server;
}

const QUESTION = { model: 'ref-general', messages: [{ role: 'user' as const, content: 'Say hello.' }] };

/** What an application might do, and what it saw. */
async function session(client: OpenAI): Promise<unknown> {
  const completion = await client.chat.completions.create(QUESTION);
  const chunks = [];
  for await (const chunk of await client.chat.completions.create({ ...QUESTION, stream: true }))
    chunks.push(chunk);
  const response = await client.responses.create({ model: 'ref-general', input: 'Say hello.' });
  const events = [];
  const asked = {
    model: 'ref-general',
    input: 'Say hello.',
    user: 'someone@example.org',
    stream: true,
  } as const;
  for await (const event of await client.responses.create(asked)) events.push(event);
  const file = await client.files.create({
    file: new File(['{"a":1}\n'], 'a.jsonl', { type: 'application/json' }),
    purpose: 'batch',
  });
  const content = await (await client.files.content(file.id)).text();
  const deleted = await client.files.delete(file.id);
  const refused = await client.responses.retrieve('resp_0').catch((error: Error) => error.message);
  return { completion, chunks, response, events, file, content, deleted, refused };
}

/** The session against the reference target, and its cassette. */
async function recorded(): Promise<Cassette> {
  const redactor = createRedactor({ secrets: [DEFAULT_KEY], salt: 'a:b:c' });
  const tap = createTap({ source: live(createReference().fetch), redactor });
  await session(
    new OpenAI({
      baseURL: 'http://home.invalid/openai/v1/',
      apiKey: DEFAULT_KEY,
      fetch: tap.fetch,
      maxRetries: 0,
    }),
  );
  return createCassette({ case: 'a:b:c', lineage: LINEAGE, exchanges: await tap.exchanges() });
}

const streamed = (over: Partial<Exchange> = {}): Exchange => ({
  request: request(),
  response: response({
    headers: { 'content-type': 'text/event-stream' },
    firstByteMs: 50,
    body: {
      kind: 'sse',
      text: STREAM.join(''),
      chunks: STREAM.map((part, at) => ({ bytes: Buffer.byteLength(part), atMs: 100 * (at + 1) })),
    },
  }),
  ...over,
});
const HELLO = JSON.stringify({ model: 'ref-1', input: 'hello', temperature: 0.7 });
const ask = ({ url }: ReplayServer, body = HELLO) =>
  fetch(`${url}/v1/responses`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

/** An HTTP request as bytes, and the chunks of the answer as HTTP frames them. */
async function framed({ url }: ReplayServer): Promise<string[]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(
    `POST /v1/responses HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${HELLO.length}\r\n\r\n${HELLO}`,
  );
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  const answer = Buffer.concat(parts);
  const chunks: string[] = [];
  for (let at = answer.indexOf('\r\n\r\n') + 4; ; ) {
    const end = answer.indexOf('\r\n', at);
    const size = Number.parseInt(answer.subarray(at, end).toString(), 16);
    if (!(size > 0)) return chunks;
    chunks.push(answer.subarray(end + 2, end + 2 + size).toString('latin1'));
    at = end + 2 + size + 2;
  }
}

describe('an SDK at a replay server', () => {
  it.each([{}, { rechunk: { seed: 3, maxBytes: 5 } }])(
    'gets the recorded answers with any credential and host, cut by %j',
    async (options) => {
      const cassette = await recorded();
      const direct = new OpenAI({
        baseURL: 'http://x.invalid/openai/v1/',
        apiKey: 'none',
        maxRetries: 0,
        fetch: createTap({
          source: (await import('./replay.ts')).replay(cassette),
          redactor: createRedactor({ salt: 'a:b:c' }),
        }).fetch,
      });
      const expected = await session(direct);
      const { url, ledger } = await open([cassette], options);
      const client = new OpenAI({ baseURL: `${url}/openai/v1/`, apiKey: 'anything', maxRetries: 0 });
      expect(await session(client)).toEqual(expected);
      expect(ledger()).toEqual({ served: cassette.exchanges.length, missed: [], unplayed: [] });
      expect(JSON.stringify(expected)).toContain('hello');
    },
  );

  it('is not kept waiting by a recorded refusal, and not made to ask again by a miss', async () => {
    const limited = response({ status: 429, headers: { 'retry-after': '3600' } });
    const { url, ledger } = await open([
      cassetteOf({ request: request(), response: limited }, { request: request(), response: response() }),
    ]);
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'k', maxRetries: 3 });
    const body = JSON.parse(HELLO);
    expect(await client.responses.create(body)).toMatchObject({ id: 'resp_1' });
    await expect(client.responses.create(body)).rejects.toMatchObject({ status: 404, code: 'replay_miss' });
    expect(ledger()).toMatchObject({ served: 2, missed: [{ method: 'POST' }] });
  });
});

describe('a plain HTTP client at a replay server', () => {
  it('is answered as curl asks: api-key header, its own layout of the JSON, any host', async () => {
    const { url } = await open([await recorded()]);
    const answer = await fetch(`${url}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { 'api-key': 'whatever', 'content-type': 'application/json', 'user-agent': 'curl/8.5.0' },
      body: '{\n  "messages": [ { "content": "Say hello.", "role": "user" } ],\n  "model": "ref-general"\n}',
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      object: 'chat.completion',
      model: expect.stringContaining('ref-general'),
    });
  });

  it('is answered as the openai package for Python asks: compact JSON, a multipart body of its own', async () => {
    const { url } = await open([await recorded()]);
    const headers = {
      accept: 'application/json',
      authorization: 'Bearer sk-none',
      'user-agent': 'OpenAI/Python 2.8.0',
      'x-stainless-lang': 'python',
      'x-stainless-read-timeout': '600',
    };
    const answer = await fetch(`${url}/openai/v1/responses`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"input":"Say hello.","model":"ref-general"}',
    });
    expect(await answer.json()).toMatchObject({ object: 'response', status: 'completed' });
    const edge = '0d1c1a9f36f04f1d8a6f0b4d5b3f6a77';
    const upload = await fetch(`${url}/openai/v1/files`, {
      method: 'POST',
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${edge}` },
      body: [
        `--${edge}`,
        'Content-Disposition: form-data; name="purpose"',
        '',
        'batch',
        `--${edge}`,
        'Content-Disposition: form-data; name="file"; filename="a.jsonl"',
        'Content-Type: application/json',
        '',
        '{"a":1}\n',
        `--${edge}--`,
        '',
      ].join('\r\n'),
    });
    expect(await upload.json()).toMatchObject({ object: 'file', filename: 'a.jsonl', bytes: 8 });
  });

  it('is told by a 404 which recorded request is closest, of which case, and where they differ', async () => {
    const missed: string[] = [];
    const opened = await open([cassetteOf({ request: request(), response: response() })], {
      missed: ({ message }) => missed.push(message),
    });
    const answer = await ask(opened, HELLO.replace('0.7', '1').replace('hello', 'me@example.org'));
    expect(answer.status).toBe(404);
    const body: unknown = await answer.json();
    expect(body).toMatchObject({
      error: { code: 'replay_miss', message: missed[0] },
      closest: { ordinal: 0, case: 'responses/create:ref-1@1:home', method: 'POST', path: '/v1/responses' },
      differences: [
        expect.stringContaining('/body/input: recorded "hello"'),
        '/body/temperature: recorded 0.7, sent 1',
      ],
    });
    expect(JSON.stringify(body)).not.toContain('me@example.org');
  });
});

describe('several cassettes', () => {
  const answering = (id: string) =>
    createCassette({
      case: `responses/create:${id}:home`,
      lineage: LINEAGE,
      exchanges: [{ request: request(), response: response({ body: { kind: 'json', value: { id } } }) }],
    });

  it('give a request that is in each of them their answers in turn', async () => {
    const opened = await open(['a', 'b'].map(answering));
    const seen = [];
    for (let turn = 0; turn < 3; turn++) seen.push(await (await ask(opened)).json());
    expect(seen).toMatchObject([{ id: 'a' }, { id: 'b' }, { error: { code: 'replay_miss' } }]);
  });

  it('know an identity under the pseudonym of each', async () => {
    const redacted = (salt: string, id: string) => {
      const user = createRedactor({ salt }).text('someone@example.org');
      const body = { kind: 'json', value: { user } } as const;
      return cassetteOf({
        request: request({ body }),
        response: response({ body: { kind: 'json', value: { id } } }),
      });
    };
    const opened = await open([redacted('x', 'a'), redacted('y', 'b')]);
    for (const id of ['a', 'b'])
      expect(await (await ask(opened, '{"user":"someone@example.org"}')).json()).toEqual({ id });
  });
});

describe('a recorded stream over HTTP', () => {
  it('comes in the recorded chunks', async () => {
    const chunks = await framed(await open([cassetteOf(streamed())]));
    expect(chunks.map((chunk) => Buffer.from(chunk, 'latin1').toString())).toEqual(STREAM);
  });

  it('is cut anew on demand, inside characters too, and stays the same bytes', async () => {
    const chunks = await framed(await open([cassetteOf(streamed())], { rechunk: { seed: 1, maxBytes: 2 } }));
    expect(Math.max(...chunks.map(({ length }) => length))).toBe(2);
    expect(Buffer.from(chunks.join(''), 'latin1').toString()).toBe(STREAM.join(''));
    expect(chunks.some((chunk) => Buffer.from(chunk, 'latin1').toString().includes('\ufffd'))).toBe(true);
  });

  it('that its recorder gave up breaks off, and does not end', async () => {
    const cut = streamed({
      response: response({
        headers: { 'content-type': 'text/event-stream' },
        body: { kind: 'sse', text: STREAM[0] },
        complete: false,
      }),
      failure: { kind: 'aborted', message: 'the client stopped reading' },
    });
    await expect((await ask(await open([cassetteOf(cut)]))).text()).rejects.toThrow();
  });
});

describe('recorded times', () => {
  it('hold for the first byte, each chunk, a whole body and a pause that was asked for', async () => {
    const clock = new ManualClock();
    const limited = response({ status: 429, headers: { 'retry-after': '75' }, totalMs: 900 });
    const opened = await open([cassetteOf(streamed(), { request: request(), response: limited })], {
      pace: 'recorded',
      clock,
    });
    const due = () => expect.poll(() => clock.pending).toBe(1);
    const pending = ask(opened);
    await due();
    clock.advance(50);
    const reader = (await pending).body?.getReader();
    for (const [at, part] of STREAM.entries()) {
      await due();
      clock.advance(at === 0 ? 49 : 99);
      expect(clock.pending).toBe(1);
      clock.advance(1);
      expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(part);
    }
    const second = ask(opened);
    await due();
    clock.advance(899);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    expect((await second).headers.get('retry-after')).toBe('75');
  });

  it('are not waited for when the client leaves', async () => {
    const clock = new ManualClock();
    const opened = await open([cassetteOf(streamed())], { pace: 'recorded', clock });
    const client = new AbortController();
    const pending = fetch(`${opened.url}/v1/responses`, {
      method: 'POST',
      body: HELLO,
      headers: { 'content-type': 'application/json' },
      signal: client.signal,
    });
    await expect.poll(() => clock.pending).toBe(1);
    client.abort();
    await expect(pending).rejects.toThrow();
    await expect.poll(() => clock.pending).toBe(0);
  });
});
