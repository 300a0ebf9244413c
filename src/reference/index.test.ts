import { AzureOpenAI } from 'openai';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { createReference, DEFAULT_KEY, DEFAULT_TOKEN, serveReference } from './index.ts';
import { NOON, open, posted, refusalOf, TRANSPORTS } from './test-client.ts';

const HELLO = { model: 'ref-general', messages: [{ role: 'user' as const, content: 'Hello' }] };

describe.each(Object.entries(TRANSPORTS))('an instance %s', (_, connect) => {
  it('answers with the headers of Azure', async () => {
    const session = await connect();
    const { headers } = await session.send('v1/chat/completions', posted(HELLO));
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json',
      'apim-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-ms-region': 'Reference',
      'x-ms-deployment-name': 'ref-general',
      'x-content-type-options': 'nosniff',
      'x-ratelimit-limit-requests': '1000',
      'x-ratelimit-remaining-requests': '999',
    });
    await session.close();
  });

  it('sends DeploymentNotFound pretty-printed and without content type, as recorded', async () => {
    const session = await connect();
    const response = await session.send('v1/chat/completions', posted({ ...HELLO, model: 'nope' }));
    expect(response.headers.has('content-type')).toBe(false);
    expect(await response.text()).toMatch(
      /^\{\n {2}"error": \{\n {4}"type": "invalid_request_error",\n {4}"code"/,
    );
    await session.close();
  });

  it('refuses a wrong or missing key with nothing but a request id', async () => {
    const session = await connect();
    for (const key of ['wrong', '']) {
      const response = await session.send('v1/models', { headers: { 'api-key': key } });
      expect(response.status).toBe(401);
      expect(response.headers.has('x-ms-region')).toBe(false);
      expect(await response.json()).toEqual({
        error: { code: '401', message: expect.stringContaining('invalid subscription key') },
      });
    }
    await session.close();
  });
});

it('names its region as Azure does, where it is given one', async () => {
  const { send } = await open({ region: 'swedencentral' });
  expect((await send('v1/models')).headers.get('x-ms-region')).toBe('Sweden Central');
});

describe('credentials', () => {
  const asked = (headers: Record<string, string>, options = {}) =>
    createReference(options).fetch('http://reference.invalid/openai/v1/models', { headers });

  it.each([
    ['the key as header', { 'api-key': DEFAULT_KEY }, {}, 200],
    ['the key as bearer', { authorization: `Bearer ${DEFAULT_KEY}` }, {}, 200],
    ['the token as bearer', { authorization: `Bearer ${DEFAULT_TOKEN}` }, {}, 200],
    ['the token as header', { 'api-key': DEFAULT_TOKEN }, {}, 401],
    ['an unknown token', { authorization: 'Bearer a.b.c' }, {}, 401],
    [
      'an accepted token',
      { authorization: 'Bearer a.b.c' },
      { tokens: (token: string) => token === 'a.b.c' },
      200,
    ],
    ['another key than the configured ones', { 'api-key': DEFAULT_KEY }, { keys: ['other'] }, 401],
    ['nothing', {}, {}, 401],
  ])('%s', async (_, headers, options, status) => {
    expect((await asked(headers, options)).status).toBe(status);
  });
});

