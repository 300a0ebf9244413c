/** One server on loopback, the real SDK: live, recorded, replayed, and replayed by nock, and always the same exchanges. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import nock from 'nock';
import OpenAI, { toFile } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aliasOrigin } from './alias.ts';
import { type Cassette, createCassette, readCassette, writeCassette } from './cassette.ts';
import { exchangesOf } from './cassette-exchange.ts';
import type { Exchange } from './exchange.ts';
import { live } from './live.ts';
import { createRedactor } from './redact.ts';
import { type ReplayOptions, replay } from './replay.ts';
import { createTap, type Tap } from './tap.ts';

const KEY = 'k3y-canary-7f9d2c81e4b6';
const REQUEST_ID = 'a026f098-5c61-4cac-8f6a-36346d2ab108';

const CHAT = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'ref-1',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '繁體 ✓', refusal: null } },
  ],
};
const chunk = (content: string) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'ref-1', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;
const responseEvent = (type: string, sequence: number) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence, response: { id: 'resp_1', object: 'response', model: 'ref-1', output: [], error: null } })}\n\n`;

let polls = 0;
let throttled = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const part of request) chunks.push(Buffer.from(part));
  const body = Buffer.concat(chunks).toString();
  const path = (request.url ?? '').split('?')[0];
  const send = (status: number, headers: Record<string, string>, payload: string | Buffer) =>
    response
      .writeHead(status, {
        'x-request-id': REQUEST_ID,
        'x-ms-region': 'Nowhere',
        'set-cookie': 'a=b',
        ...headers,
      })
      .end(payload);
  const json = (status: number, value: unknown, headers: Record<string, string> = {}) =>
    send(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(value));
  const stream = async (frames: readonly (string | Buffer)[]) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'x-request-id': REQUEST_ID,
    });
    for (const frame of frames) {
      response.write(frame);
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
  switch (`${request.method} ${path}`) {
    case 'POST /v1/chat/completions': {
      if (body.includes('throttle me') && throttled++ === 0) {
        return void json(
          429,
          { error: { code: '429', message: `Slow down, see request ${REQUEST_ID}` } },
          { 'retry-after': '7' },
        );
      }
      if (body.includes('"stream":true')) {
        const bytes = Buffer.from(chunk('繁體'));
        const split = bytes.indexOf('繁') + 1;
        return stream([
          bytes.subarray(0, split),
          bytes.subarray(split),
          ': ping\n\n',
          chunk(' ✓'),
          'data: [DONE]\n\n',
        ]);
      }
      if (body.includes('zip')) {
        return void send(
          200,
          { 'content-type': 'application/json', 'content-encoding': 'gzip' },
          gzipSync(JSON.stringify(CHAT)),
        );
      }
      return void json(200, CHAT);
    }
    case 'POST /v1/responses':
      if (!body.includes('"stream":true'))
        return void json(200, {
          id: 'resp_1',
          object: 'response',
          status: 'queued',
          model: 'ref-1',
          output: [],
        });
      return stream([
        responseEvent('response.created', 0),
        responseEvent('response.in_progress', 1),
        responseEvent('response.completed', 2),
      ]);
    case 'GET /v1/responses/resp_1':
      polls += 1;
      return void json(200, {
        id: 'resp_1',
        object: 'response',
        status: polls < 3 ? 'in_progress' : 'completed',
        model: 'ref-1',
        output: [],
      });
    case 'DELETE /v1/responses/resp_1':
      return void send(200, { 'content-length': '0' }, '');
    case 'POST /v1/files':
      return void json(200, {
        id: 'file-1',
        object: 'file',
        bytes: body.length > 0 ? 12 : 0,
        filename: 'a.txt',
        purpose: 'assistants',
        created_at: 1,
      });
    case 'GET /v1/files/file-1/content':
      return void send(
        200,
        { 'content-type': 'application/octet-stream' },
        Buffer.from([0, 255, 254, 128, 10, 0]),
      );
    case 'GET /v1/files/file-2/content':
      return void send(200, { 'content-type': 'text/plain' }, '{"a": 1}');
    default:
      return void send(
        404,
        {},
        '{\n  "error": {\n    "type": "not_found",\n    "code": "DeploymentNotFound",\n    "message": "no"\n  }\n}',
      );
  }
}

let server: Server;
let host = '';
beforeAll(async () => {
  nock.restore(); // importing nock switches it on
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  host = `127.0.0.1:${port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));
afterEach(() => {
  nock.cleanAll();
  nock.restore();
});

const redactor = () => createRedactor({ secrets: [KEY], aliases: { [host]: 'home' }, salt: 'case' });

function clientOf(tap: Tap, origin = `http://${host}`): OpenAI {
  return new OpenAI({ baseURL: `${origin}/v1`, apiKey: KEY, fetch: tap.fetch, maxRetries: 0 });
}

type Seen = unknown[];

/** Everything a client of the harness does; returns what it saw. */
async function scenario(client: OpenAI): Promise<Seen> {
  polls = 0;
  throttled = 0;
  const seen: Seen = [];
  const note = async (promise: Promise<unknown>) => {
    seen.push(
      await promise.catch((error: unknown) =>
        error instanceof OpenAI.APIError ? [error.status, error.code] : String(error),
      ),
    );
  };
  const messages = (content: string) => [{ role: 'user' as const, content }];
  await note(client.chat.completions.create({ model: 'ref-1', messages: messages('hello') }));
  const chat = await client.chat.completions.create({
    model: 'ref-1',
    messages: messages('hello'),
    stream: true,
  });
  for await (const part of chat) seen.push(part);
  const responses = await client.responses.create({ model: 'ref-1', input: 'hello', stream: true });
  for await (const event of responses) seen.push(event);
  await note(
    client.files.create({
      purpose: 'assistants',
      file: await toFile(Buffer.from('hello file\r\n'), 'a.txt'),
    }),
  );
  await note(client.chat.completions.create({ model: 'ref-1', messages: messages('zip') }));
  await note(client.chat.completions.create({ model: 'ref-1', messages: messages('throttle me') }));
  await note(client.chat.completions.create({ model: 'ref-1', messages: messages('throttle me') }));
  await note(client.models.retrieve('nothing-here'));
  await note(
    client.files
      .content('file-1')
      .then(async (file) => Buffer.from(await file.arrayBuffer()).toString('hex')),
  );
  await note(client.files.content('file-2').then((file) => file.text()));
  await note(client.responses.create({ model: 'ref-1', input: 'long', background: true }));
  for (let round = 0; round < 3; round++) await note(client.responses.retrieve('resp_1'));
  await note(client.responses.delete('resp_1'));
  return seen;
}

