import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { NOON, open, posted, refusalOf } from '../test-client.ts';

const TABLE = new File(['animal,count\nheron,12\notter,30\n'], 'animals.csv', { type: 'text/csv' });
const MINUTE = 60_000;

const python = (container: OpenAI.Responses.Tool.CodeInterpreter['container'] = { type: 'auto' }) => ({
  type: 'code_interpreter' as const,
  container,
});

/** A session whose clock can be moved. */
async function openLater() {
  let now = NOON;
  const session = await open({ now: () => now });
  return { ...session, wait: (milliseconds: number) => (now += milliseconds) };
}

function callIn(response: OpenAI.Responses.Response) {
  const call = response.output.find((item) => item.type === 'code_interpreter_call');
  if (call === undefined) throw new Error('no call');
  return call;
}

describe('containers', () => {
  it('are made, listed, read and deleted', async () => {
    const { client } = await open();
    const made = await client.containers.create({ name: 'mine' });
    expect(made).toMatchObject({ object: 'container', name: 'mine', status: 'running' });
    expect(made.id).toMatch(/^cntr_[0-9a-f]{48}$/);
    expect(await client.containers.retrieve(made.id)).toEqual(made);
    expect((await client.containers.list()).data.map(({ id }) => id)).toEqual([made.id]);
    await client.containers.delete(made.id);
    expect(await refusalOf(client.containers.retrieve(made.id))).toMatchObject({ status: 404 });
    expect((await client.containers.list()).data).toEqual([]);
  });

  it('take files as a form and by id, and give them back byte for byte', async () => {
    const { client } = await open();
    const uploaded = await client.files.create({ file: TABLE, purpose: 'assistants' });
    const { id } = await client.containers.create({ name: 'mine' });
    const byForm = await client.containers.files.create(id, { file: new File(['x'], 'x.txt') });
    const byId = await client.containers.files.create(id, { file_id: uploaded.id });
    expect(byForm).toMatchObject({
      object: 'container.file',
      path: '/mnt/data/x.txt',
      bytes: 1,
      source: 'user',
    });
    expect(byId).toMatchObject({ container_id: id, path: '/mnt/data/animals.csv', source: 'user' });
    const content = await client.containers.files.content.retrieve(byId.id, { container_id: id });
    expect(await content.text()).toBe(await TABLE.text());
    const listed = await client.containers.files.list(id, { order: 'asc' });
    expect(listed.data.map((file) => file.id)).toEqual([byForm.id, byId.id]);
    await client.containers.files.delete(byForm.id, { container_id: id });
    expect((await client.containers.files.list(id)).data).toHaveLength(1);
    expect(await refusalOf(client.containers.files.retrieve(byForm.id, { container_id: id }))).toMatchObject({
      status: 404,
    });
  });

  it('refuse what is not documented', async () => {
    const { client, send } = await open();
    expect(await refusalOf(client.containers.create({ name: 'a', file_ids: ['assistant-x'] }))).toMatchObject(
      {
        status: 404,
        param: 'file_ids',
      },
    );
    const unknown = await send('v1/containers', posted({ name: 'a', colour: 'red' }));
    expect([unknown.status, (await unknown.json()).error.code]).toEqual([400, 'unknown_parameter']);
    const nameless = await send('v1/containers', posted({}));
    expect((await nameless.json()).error).toMatchObject({
      param: 'name',
      code: 'missing_required_parameter',
    });
    expect((await send('v1/containers?limit=0')).status).toBe(400);
    expect((await send('v1/containers/cntr_1/files/cfile_1/content')).status).toBe(404);
    expect((await send('v1/containers/cntr_1/models/gpt')).status).toBe(404);
  });

  it('end after twenty minutes without use', async () => {
    const { client, wait } = await openLater();
    const { id } = await client.containers.create({ name: 'mine' });
    wait(20 * MINUTE);
    expect(await client.containers.retrieve(id)).toMatchObject({ status: 'running' });
    wait(MINUTE);
    expect(await client.containers.retrieve(id)).toMatchObject({ status: 'expired' });
    expect(await refusalOf(client.containers.files.list(id))).toMatchObject({ status: 404 });
    const ask = client.responses.create({
      model: 'ref-general',
      input: 'Use Python for 6 * 7',
      tools: [python(id)],
    });
    expect(await refusalOf(ask)).toMatchObject({ status: 400, param: 'tools' });
  });
});

describe('the code interpreter', () => {
  it('opens a container, and the next response of the conversation finds it again', async () => {
    const { client, wait } = await openLater();
    const ask = { model: 'ref-general', tools: [python()] };
    const first = await client.responses.create({ ...ask, input: 'Use Python to calculate 17 * 23' });
    expect(first.output_text).toContain('391');
    expect(callIn(first)).toMatchObject({ code: 'print(17 * 23)', outputs: null, status: 'completed' });
    const again = { ...ask, previous_response_id: first.id, input: 'And with Python 2 + 2' };
    const second = await client.responses.create(again);
    expect(callIn(second).container_id).toBe(callIn(first).container_id);
    wait(21 * MINUTE);
    const third = await client.responses.create(again);
    expect(callIn(third).container_id).not.toBe(callIn(first).container_id);
  });

  it('reads files, writes one, cites it, and includes what was printed', async () => {
    const { client } = await open();
    const { id } = await client.files.create({ file: TABLE, purpose: 'assistants' });
    const response = await client.responses.create({
      model: 'ref-reasoning',
      input: 'With Python, add up the column count of animals.csv and write the total to sum.txt.',
      tools: [python({ type: 'auto', file_ids: [id] })],
      include: ['code_interpreter_call.outputs'],
    });
    const call = callIn(response);
    expect(call.outputs).toEqual([{ type: 'logs', logs: '42\n' }]);
    const message = response.output.find((item) => item.type === 'message');
    const part = message?.content[0];
    if (part?.type !== 'output_text') throw new Error('no text');
    const [citation] = part.annotations;
    if (citation?.type !== 'container_file_citation') throw new Error('no citation');
    expect(citation).toMatchObject({ container_id: call.container_id, filename: 'sum.txt' });
    expect(part.text.slice(citation.start_index, citation.end_index)).toBe('sandbox:/mnt/data/sum.txt');
    const content = await client.containers.files.content.retrieve(citation.file_id, {
      container_id: call.container_id,
    });
    expect(await content.text()).toBe('42');
  });

  it('is not used where nothing asks for it, and is where it is chosen', async () => {
    const { client } = await open();
    const ask = { model: 'ref-general', input: 'Name one ocean.', tools: [python()] };
    const left = await client.responses.create(ask);
    expect(left.output.map(({ type }) => type)).toEqual(['message']);
    expect((await client.containers.list()).data).toEqual([]);
    const chosen = await client.responses.create({ ...ask, tool_choice: { type: 'code_interpreter' } });
    expect(chosen.output.map(({ type }) => type)).toEqual(['code_interpreter_call', 'message']);
    const none = await client.responses.create({
      ...ask,
      input: 'Use Python for 2 * 3',
      tool_choice: 'none',
    });
    expect(none.output.map(({ type }) => type)).toEqual(['message']);
  });

  it('refuses a container or a file that is not there', async () => {
    const { client } = await open();
    const ask = (container: Parameters<typeof python>[0]) =>
      client.responses.create({ model: 'ref-general', input: 'Use Python', tools: [python(container)] });
    expect(await refusalOf(ask('cntr_none'))).toMatchObject({ status: 404 });
    expect(await refusalOf(ask({ type: 'auto', file_ids: ['assistant-none'] }))).toMatchObject({
      status: 404,
      param: 'tools',
    });
  });
});
