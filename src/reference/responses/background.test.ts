import { describe, expect, it } from 'vitest';
import { collect, NOON, open, refusalOf } from '../test-client.ts';

const STORY = { model: 'ref-general', input: 'Tell me a long story.', background: true } as const;

describe('a background response', () => {
  it('is queued, then in progress, then completed, one step a poll', async () => {
    const { client } = await open();
    const created = await client.responses.create(STORY);
    expect(created).toMatchObject({ status: 'queued', background: true, output: [], usage: null });
    const polled = [];
    for (let poll = 0; poll < 3; poll++) polled.push(await client.responses.retrieve(created.id));
    expect(polled.map((response) => response.status)).toEqual(['in_progress', 'completed', 'completed']);
    expect(polled[1]?.output_text).not.toBe('');
    expect(polled[1]?.usage?.output_tokens).toBeGreaterThan(0);
  });

  it('moves on with the clock as well', async () => {
    let now = NOON;
    const { client } = await open({ now: () => now });
    const { id } = await client.responses.create(STORY);
    now += 60_000;
    expect((await client.responses.retrieve(id)).status).toBe('completed');
  });

  it('is cancelled once and stays cancelled', async () => {
    const { client } = await open();
    const { id } = await client.responses.create(STORY);
    const twice = [await client.responses.cancel(id), await client.responses.cancel(id)];
    const later = await client.responses.retrieve(id);
    for (const response of [...twice, later]) {
      expect(response).toMatchObject({ id, status: 'cancelled', output: [], usage: null });
    }
  });

  it('stays completed when it is cancelled too late', async () => {
    const { client } = await open();
    const { id } = await client.responses.create(STORY);
    await client.responses.retrieve(id);
    await client.responses.retrieve(id);
    expect((await client.responses.cancel(id)).status).toBe('completed');
  });

  it('streams, and resumes after the last event that was seen', async () => {
    const { client } = await open();
    const stream = await client.responses.create({ ...STORY, stream: true });
    const seen: { sequence_number: number; type: string }[] = [];
    for await (const event of stream) {
      seen.push(event);
      if (seen.length === 10) break;
    }
    const first = seen[0];
    if (first === undefined || !('response' in first)) throw new Error('no response');
    const { id } = first.response as { id: string };
    const rest = await collect(await client.responses.retrieve(id, { stream: true, starting_after: 9 }));
    const all = [...seen, ...rest];
    expect(all.map((event) => event.sequence_number)).toEqual(all.map((_, at) => at));
    expect(all.slice(0, 3).map((event) => event.type)).toEqual([
      'response.created',
      'response.queued',
      'response.in_progress',
    ]);
    expect(all.at(-1)?.type).toBe('response.completed');
    expect((await client.responses.retrieve(id)).status).toBe('completed');
  });

  it('needs a store', async () => {
    const { client } = await open();
    expect(await refusalOf(client.responses.create({ ...STORY, store: false }))).toMatchObject({
      status: 400,
      param: 'store',
    });
  });
});

describe('what only a background response can do', () => {
  it('cancel is refused for a synchronous one', async () => {
    const { client } = await open();
    const { id } = await client.responses.create({ model: 'ref-general', input: 'Hello' });
    expect(await refusalOf(client.responses.cancel(id))).toMatchObject({
      status: 400,
      message: 'Cannot cancel a synchronous response.',
    });
  });

  it.each([
    ['a synchronous one', { model: 'ref-general', input: 'Hello' }],
    ['one that was not streamed', STORY],
  ])('resuming is refused for %s', async (_, body) => {
    const { client } = await open();
    const { id } = await client.responses.create(body);
    const resumed = client.responses.retrieve(id, { stream: true, starting_after: 2 });
    expect(await refusalOf(resumed)).toMatchObject({ status: 400, param: 'stream' });
  });
});
