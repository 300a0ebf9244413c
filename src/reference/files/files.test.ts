import { readFileSync } from 'node:fs';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PDF_CODE_WORD } from '../../../fixtures/documents/contents.ts';
import { collect, NOON, open, refusalOf, type Session, TRANSPORTS } from '../test-client.ts';

const PDF = readFileSync(new URL('../../../fixtures/documents/code-word.pdf', import.meta.url));
const pdfFile = () => new File([PDF], 'code-word.pdf', { type: 'application/pdf' });

describe.each(Object.entries(TRANSPORTS))('files %s', (_, connect) => {
  let session: Session;
  beforeAll(async () => {
    session = await connect();
  });
  afterAll(() => session.close());

  it('uploads, lists, retrieves, returns and deletes a file', async () => {
    const { files } = session.client;
    const uploaded = await files.create({ file: pdfFile(), purpose: 'assistants' });
    expect(uploaded).toMatchObject({
      object: 'file',
      purpose: 'assistants',
      filename: 'code-word.pdf',
      bytes: PDF.length,
      status: 'processed',
    });
    expect(uploaded.id).toMatch(/^assistant-[0-9A-Za-z]{22}$/);
    expect((await collect(await files.list())).map((file) => file.id)).toContain(uploaded.id);
    expect(await files.retrieve(uploaded.id)).toMatchObject({ id: uploaded.id, bytes: PDF.length });
    expect(await refusalOf(files.content(uploaded.id))).toMatchObject({
      status: 400,
      message: 'Not allowed to download files of purpose: assistants',
    });
    const batch = await files.create({ file: pdfFile(), purpose: 'batch' });
    const content = await (await files.content(batch.id)).arrayBuffer();
    expect(Buffer.from(content).equals(PDF)).toBe(true);
    expect(await files.delete(uploaded.id)).toMatchObject({ id: uploaded.id, object: 'file', deleted: true });
    expect(await refusalOf(files.retrieve(uploaded.id))).toMatchObject({ status: 404, param: 'id' });
  });

  it('gives an uploaded PDF to a response', async () => {
    const { id } = await session.client.files.create({ file: pdfFile(), purpose: 'assistants' });
    const response = await session.client.responses.create({
      model: 'ref-general',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_file', file_id: id },
            { type: 'input_text', text: 'What is the code word?' },
          ],
        },
      ],
    });
    expect(response.output_text).toContain(PDF_CODE_WORD);
  });
});

describe('files', () => {
  it.each<[string, (client: OpenAI) => Promise<unknown>, object]>([
    [
      'purpose user_data',
      (client) => client.files.create({ file: pdfFile(), purpose: 'user_data' }),
      { status: 400, code: 'invalidPayload', message: 'Invalid value for purpose.' },
    ],
    [
      'a missing file',
      (client) => client.post('/files', { body: form({ purpose: 'assistants' }) }),
      { code: 'missing_required_parameter', param: 'file' },
    ],
    [
      'an unknown field',
      (client) => client.post('/files', { body: form({ purpose: 'assistants', colour: 'red' }) }),
      { code: 'unknown_parameter', param: 'colour' },
    ],
    [
      'a file that is text',
      (client) => client.post('/files', { body: form({ purpose: 'assistants', file: 'x' }) }),
      { code: 'invalid_type', param: 'file' },
    ],
    [
      'a JSON body',
      (client) => client.post('/files', { body: { purpose: 'assistants' } }),
      { code: 'unsupported_content_type' },
    ],
    [
      'a list of a purpose that is none',
      (client) => client.files.list({ purpose: 'vision' }),
      { status: 400, code: 'invalidPayload' },
    ],
    [
      'a page after a file that is not there',
      (client) => client.files.list({ after: 'assistant-nope' }),
      { status: 404, param: 'after' },
    ],
    [
      'an order that is none',
      (client) => client.get('/files?order=newest'),
      { status: 400, code: 'invalid_value', param: 'order' },
    ],
    [
      'an expiry that counts from another time',
      (client) => client.post('/files', { body: expiring({ anchor: 'last_active_at', seconds: '3600' }) }),
      { status: 400, code: 'invalid_value', param: 'expires_after.anchor' },
    ],
    [
      'an expiry within the hour',
      (client) => client.post('/files', { body: expiring({ anchor: 'created_at', seconds: '3599' }) }),
      { status: 400, param: 'expires_after.seconds' },
    ],
    [
      'an expiry after more than 30 days',
      (client) => client.post('/files', { body: expiring({ anchor: 'created_at', seconds: '2592001' }) }),
      { status: 400, param: 'expires_after.seconds' },
    ],
    [
      'half an expiry',
      (client) => client.post('/files', { body: expiring({ anchor: 'created_at' }) }),
      { status: 400, code: 'missing_required_parameter', param: 'expires_after.seconds' },
    ],
    [
      'an unknown id',
      (client) => client.files.delete('assistant-nope'),
      { status: 404, message: 'No such File object: assistant-nope' },
    ],
  ])('refuses %s', async (_, ask, refusal) => {
    const { client } = await open();
    expect(await refusalOf(ask(client))).toMatchObject(refusal);
  });
});

describe('a file that expires', () => {
  const expires = { anchor: 'created_at' as const, seconds: 3_600 };

  it('is there until then, and afterwards for nobody', async () => {
    let now = NOON;
    const { client } = await open({ now: () => now });
    const file = await client.files.create({
      file: pdfFile(),
      purpose: 'assistants',
      expires_after: expires,
    });
    expect(file.expires_at).toBe(NOON / 1000 + 3_600);
    const ask = () =>
      client.responses.create({
        model: 'ref-general',
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_file', file_id: file.id },
              { type: 'input_text', text: 'What is the code word?' },
            ],
          },
        ],
      });

    now += 3_599_000;
    expect((await client.files.retrieve(file.id)).id).toBe(file.id);
    expect((await ask()).output_text).toContain(PDF_CODE_WORD);

    now += 1_000;
    for (const gone of [client.files.retrieve(file.id), client.files.content(file.id)])
      expect(await refusalOf(gone)).toMatchObject({ status: 404 });
    expect(await refusalOf(client.files.delete(file.id))).toMatchObject({ status: 404 });
    expect((await client.files.list()).data).toEqual([]);
    expect((await refusalOf(ask())).status).toBeGreaterThanOrEqual(400);
  });

  it('stays for ever without a rule', async () => {
    let now = NOON;
    const { client } = await open({ now: () => now });
    const file = await client.files.create({ file: pdfFile(), purpose: 'assistants' });
    now += 400 * 86_400_000;
    expect((await client.files.retrieve(file.id)).expires_at).toBeNull();
  });
});

function expiring(rule: Readonly<Record<string, string>>): FormData {
  const data = form({ purpose: 'assistants' });
  data.set('file', pdfFile());
  for (const [name, value] of Object.entries(rule)) data.set(`expires_after[${name}]`, value);
  return data;
}

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
