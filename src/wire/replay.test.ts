import fc from 'fast-check';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import type { Exchange } from './exchange.ts';
import { type ReplayOptions, replay } from './replay.ts';
import { cassetteOf, ManualClock, ORIGIN, request, response, STREAM } from './sample.fixture.ts';
import { createTap } from './tap.ts';

const ask = (value: unknown, over: RequestInit = {}) =>
  [
    `${ORIGIN}/v1/responses`,
    { method: 'POST', body: JSON.stringify(value), headers: { 'content-type': 'application/json' }, ...over },
  ] as const;
const HELLO = { model: 'ref-1', input: 'hello', temperature: 0.7 };
const poll = (id: string, status: string): Exchange => ({
  request: request({ method: 'GET', path: `/v1/responses/${id}`, body: { kind: 'none' }, headers: {} }),
  response: response({ body: { kind: 'json', value: { id, status } } }),
});
const streamExchange = (over: Partial<Exchange> = {}): Exchange => ({
  request: request(),
  response: response({
    headers: { 'content-type': 'text/event-stream' },
    body: {
      kind: 'sse',
      text: STREAM.join(''),
      chunks: STREAM.map((part, at) => ({ bytes: Buffer.byteLength(part), atMs: 100 * (at + 1) })),
    },
  }),
  ...over,
});
const tapOf = (exchanges: readonly Exchange[], options?: ReplayOptions) =>
  createTap({ source: replay(cassetteOf(...exchanges), options) });

