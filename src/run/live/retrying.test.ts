import { describe, expect, it } from 'vitest';
import { createRedactor, createTap, live, type Tap } from '../../wire/index.ts';
import { type Gate, retrying } from './retrying.ts';

const URL_OF_CHAT = 'https://sweden.example/openai/v1/chat/completions';
const SOUND = () => Response.json({ id: 'x' });

/** A tap whose network gives these answers in turn. */
function tapOf(answers: readonly (() => Response)[], gate: Partial<Gate> = {}) {
  const waits: number[] = [];
  const told: (number | null)[] = [];
  let asked = 0;
  const network = async () => {
    const answer = answers[asked++] ?? SOUND;
    return answer();
  };
  const source = retrying(
    live(network),
    {
      pass: async () => ({
        retryAfterMs: (response) => Number(response.headers.get('retry-after-ms') ?? Number.NaN) || undefined,
        answered: (_, pauseMs) => void told.push(pauseMs),
        ended: () => {},
      }),
      wait: async (ms) => void waits.push(ms),
      random: () => 1,
      ...gate,
    },
    { retries: 2 },
  );
  const tap = createTap({ source, redactor: createRedactor({ secrets: [], aliases: {}, salt: 'x' }) });
  return { tap, waits, told, asked: () => asked };
}

const post = (tap: Tap) => tap.fetch(URL_OF_CHAT, { method: 'POST', body: '{}' });
const broken = (): Response => {
  throw new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
};

describe('a source that asks again', () => {
  it('shows the client one answer and one exchange, and keeps the attempts', async () => {
    const { tap, waits } = tapOf([broken, () => new Response('busy', { status: 503 }), SOUND]);
    expect((await post(tap)).status).toBe(200);
    expect(waits).toEqual([500, 1_000]);
    const exchanges = await tap.exchanges();
    expect(exchanges.map(({ response }) => response?.status)).toEqual([200]);
    expect(tap.ledger().attempts?.map(({ exchange }) => exchange.response?.status ?? null)).toEqual([
      null,
      503,
    ]);
  });

  it('leaves the pause of a 429 to the limit that it is about', async () => {
    const busy = () => new Response('{}', { status: 429, headers: { 'retry-after-ms': '70' } });
    const { tap, waits, told } = tapOf([busy, SOUND]);
    await post(tap);
    expect(waits).toEqual([]);
    expect(told).toEqual([70, null]);
  });

  it('tells of the pause before it tells of the end, after which nobody listens', async () => {
    const heard: string[] = [];
    const busy = () => new Response('{}', { status: 429, headers: { 'retry-after-ms': '70' } });
    const { tap } = tapOf([busy, SOUND], {
      pass: async () => ({
        retryAfterMs: () => 70,
        answered: (_, pauseMs) => void heard.push(`answered ${pauseMs}`),
        ended: ({ response }) => void heard.push(`ended ${response?.status}`),
      }),
    });
    await (await post(tap)).text();
    await tap.exchanges();
    expect(heard).toEqual(['answered 70', 'ended 429', 'answered null', 'ended 200']);
  });

  it('gives the client the last answer, or the last error, when it has asked often enough', async () => {
    const down = () => new Response('down', { status: 503 });
    const { tap, asked } = tapOf([down, down, down, down]);
    const answer = await post(tap);
    expect([answer.status, await answer.text(), asked()]).toEqual([503, 'down', 3]);
    const gone = tapOf([broken, broken, broken, broken]);
    await expect(post(gone.tap)).rejects.toThrow('fetch failed');
    expect((await gone.tap.exchanges())[0]?.failure).toMatchObject({ kind: 'network' });
  });

  it('does not ask again after a success that is malformed', async () => {
    const { tap, asked } = tapOf([() => new Response('<html>', { status: 200 })]);
    expect(await (await post(tap)).text()).toBe('<html>');
    expect(asked()).toBe(1);
    expect(tap.ledger().attempts).toBeUndefined();
  });

  it('is evidence of a request that was never sent', async () => {
    const { tap, asked } = tapOf([], {
      pass: async () => {
        throw new Error('not sent: max_requests');
      },
    });
    await expect(post(tap)).rejects.toThrow('not sent');
    expect(await tap.exchanges()).toMatchObject([
      { response: null, failure: { kind: 'not-sent', message: 'not sent: max_requests' } },
    ]);
    expect(asked()).toBe(0);
  });
});