const LINEAGE = {
  recordedAt: '2026-11-21T00:00:00.000Z',
  target: 'home',
  targetKind: 'reference',
  surface: 'v1',
  harness: 'azure-openai-conformance@0.1.0',
  sdk: 'openai@7.55.0',
  redactions: [],
} as const;

async function record(): Promise<{
  seen: Seen;
  exchanges: readonly Exchange[];
  text: string;
  cassette: Cassette;
}> {
  const tap = createTap({ source: live(fetch), redactor: redactor() });
  const seen = await scenario(clientOf(tap));
  const exchanges = await tap.exchanges();
  const text = writeCassette(createCassette({ case: 'chat/all:ref-1@1:home', lineage: LINEAGE, exchanges }));
  return { seen, exchanges, text, cassette: readCassette(text, 'all.json') };
}

/** Without what differs between two runs of the same traffic; nock knows no chunks and lays JSON out anew. */
function comparable(exchanges: readonly Exchange[], through: 'tap' | 'nock' = 'tap') {
  return exchanges.map(({ request, response, ...rest }) => {
    if (response === null) return { request, response, ...rest };
    const { firstByteMs: _first, totalMs: _total, body, headers, ...kept } = response;
    if (through === 'tap')
      return {
        request,
        response: {
          ...kept,
          headers,
          body: body.kind === 'sse' ? { ...body, chunks: body.chunks?.map(({ bytes }) => bytes) } : body,
        },
        ...rest,
      };
    const plain =
      body.kind === 'sse'
        ? { kind: 'sse', text: body.text }
        : body.kind === 'json'
          ? { kind: 'json', value: body.value }
          : body;
    // nock adds a content type to an object that was recorded without one.
    const { 'content-type': type, ...others } = headers;
    return {
      request,
      response: {
        ...kept,
        headers: others,
        streams: type?.startsWith('text/event-stream') ?? false,
        body: plain,
      },
      ...rest,
    };
  });
}