describe('finding the recorded answer', () => {
  it('does not depend on the order of members or of different requests', async () => {
    const tap = tapOf([poll('resp_a', 'queued'), { request: request(), response: response() }]);
    expect(
      await (await tap.fetch(...ask({ temperature: 0.7, input: 'hello', model: 'ref-1' }))).json(),
    ).toMatchObject({ id: 'resp_1' });
    expect(await (await tap.fetch(`${ORIGIN}/v1/responses/resp_a`)).json()).toMatchObject({
      status: 'queued',
    });
    expect(tap.ledger()).toEqual({ served: 2, missed: [], unplayed: [] });
  });

  it('gives equal requests their answers in turn, and each poll its own', async () => {
    const tap = tapOf([poll('a', 'queued'), poll('b', 'queued'), poll('a', 'done'), poll('b', 'failed')]);
    const states: string[] = [];
    for (const id of ['a', 'a', 'b', 'b'])
      states.push((await (await tap.fetch(`${ORIGIN}/v1/responses/${id}`)).json()).status);
    expect(states).toEqual(['queued', 'done', 'queued', 'failed']);
  });

  it('forgives UUIDs that the client invents, but not the use of another one in the same place twice', async () => {
    const [one, two] = ['3b241101-e2bb-4255-8caf-4136c566a962', '9f1b7c2e-5d5a-4f7e-9d63-0f3f0f0b8a11'];
    const recorded = request({ body: { kind: 'json', value: { metadata: { run: one, again: one } } } });
    const tap = tapOf([{ request: recorded, response: response() }]);
    expect((await tap.fetch(...ask({ metadata: { run: two, again: one } }))).status).toBe(400);
    expect((await tap.fetch(...ask({ metadata: { run: two, again: two } }))).status).toBe(200);
  });

  it('prefers the recorded UUID over an invented one', async () => {
    const ids = ['3b241101-e2bb-4255-8caf-4136c566a962', '9f1b7c2e-5d5a-4f7e-9d63-0f3f0f0b8a11'] as const;
    const tap = tapOf(ids.map((id) => poll(id, `of ${id}`)));
    for (const id of ids.toReversed()) {
      expect((await (await tap.fetch(`${ORIGIN}/v1/responses/${id}`)).json()).status).toBe(`of ${id}`);
    }
  });

  it('knows uploads by fields and file content, not by boundary', async () => {
    const form = (text: string) => {
      const data = new FormData();
      data.set('file', new File([text], 'a.txt', { type: 'text/plain' }));
      data.set('purpose', 'assistants');
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
    const recorded = request({ path: '/v1/files', headers: {}, body: { kind: 'multipart', parts } });
    const tap = tapOf([{ request: recorded, response: response() }]);
    expect((await tap.fetch(`${ORIGIN}/v1/files`, { method: 'POST', body: form('other') })).status).toBe(400);
    expect((await tap.fetch(`${ORIGIN}/v1/files`, { method: 'POST', body: form('hello') })).status).toBe(200);
  });

  it('lists what was never asked for', async () => {
    const tap = tapOf([{ request: request(), response: response() }, poll('a', 'queued')]);
    expect(tap.ledger().unplayed).toEqual([
      { ordinal: 0, method: 'POST', path: '/v1/responses' },
      { ordinal: 1, method: 'GET', path: '/v1/responses/a' },
    ]);
  });
});

describe('a miss', () => {
  it('is on the ledger and among the exchanges, whatever the client makes of it', async () => {
    const tap = tapOf([poll('a', 'queued'), { request: request(), response: response() }]);
    const client = new OpenAI({ apiKey: 'k', baseURL: `${ORIGIN}/v1`, fetch: tap.fetch });
    await client.responses
      .create({ model: 'ref-1', input: 'hello', temperature: 1, top_p: 0.5 })
      .catch(() => 'swallowed');
    const { served, missed } = tap.ledger();
    expect(served).toBe(0);
    expect(missed).toHaveLength(1);
    expect(missed[0]).toMatchObject({
      method: 'POST',
      closest: { ordinal: 1, path: '/v1/responses' },
      differences: ['/body/temperature: recorded 0.7, sent 1', '/body/top_p: 0.5 is sent, but not recorded'],
    });
    expect(missed[0]?.message).toContain(
      'no recorded request matches POST /v1/responses; the closest is request 1',
    );
    expect(await tap.exchanges()).toMatchObject([{ response: null, failure: { kind: 'replay-miss' } }]);
  });

  it('is answered once with a 400 that asks for no retry', async () => {
    const tap = tapOf([poll('a', 'queued')]);
    const client = new OpenAI({ apiKey: 'k', baseURL: `${ORIGIN}/v1`, fetch: tap.fetch, maxRetries: 5 });
    await expect(client.models.list()).rejects.toMatchObject({ status: 400, code: 'replay_miss' });
    expect(tap.ledger().missed).toHaveLength(1);
  });

  it('says when the request is right but comes once too often', async () => {
    const tap = tapOf([poll('a', 'queued')]);
    await tap.fetch(`${ORIGIN}/v1/responses/a`);
    await tap.fetch(`${ORIGIN}/v1/responses/a`);
    expect(tap.ledger().missed[0]?.message).toContain('recorded fewer times than it is sent');
  });

  it('shows no secret', async () => {
    const tap = tapOf([{ request: request(), response: response() }]);
    await tap.fetch(
      ...ask(
        { ...HELLO, user: 'someone@example.org', api_key: 'abcdef' },
        { headers: { authorization: 'Bearer s3cret-token-1234' } },
      ),
    );
    expect(JSON.stringify([tap.ledger(), await tap.exchanges()])).not.toMatch(/someone|abcdef|s3cret/);
  });
});

describe('the replayed answer', () => {
  it('comes without the encoding headers that no longer hold', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': '3' };
    const tap = tapOf([{ request: request(), response: response({ headers }) }]);
    const played = await tap.fetch(...ask(HELLO));
    expect([...played.headers.keys()]).toEqual(['content-type']);
    expect(await played.json()).toEqual({ id: 'resp_1', model: 'ref-1' });
  });

  it('is not waited for: retry-after becomes a millisecond for the client and stays what it was as evidence', async () => {
    const limited = response({ status: 429, headers: { 'retry-after': '75' }, body: { kind: 'none' } });
    const tap = tapOf([{ request: request(), response: limited }]);
    const played = await tap.fetch(...ask(HELLO));
    expect(Object.fromEntries(played.headers)).toEqual({ 'retry-after-ms': '1', 'content-length': '0' });
    expect((await tap.exchanges())[0]?.response?.headers).toEqual({ 'retry-after': '75' });
  });

  it('keeps the layout of JSON that was laid out', async () => {
    const text = '{\n  "id": 1\n}';
    const tap = tapOf([
      { request: request(), response: response({ body: { kind: 'json', value: { id: 1 }, text } }) },
    ]);
    expect(await (await tap.fetch(...ask(HELLO))).text()).toBe(text);
  });

  it('streams in the recorded chunks', async () => {
    const tap = tapOf([streamExchange()]);
    const { body } = await tap.fetch(...ask(HELLO));
    const parts: string[] = [];
    for await (const part of body ?? []) parts.push(Buffer.from(part).toString());
    expect(parts).toEqual(STREAM);
  });

  it('streams at the recorded pace when asked to', async () => {
    const clock = new ManualClock();
    const tap = tapOf([streamExchange()], { pace: 'recorded', clock });
    const answer = tap.fetch(...ask(HELLO));
    await expect.poll(() => clock.pending).toBe(1);
    clock.advance(5);
    const reader = (await answer).body?.getReader();
    for (const [at, part] of STREAM.entries()) {
      const read = reader?.read();
      expect(clock.pending).toBe(1);
      clock.advance(at === 0 ? 95 : 100);
      expect(Buffer.from((await read)?.value ?? []).toString()).toBe(part);
    }
  });

  it('is the same bytes however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 300 }), async (seed, maxBytes) => {
        const tap = tapOf([streamExchange()], { rechunk: { seed, maxBytes } });
        expect(await (await tap.fetch(...ask(HELLO))).text()).toBe(STREAM.join(''));
        expect(await tap.exchanges()).toEqual([streamExchange()]);
      }),
      { numRuns: 40 },
    );
  });

  it('honours an abort before, and inside a stream', async () => {
    const tap = tapOf([streamExchange()]);
    await expect(tap.fetch(...ask(HELLO, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(tap.ledger().served).toBe(0);
    const controller = new AbortController();
    const reader = (await tap.fetch(...ask(HELLO, { signal: controller.signal }))).body?.getReader();
    await reader?.read();
    controller.abort();
    await expect(reader?.read()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends an SDK loop on abort without an exception, as the SDK does live', async () => {
    const tap = tapOf([streamExchange()]);
    const client = new OpenAI({ apiKey: 'k', baseURL: `${ORIGIN}/v1`, fetch: tap.fetch, maxRetries: 0 });
    const stream = await client.responses.create({ ...HELLO, stream: true } as never).catch(() => null);
    expect(stream).toBeNull();
    const again = tapOf([
      streamExchange({ request: request({ body: { kind: 'json', value: { ...HELLO, stream: true } } }) }),
    ]);
    const other = new OpenAI({ apiKey: 'k', baseURL: `${ORIGIN}/v1`, fetch: again.fetch, maxRetries: 0 });
    const events = await other.responses.create({ ...HELLO, stream: true });
    let seen = 0;
    for await (const _ of events) {
      seen += 1;
      events.controller.abort();
    }
    expect(seen).toBe(1);
  });

  it('of a recording whose client stopped ends with an error, not as if it were whole', async () => {
    const cut = streamExchange({
      response: response({
        headers: { 'content-type': 'text/event-stream' },
        body: { kind: 'sse', text: STREAM[0] },
        complete: false,
      }),
      failure: { kind: 'aborted', message: 'the client stopped reading' },
    });
    const tap = tapOf([cut]);
    await expect((await tap.fetch(...ask(HELLO))).text()).rejects.toThrow('terminated');
    expect(await tap.exchanges()).toEqual([cut]);
  });
});
