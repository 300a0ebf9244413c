import { describe, expect, it } from 'vitest';
import { NOON, open, posted, refusalOf, type Session } from '../test-client.ts';

const NOTE = new File(['The heron stands on one leg.'], 'heron.txt', { type: 'text/plain' });
const OTHER = new File(['Otters swim.'], 'otter.md', { type: 'text/markdown' });
const DAY = 86_400_000;

async function filled(session: Session) {
  const { client } = session;
  const file = await client.files.create({ file: NOTE, purpose: 'assistants' });
  const other = await client.files.create({ file: OTHER, purpose: 'assistants' });
  const store = await client.vectorStores.create({ file_ids: [file.id, other.id] });
  return { file, other, store };
}

describe('vector stores', () => {
  it('are in progress until somebody looks, then completed', async () => {
    const session = await open();
    const { store } = await filled(session);
    expect(store).toMatchObject({
      object: 'vector_store',
      name: null,
      status: 'in_progress',
      usage_bytes: 0,
      file_counts: { in_progress: 2, completed: 0, total: 2 },
      expires_after: null,
    });
    const read = await session.client.vectorStores.retrieve(store.id);
    expect(read).toMatchObject({ status: 'completed', file_counts: { in_progress: 0, completed: 2 } });
    expect(read.usage_bytes).toBeGreaterThan(0);
  });

  it('take files and lose them; the uploaded file stays', async () => {
    const { client } = await open();
    const file = await client.files.create({ file: NOTE, purpose: 'assistants' });
    const picture = await client.files.create({ file: new File(['x'], 'x.bin'), purpose: 'assistants' });
    const store = await client.vectorStores.create({ name: 'mine', metadata: { a: 'b' } });
    expect(store).toMatchObject({ name: 'mine', metadata: { a: 'b' }, status: 'completed' });
    const added = await client.vectorStores.files.create(store.id, {
      file_id: file.id,
      attributes: { year: 2026 },
    });
    expect(added).toMatchObject({ id: file.id, vector_store_id: store.id, status: 'in_progress' });
    await client.vectorStores.files.create(store.id, { file_id: picture.id });
    const listed = await client.vectorStores.files.list(store.id, { order: 'asc' });
    expect(listed.data.map(({ status }) => status)).toEqual(['completed', 'failed']);
    expect(listed.data[1]?.last_error).toMatchObject({ code: 'unsupported_file' });
    await client.vectorStores.files.delete(file.id, { vector_store_id: store.id });
    expect(
      await refusalOf(client.vectorStores.files.retrieve(file.id, { vector_store_id: store.id })),
    ).toMatchObject({ status: 404 });
    expect(await client.files.retrieve(file.id)).toMatchObject({ id: file.id });
  });

  it('are deleted once', async () => {
    const { client } = await open();
    const { id } = await client.vectorStores.create({});
    expect(await client.vectorStores.delete(id)).toEqual({
      id,
      object: 'vector_store.deleted',
      deleted: true,
    });
    expect(await refusalOf(client.vectorStores.delete(id))).toMatchObject({ status: 404 });
  });

  it('refuse what is not documented', async () => {
    const { client, send } = await open();
    expect(await refusalOf(client.vectorStores.create({ file_ids: ['assistant-x'] }))).toMatchObject({
      status: 404,
      param: 'file_ids',
    });
    const response = await send('v1/vector_stores', posted({ colour: 'red' }));
    expect((await response.json()).error).toMatchObject({ code: 'unknown_parameter', param: 'colour' });
  });

  it('are paged', async () => {
    const { client } = await open();
    for (const name of ['a', 'b', 'c']) await client.vectorStores.create({ name });
    const first = await client.vectorStores.list({ limit: 2 });
    expect(first.data.map(({ name }) => name)).toEqual(['c', 'b']);
    expect(first.has_more).toBe(true);
    const names: (string | null)[] = [];
    for await (const { name } of client.vectorStores.list({ limit: 1, order: 'asc' })) names.push(name);
    expect(names).toEqual(['a', 'b', 'c']);
  });
});

describe('the file search', () => {
  const ask = ({ client }: Session, id: string, rest = {}) =>
    client.responses.create({
      model: 'ref-general',
      input: 'Search the files: on what does the heron stand?',
      tools: [{ type: 'file_search', vector_store_ids: [id], ...rest }],
      include: ['file_search_call.results'],
    });

  it('finds the passage, says how well it fits, and cites the file', async () => {
    const session = await open();
    const { store, file } = await filled(session);
    await session.client.vectorStores.retrieve(store.id);
    const response = await ask(session, store.id);
    const [call, message] = response.output;
    expect(call).toMatchObject({
      type: 'file_search_call',
      status: 'completed',
      results: [{ file_id: file.id, filename: 'heron.txt', text: 'The heron stands on one leg.' }],
    });
    expect(message).toMatchObject({
      content: [{ annotations: [{ type: 'file_citation', file_id: file.id, filename: 'heron.txt' }] }],
    });
    expect(response.output_text).toContain('one leg');
  });

  it('does not find what is still being read, what fits too little, or what was not asked for', async () => {
    const session = await open();
    const { store } = await filled(session);
    const results = async (rest = {}) => {
      const [call] = (await ask(session, store.id, rest)).output;
      return call?.type === 'file_search_call' ? (call.results?.length ?? -1) : -1;
    };
    expect(await results()).toBe(0);
    await session.client.vectorStores.retrieve(store.id);
    expect(await results()).toBe(1);
    expect(await results({ ranking_options: { score_threshold: 0.99 } })).toBe(0);
  });

  it('leaves the results out unless they are included', async () => {
    const session = await open();
    const { store } = await filled(session);
    const response = await session.client.responses.create({
      model: 'ref-general',
      input: 'What does the heron do?',
      tools: [{ type: 'file_search', vector_store_ids: [store.id] }],
    });
    expect(response.output[0]).toMatchObject({ type: 'file_search_call', results: null });
    expect(response.tools).toEqual([
      {
        type: 'file_search',
        filters: null,
        max_num_results: 20,
        ranking_options: { ranker: 'auto', score_threshold: 0 },
        vector_store_ids: [store.id],
      },
    ]);
  });

  it('refuses a store that is gone or expired', async () => {
    let now = NOON;
    const session = await open({ now: () => now });
    expect(await refusalOf(ask(session, 'vs_none'))).toMatchObject({ status: 404, param: 'vector_store_id' });
    const { id } = await session.client.vectorStores.create({
      expires_after: { anchor: 'last_active_at', days: 1 },
    });
    now += 2 * DAY;
    expect(await session.client.vectorStores.retrieve(id)).toMatchObject({ status: 'expired' });
    expect(await refusalOf(ask(session, id))).toMatchObject({ status: 400, param: 'tools' });
  });
});
