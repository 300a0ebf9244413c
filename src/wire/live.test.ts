import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import type { Exchange } from './exchange.ts';
import { type LiveOptions, live } from './live.ts';
import { createRedactor } from './redact.ts';
import { ManualClock, STREAM } from './sample.fixture.ts';
import { createTap } from './tap.ts';

const URL_OF = {
  chat: 'https://api.test/v1/chat/completions',
  responses: 'https://api.test/v1/responses',
  files: 'https://api.test/v1/files/a/content',
};
const SSE = { 'content-type': 'text/event-stream' };

/** A body whose chunks come when the test sends them. */
function remote(headers: Record<string, string> = SSE) {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const state = { cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return {
    state,
    fetch: async () => new Response(body, { headers }),
    send: (text: string | Uint8Array) =>
      controller?.enqueue(typeof text === 'string' ? Buffer.from(text) : text),
    close: () => controller?.close(),
    fail: (error: Error) => controller?.error(error),
  };
}

const tapOf = (send: typeof fetch, options: LiveOptions = {}) => createTap({ source: live(send, options) });
const post = (body = '{}') => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } });
/** Let the promises that are ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function onlyExchange(tap: ReturnType<typeof tapOf>): Promise<Exchange> {
  const [exchange, ...more] = await tap.exchanges();
  if (exchange === undefined || more.length > 0) throw new Error('expected one exchange');
  return exchange;
}

describe('a live body', () => {
  it('reaches the client chunk by chunk while it is still coming', async () => {
    const server = remote();
    const clock = new ManualClock();
    const tap = tapOf(server.fetch, { clock });
    const response = await tap.fetch(URL_OF.responses, post());
    const reader = response.body?.getReader();
    for (const [index, part] of STREAM.entries()) {
      clock.advance(50);
      server.send(part);
      expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(part);
      expect(index).toBeLessThan(3);
    }
    server.close();
    expect((await reader?.read())?.done).toBe(true);
    const { response: kept } = await onlyExchange(tap);
    const chunks = STREAM.map((part, index) => ({ bytes: Buffer.byteLength(part), atMs: 50 * (index + 1) }));
    expect(kept).toEqual({
      status: 200,
      headers: SSE,
      complete: true,
      firstByteMs: 0,
      totalMs: 150,
      body: { kind: 'sse', text: STREAM.join(''), chunks },
    });
  });

  it.each([
    ['a chat stream with [DONE]', 'chat', ['data: {"choices":[]}\n\n', 'data: [DONE]\n\n'], true],
    ['a chat stream without [DONE]', 'chat', ['data: {"choices":[]}\n\n'], false],
    ['a chat stream cut inside [DONE]', 'chat', ['data: {"choices":[]}\n\ndata: [DONE]\n'], false],
    ['a chat stream that ends with an error frame', 'chat', ['data: {"error":{"message":"no"}}\n\n'], true],
    ['a Responses stream with its terminal event', 'responses', STREAM, true],
    ['a Responses stream without it', 'responses', STREAM.slice(0, 2), false],
    [
      'a Responses stream with an error frame behind response.failed',
      'responses',
      [
        'event: response.failed\ndata: {"type":"response.failed"}\n\n',
        'event: error\ndata: {"type":"error"}\n\n',
      ],
      true,
    ],
    [
      'a Responses stream cut in what follows its terminal event',
      'responses',
      [...STREAM, 'event: error\ndata: {'],
      false,
    ],
    ['another stream that closes', 'files', ['data: {}\n\n'], true],
    ['an empty stream', 'chat', [], false],
  ] as const)('%s is complete or not by its last event', async (_, url, parts, complete) => {
    const server = remote();
    const tap = tapOf(server.fetch);
    const response = await tap.fetch(URL_OF[url], post());
    for (const part of parts) server.send(part);
    server.close();
    await response.text();
    const { response: kept } = await onlyExchange(tap);
    expect(kept?.complete).toBe(complete);
  });

  it('of a refusal that calls itself a stream is whole when it has closed', async () => {
    const tap = tapOf(async () => new Response('{"error":{"code":"429"}}', { status: 429, headers: SSE }));
    await (await tap.fetch(URL_OF.chat, post())).text();
    expect((await onlyExchange(tap)).response).toMatchObject({ status: 429, complete: true });
  });

  it('that breaks off is incomplete, for client and checks, and names no host', async () => {
    const server = remote();
    const redactor = createRedactor({ aliases: { 'my-res-01.openai.azure.com': 'sweden' } });
    const tap = createTap({ source: live(server.fetch), redactor });
    const response = await tap.fetch(URL_OF.responses, post());
    server.send(STREAM[0]);
    server.fail(
      new TypeError('terminated', { cause: new Error('read ECONNRESET my-res-01.openai.azure.com:443') }),
    );
    await expect(response.text()).rejects.toThrow('terminated');
    const exchange = await onlyExchange(tap);
    expect(exchange.response).toMatchObject({ complete: false, body: { text: STREAM[0] } });
    expect(exchange.failure).toEqual({
      kind: 'network',
      message: 'terminated: read ECONNRESET sweden.target.invalid:443',
    });
  });

  it('that the client stops reading is marked, and the connection is given back', async () => {
    const server = remote();
    const tap = tapOf(server.fetch);
    const response = await tap.fetch(URL_OF.responses, post());
    server.send(STREAM[0]);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(await onlyExchange(tap)).toMatchObject({
      response: { complete: false },
      failure: { kind: 'aborted' },
    });
    expect(server.state.cancelled).toBe(true);
  });

  it('that the client closes behind its last event is whole', async () => {
    const server = remote();
    const tap = tapOf(server.fetch);
    const response = await tap.fetch(URL_OF.responses, post());
    for (const part of STREAM) server.send(part);
    const reader = response.body?.getReader();
    for (const _ of STREAM) await reader?.read();
    await reader?.cancel();
    const exchange = await onlyExchange(tap);
    expect(exchange.response?.complete).toBe(true);
    expect(exchange.failure).toBeUndefined();
  });

  it('stops with the break of an SDK loop, and says so', async () => {
    const server = remote();
    const tap = tapOf(server.fetch);
    const client = new OpenAI({
      apiKey: 'k',
      baseURL: 'https://api.test/v1',
      fetch: tap.fetch,
      maxRetries: 0,
    });
    const stream = await client.responses.create({ model: 'm', input: 'x', stream: true });
    server.send(STREAM[0]);
    for await (const _ of stream) break;
    expect((await onlyExchange(tap)).failure).toMatchObject({ kind: 'aborted' });
  });

  it('beyond the size limit reaches the client and is not kept', async () => {
    const server = remote({ 'content-type': 'text/plain' });
    const tap = tapOf(server.fetch, { maxBodyBytes: 10 });
    const response = await tap.fetch(URL_OF.files);
    server.send('0123456789');
    server.send('0123456789');
    server.close();
    expect(await response.text()).toHaveLength(20);
    expect(await onlyExchange(tap)).toMatchObject({
      response: { complete: false, body: { kind: 'none' } },
      failure: { kind: 'too-large' },
    });
  });

  it('beyond the size limit is broken off where memory has to be bounded', async () => {
    const server = remote({ 'content-type': 'text/plain' });
    const tap = tapOf(server.fetch, { maxBodyBytes: 10, cutBeyondMax: true });
    const response = await tap.fetch(URL_OF.files);
    server.send('0123456789');
    server.send('0');
    await expect(response.text()).rejects.toThrow('larger than 10 bytes and was broken off');
    expect(await onlyExchange(tap)).toMatchObject({
      response: { complete: false },
      failure: { kind: 'too-large', message: 'the body is larger than 10 bytes and was broken off' },
    });
  });

  it('of 20 MB comes through whole', async () => {
    const value = { text: 'x繁'.repeat(5_000_000) };
    const tap = tapOf(async () => Response.json(value));
    expect(await (await tap.fetch(URL_OF.responses, post())).json()).toEqual(value);
    expect((await onlyExchange(tap)).response).toMatchObject({
      complete: true,
      body: { kind: 'json', value },
    });
  });
});

describe('a live request', () => {
  it('that gets no answer is an exchange without a response', async () => {
    const tap = tapOf(async () => {
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      });
    });
    await expect(tap.fetch(URL_OF.chat, post())).rejects.toThrow('fetch failed');
    expect(await onlyExchange(tap)).toMatchObject({
      response: null,
      failure: { kind: 'network', message: 'fetch failed: connect ECONNREFUSED' },
    });
  });

  it('honours the signal of the client, before and while it runs', async () => {
    const never = () => new Promise<Response>(() => {});
    const early = tapOf(never);
    await expect(early.fetch(URL_OF.chat, { ...post(), signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    const late = tapOf(never);
    const controller = new AbortController();
    const sent = late.fetch(URL_OF.chat, { ...post(), signal: controller.signal });
    await settle();
    controller.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    for (const tap of [early, late])
      expect(await onlyExchange(tap)).toMatchObject({ response: null, failure: { kind: 'aborted' } });
  });

  it('errors the body when the client aborts inside it', async () => {
    const server = remote();
    const tap = tapOf(server.fetch);
    const controller = new AbortController();
    const response = await tap.fetch(URL_OF.responses, { ...post(), signal: controller.signal });
    server.send(STREAM[0]);
    const text = response.text();
    await settle();
    controller.abort();
    await expect(text).rejects.toMatchObject({ name: 'AbortError' });
    expect(await onlyExchange(tap)).toMatchObject({
      response: { complete: false, body: { text: STREAM[0] } },
      failure: { kind: 'aborted' },
    });
  });

  it('waits for beforeSend, which sees the redacted request, and does not count the wait', async () => {
    const clock = new ManualClock();
    const seen: unknown[] = [];
    let go = () => {};
    const tap = tapOf(async () => Response.json({}), {
      clock,
      beforeSend: (request) => {
        seen.push(request);
        return new Promise<void>((resolve) => {
          go = resolve;
        });
      },
    });
    const sent = tap.fetch(URL_OF.chat, {
      ...post('{"user":"someone@example.org"}'),
      headers: { authorization: 'Bearer abc', 'content-type': 'application/json' },
    });
    await settle();
    clock.advance(1_000);
    go();
    await sent;
    expect(JSON.stringify(seen)).not.toMatch(/someone|abc/);
    expect((await onlyExchange(tap)).response).toMatchObject({ firstByteMs: 0 });
  });

  it.each([
    ['timeout-first-byte', { firstByteMs: 100 }, 0],
    ['timeout-between-events', { betweenEventsMs: 100 }, 1],
    ['timeout-between-events', { betweenEventsMs: 100, totalMs: 1_000 }, 2],
    ['timeout-total', { totalMs: 100 }, 1],
  ] as const)('tells %s from the others', async (kind, timeouts, events) => {
    const server = remote();
    const clock = new ManualClock();
    const tap = tapOf(events === 0 ? () => new Promise(() => {}) : server.fetch, { clock, timeouts });
    const text = tap.fetch(URL_OF.responses, post()).then((response) => response.text());
    text.catch(() => {});
    await settle();
    for (let count = 0; count < events; count++) {
      clock.advance(60);
      server.send(STREAM[0]);
      await settle();
    }
    server.send(': still here\n\n');
    await settle();
    clock.advance(100);
    await expect(text).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await onlyExchange(tap)).failure).toEqual({ kind, message: expect.stringContaining('100 ms') });
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind when all goes well', async () => {
    const clock = new ManualClock();
    const tap = tapOf(async () => new Response(STREAM.join(''), { headers: SSE }), {
      clock,
      timeouts: { firstByteMs: 1, betweenEventsMs: 1, totalMs: 1 },
    });
    await (await tap.fetch(URL_OF.responses, post())).text();
    expect((await onlyExchange(tap)).response?.complete).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('the arguments of fetch', () => {
  const echo: typeof fetch = async (input, init) => {
    const sent = new Request(input, init);
    return new Response(await sent.arrayBuffer(), {
      headers: { 'content-type': sent.headers.get('content-type') ?? '' },
    });
  };
  const form = () => {
    const data = new FormData();
    data.set('purpose', 'assistants');
    data.set('file', new File(['hello'], 'a.txt', { type: 'text/plain' }));
    return data;
  };
  const parts = [
    { name: 'purpose', value: 'assistants' },
    {
      name: 'file',
      filename: 'a.txt',
      contentType: 'text/plain',
      bytes: 5,
      sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    },
  ];

  it('may be a Request, bytes, a stream, a form or a form in bytes', async () => {
    const bytes = new Request('https://api.test/', { method: 'POST', body: form() });
    const cases: [Parameters<typeof fetch>, unknown][] = [
      [[new Request(URL_OF.chat, post('{"a":1}'))], { kind: 'json', value: { a: 1 } }],
      [
        [new URL(URL_OF.chat), { ...post(), body: Buffer.from('{"a":1}') }],
        { kind: 'json', value: { a: 1 } },
      ],
      [
        [URL_OF.chat, { ...post(), body: new Blob(['{"a": 1}']).stream(), duplex: 'half' } as RequestInit],
        { kind: 'json', value: { a: 1 }, text: '{"a": 1}' },
      ],
      [
        [URL_OF.chat, { method: 'POST', body: new URLSearchParams({ a: '1' }) }],
        { kind: 'text', text: 'a=1' },
      ],
      [[URL_OF.chat, { method: 'POST', body: Uint8Array.of(0, 255) }], { kind: 'binary', base64: 'AP8=' }],
      [[URL_OF.files, { method: 'POST', body: form() }], { kind: 'multipart', parts }],
      [
        [
          URL_OF.files,
          {
            method: 'POST',
            body: await bytes.arrayBuffer(),
            headers: { 'content-type': bytes.headers.get('content-type') ?? '' },
          },
        ],
        { kind: 'multipart', parts },
      ],
      [[URL_OF.files], { kind: 'none' }],
    ];
    for (const [given, body] of cases) {
      const tap = tapOf(echo);
      await (await tap.fetch(...given)).arrayBuffer();
      expect((await onlyExchange(tap)).request.body).toEqual(body);
    }
  });

  it('may be the probe of the SDK, which is no traffic, and is not needed', async () => {
    const tap = tapOf(echo);
    expect(await (await tap.fetch('data:,')).text()).toBe('');
    expect(await tap.exchanges()).toEqual([]);
    expect(tap.fetch.Response).toBe(Response);
  });

  it('may be wrong, which is the error of the client and no exchange', async () => {
    const tap = tapOf(echo);
    await expect(tap.fetch('not a url')).rejects.toThrow();
    expect(await tap.exchanges()).toEqual([]);
  });
});
