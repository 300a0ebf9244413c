import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { createReference, DEFAULT_KEY } from '../../reference/index.ts';
import { RECORDED_TAG } from '../tag.ts';
import { Created } from './created.ts';
import { responsesOf } from './responses.ts';

function opened() {
  const reference = createReference();
  const client = new OpenAI({
    baseURL: 'http://reference.invalid/openai/v1/',
    apiKey: DEFAULT_KEY,
    maxRetries: 0,
    fetch: reference.fetch,
  });
  const notes: string[] = [];
  const created = new Created((event, kind, id) => notes.push(`${event} ${kind} ${id}`));
  const responses = responsesOf(client, 'ref-general', created, RECORDED_TAG);
  const metadataAt = async (id: string) => (await client.responses.retrieve(id)).metadata;
  return { client, responses, notes, metadataAt };
}
const input = 'Say hello.';

describe('a response that a scenario creates', () => {
  it('carries the tag of the run where it is stored, and shows the scenario only what it asked for', async () => {
    const { responses, metadataAt } = opened();
    const plain = await responses.create({ input });
    expect(await metadataAt(plain.id)).toEqual({ aoai_conform: RECORDED_TAG });
    expect(plain.metadata).toEqual({});

    const own = await responses.create({ input, metadata: { suite: 'x' } });
    expect(await metadataAt(own.id)).toEqual({ suite: 'x', aoai_conform: RECORDED_TAG });
    expect(own.metadata).toEqual({ suite: 'x' });
    expect((await responses.retrieve(own.id)).metadata).toEqual({ suite: 'x' });

    const events = await responses.stream({ input, metadata: { suite: 'y' } });
    for (const event of events) {
      if ('response' in event) expect(event.response.metadata).toEqual({ suite: 'y' });
    }
  });

  it('is noted as soon as its id is known, and struck off when it is deleted', async () => {
    const { responses, notes } = opened();
    const { id } = await responses.create({ input });
    expect(notes).toEqual([`created response ${id}`]);
    await responses.delete(id);
    expect(notes).toEqual([`created response ${id}`, `deleted response ${id}`]);
    await responses.stream({ input });
    expect(notes[2]).toMatch(/^created response resp_/);
    expect(notes).toHaveLength(3);
  });

  it('is neither tagged nor noted where it is not stored', async () => {
    const { responses, notes } = opened();
    const { metadata } = await responses.create({ input, store: false });
    expect(metadata).toEqual({});
    expect(notes).toEqual([]);
  });
});