describe('surfaces', () => {
  it.each([
    ['v1/models', 200],
    ['v1/models?api-version=preview', 200],
    ['v1/models?api-version=2024-10-21', 400],
    ['models?api-version=2024-10-21', 200],
    ['models', 404],
    ['models?api-version=1999-01-01', 404],
    ['v2/models', 404],
    ['v1/embeddings', 404],
    ['v1/models/%zz', 404],
    ['v1/x/responses/resp_1', 404],
    ['responses/resp_1?api-version=2024-10-21', 400],
    ['v1/models/ref-general', 200],
    ['v1/models/ref-general-2026-11-01', 200],
    ['v1/models/nope', 404],
  ])('GET /openai/%s is answered by %i', async (path, status) => {
    expect((await (await open()).send(path)).status).toBe(status);
  });

  it('carries the dated surface of AzureOpenAI, deployment in the path', async () => {
    const reference = createReference({ deployments: { 'my-chat': 'ref-general@2026-11-01' } });
    const azure = (apiVersion: string) =>
      new AzureOpenAI({
        endpoint: 'http://reference.invalid',
        apiKey: DEFAULT_KEY,
        apiVersion,
        fetch: reference.fetch,
        maxRetries: 0,
      });
    const messages = HELLO.messages;
    const completion = await azure('2024-10-21').chat.completions.create({ model: 'my-chat', messages });
    expect(completion.model).toBe('ref-general-2026-11-01');
    const response = await azure('2025-04-01-preview').responses.create({
      model: 'my-chat',
      input: 'Say hello',
    });
    expect(response).toMatchObject({ model: 'my-chat', output_text: 'hello' });
    const early = azure('2024-10-21').responses.create({ model: 'my-chat', input: 'Hello' });
    expect(await refusalOf(early)).toMatchObject({
      status: 400,
      message: expect.stringContaining('2025-03-01-preview and later'),
    });
    const unknown = azure('2024-10-21').chat.completions.create({ model: 'other', messages });
    expect(await refusalOf(unknown)).toMatchObject({ status: 404, code: 'DeploymentNotFound' });
  });
});

describe('instances', () => {
  /** A little of everything, as bytes. */
  async function transcript(): Promise<string[]> {
    const { send } = await open();
    const story = { ...HELLO, messages: [{ role: 'user', content: 'Tell me a story.' }], temperature: 1.2 };
    const reasoning = { model: 'ref-reasoning', input: 'Hello', reasoning: { summary: 'auto' } };
    const requests = [
      send('v1/chat/completions', posted(story)),
      send('v1/chat/completions', posted({ ...story, stream: true })),
      send('v1/responses', posted(reasoning)),
      send('v1/responses', posted({ ...reasoning, stream: true })),
      send('v1/files'),
    ];
    const texts: string[] = [];
    for (const request of requests) {
      const response = await request;
      texts.push(JSON.stringify([...response.headers]), await response.text());
    }
    return texts;
  }

  it('answer the same bytes at the same clock, ids included', async () => {
    expect(await transcript()).toEqual(await transcript());
  });

  it('share nothing', async () => {
    const [one, other] = [await open(), await open()];
    const { id } = await one.client.responses.create({ model: 'ref-general', input: 'Hello' });
    expect(await refusalOf(other.client.responses.retrieve(id))).toMatchObject({ status: 404 });
  });

  it('count requests and tokens down within a minute, and start again in the next', async () => {
    let now = NOON;
    const { send } = await open({ now: () => now });
    const left = async () => {
      const { headers } = await send('v1/chat/completions', posted(HELLO));
      return headers.get('x-ratelimit-remaining-requests');
    };
    expect([await left(), await left()]).toEqual(['999', '998']);
    now += 60_000;
    expect(await left()).toBe('999');
  });

  it('reject a call that was aborted before it began, and break a body that is being read', async () => {
    const reference = createReference();
    const init = {
      ...posted({ ...HELLO, stream: true }),
      headers: { 'api-key': DEFAULT_KEY, 'content-type': 'application/json' },
    };
    const url = 'http://reference.invalid/openai/v1/chat/completions';
    await expect(
      reference.fetch(url, { ...init, signal: AbortSignal.abort(new Error('too late')) }),
    ).rejects.toThrow('too late');
    const controller = new AbortController();
    const response = await reference.fetch(url, { ...init, signal: controller.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    controller.abort(new Error('enough'));
    await expect(reader?.read()).rejects.toThrow('enough');
  });

  it.each([
    [{ faults: ['stream.sequence-gpa'] }, 'did you mean "stream.sequence-gap"?'],
    [{ deployments: { a: 'ref-genral' } }, 'did you mean "ref-general"?'],
  ])('are not made from %j', (options, hint) => {
    expect(() => createReference(options)).toThrow(ConfigurationFailure);
    expect(() => createReference(options)).toThrow(hint);
  });

  it('say so when their port is taken', async () => {
    const first = await serveReference();
    const port = Number(new URL(first.url).port);
    await expect(serveReference({ port })).rejects.toThrow(ConfigurationFailure);
    await first.close();
  });
});