describe('one case live, recorded, replayed', () => {
  it('shows the client and the checks the same, byte for byte', async () => {
    const { seen, exchanges, cassette } = await record();
    expect(exchanges.length).toBe(15);
    expect(
      exchanges.every(({ response, failure }) => response?.complete === true && failure === undefined),
    ).toBe(true);
    expect(exchangesOf(cassette)).toEqual(exchanges);
    const variants: ReplayOptions[] = [
      {},
      { rechunk: { seed: 7, maxBytes: 3 } },
      { rechunk: { seed: 8, maxBytes: 4000 } },
    ];
    for (const options of variants) {
      const tap = createTap({ source: replay(cassette, options), redactor: redactor() });
      expect(await scenario(clientOf(tap))).toEqual(seen);
      expect(await tap.exchanges()).toEqual(exchanges);
      expect(tap.ledger()).toEqual({ served: 15, missed: [], unplayed: [] });
    }
  });

  it('replays from the alias host too, where no endpoint is known', async () => {
    const { seen, exchanges, cassette } = await record();
    const tap = createTap({ source: replay(cassette), redactor: createRedactor({ salt: 'case' }) });
    expect(await scenario(clientOf(tap, aliasOrigin('home')))).toEqual(seen);
    expect(await tap.exchanges()).toEqual(exchanges);
  });

  it('is recorded twice with the same content', async () => {
    const first = await record();
    const second = await record();
    expect(comparable(second.exchanges).map(({ request }) => request)).toEqual(
      comparable(first.exchanges).map(({ request }) => request),
    );
  });

  it('keeps chunk boundaries, also inside a character, and their times', async () => {
    const { exchanges } = await record();
    const body = exchanges[1]?.response?.body;
    if (body?.kind !== 'sse') throw new Error('the second exchange is a stream');
    const total = body.chunks?.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBe(Buffer.byteLength(body.text));
    expect(body.chunks?.length).toBeGreaterThan(1);
    expect(body.text).toContain('繁體');
  });

  it('keeps neither key nor host nor cookie, and names the same request id everywhere alike', async () => {
    const { text, exchanges } = await record();
    for (const secret of [KEY, Buffer.from(KEY).toString('base64'), host, REQUEST_ID, 'a=b', 'set-cookie']) {
      expect(text.includes(secret), secret).toBe(false);
    }
    const throttledAnswer = exchanges[5]?.response;
    const id = throttledAnswer?.headers['x-request-id'];
    expect(id).toMatch(/^00000000-0000-4000-8000-/);
    expect(JSON.stringify(throttledAnswer?.body)).toContain(id);
    expect(throttledAnswer?.headers['retry-after']).toBe('7');
  });

  it('plays through nock as well, from the plain JSON file', async () => {
    const { seen, exchanges, text } = await record();
    nock.activate();
    nock.define(JSON.parse(text).exchanges);
    const tap = createTap({ source: live((...given) => fetch(...given)), redactor: redactor() });
    expect(await scenario(clientOf(tap, aliasOrigin('home')))).toEqual(seen);
    const replayed = await tap.exchanges();
    expect(comparable(replayed, 'nock')).toEqual(comparable(exchanges, 'nock'));
    expect(nock.pendingMocks()).toEqual([]);
  });
});

describe('many cases at once', () => {
  it('each get their own cassette, although host, path and body are the same', async () => {
    const { exchanges } = await record();
    const cases = Array.from({ length: 20 }, (_, number) => {
      const own = exchanges.slice(0, 1).map((exchange) => ({
        ...exchange,
        response:
          exchange.response === null
            ? null
            : {
                ...exchange.response,
                body: { kind: 'json' as const, value: { ...CHAT, id: `case-${number}` } },
              },
      }));
      return createCassette({ case: `chat/x:ref-1@1:${number}`, lineage: LINEAGE, exchanges: own });
    });
    const ids = await Promise.all(
      cases.map(async (cassette) => {
        const tap = createTap({ source: replay(cassette), redactor: redactor() });
        const { id } = await clientOf(tap).chat.completions.create({
          model: 'ref-1',
          messages: [{ role: 'user', content: 'hello' }],
        });
        return [id, tap.ledger().served];
      }),
    );
    expect(ids).toEqual(cases.map((_, number) => [`case-${number}`, 1]));
  });
});
