import { describe, expect, it } from 'vitest';
import { classifyError, shippedCatalogue } from '../checks/errors/index.ts';
import type { Limits } from './quota.ts';
import { NOON, open, posted } from './test-client.ts';

const HELLO = { model: 'ref-general', messages: [{ role: 'user', content: 'Say hello.' }] };

/** An instance whose time passes only when it is told to. */
async function limited(limits: Limits) {
  let now = NOON;
  const { send } = await open({ now: () => now, limits });
  return {
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    chat: (model = 'ref-general', path = 'v1/chat/completions') => send(path, posted({ ...HELLO, model })),
    response: (model = 'ref-general') => send('v1/responses', posted({ model, input: 'Say hello.' })),
    models: () => send('v1/models'),
  };
}

describe('limits that are held to by a shorter period', () => {
  it('let through their part of it, and ask to wait for the rest of it', async () => {
    const { chat, pass } = await limited({ requestsPerMinute: 120, periodMs: 1_000 });
    for (const status of [200, 200, 429]) expect((await chat()).status).toBe(status);
    pass(400);
    expect((await chat()).headers.get('retry-after-ms')).toBe('600');
    pass(600);
    expect((await chat()).status).toBe(200);
  });
});

describe('requests a minute', () => {
  it('are refused beyond the limit, with the words and headers of Azure', async () => {
    const { chat, pass } = await limited({ requestsPerMinute: 2 });
    expect((await chat()).headers.get('x-ratelimit-remaining-requests')).toBe('1');
    pass(9_500);
    expect((await chat()).headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const refused = await chat();
    expect(refused.status).toBe(429);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': '51',
      'retry-after-ms': '50500',
      'x-ratelimit-limit-requests': '2',
      'x-ratelimit-remaining-requests': '0',
      'x-ms-region': 'Reference',
    });
    const body: unknown = await refused.json();
    expect(body).toEqual({
      error: {
        code: '429',
        message: expect.stringMatching(
          /^Requests to the ChatCompletions_Create Operation under Azure OpenAI API version v1 have exceeded call rate limit .* Please retry after 51 seconds\./,
        ),
      },
    });
    expect(classifyError({ status: 429, body, inStream: false }, shippedCatalogue())).toMatchObject({
      entry: 'call-rate-exceeded',
      status: 'blocked',
    });
  });

  it('are allowed again a minute after the first of them, not before', async () => {
    const { chat, pass } = await limited({ requestsPerMinute: 1 });
    expect((await chat()).status).toBe(200);
    pass(59_999);
    expect((await chat()).headers.get('retry-after-ms')).toBe('1');
    pass(1);
    expect((await chat()).status).toBe(200);
    expect((await chat()).status).toBe(429);
  });

  it('count for each deployment, over both APIs, and for nothing that is no deployment', async () => {
    const { chat, response, models } = await limited({ requestsPerMinute: 1 });
    expect((await response()).status).toBe(200);
    expect((await chat()).status).toBe(429);
    expect((await chat('ref-reasoning')).status).toBe(200);
    expect((await chat('nope')).status).toBe(404);
    expect((await models()).status).toBe(200);
  });

  it('count on the dated surface, whose version the refusal names', async () => {
    const { chat } = await limited({ requestsPerMinute: 1 });
    const path = 'deployments/ref-general/chat/completions?api-version=2024-10-21';
    expect((await chat('ref-general', path)).status).toBe(200);
    const refused = await chat('ref-general', path);
    expect(await refused.text()).toContain('API version 2024-10-21 have exceeded call rate limit');
  });

  it('count when they are refused for what they ask, as the service admits before it reads', async () => {
    const { send } = await open({ limits: { requestsPerMinute: 1 } });
    expect((await send('v1/chat/completions', posted({ model: 'ref-general' }))).status).toBe(400);
    expect((await send('v1/chat/completions', posted(HELLO))).status).toBe(429);
  });
});

describe('tokens a minute', () => {
  it('are refused once they are used up', async () => {
    const { response, pass } = await limited({ tokensPerMinute: 5 });
    const first = await response();
    expect(first.status).toBe(200);
    expect(first.headers.get('x-ratelimit-limit-tokens')).toBe('5');
    expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe('0');
    const refused = await response();
    expect(refused.status).toBe(429);
    expect(await refused.text()).toMatch(
      /Requests to the Responses_Create Operation .* have exceeded token rate limit/,
    );
    pass(60_000);
    expect((await response()).status).toBe(200);
  });
});

it('nobody is refused without limits, whatever the headers tell', async () => {
  const { chat } = await limited({});
  const answers = await Promise.all(Array.from({ length: 1_010 }, () => chat()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers.at(-1)?.headers.get('x-ratelimit-remaining-requests')).toBe('0');
});
