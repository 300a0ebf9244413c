import { readFileSync } from 'node:fs';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PDF_CODE_WORD } from '../../../fixtures/documents/contents.ts';
import { collect, open, refusalOf, type Session, TRANSPORTS } from '../test-client.ts';

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
    const content = await (await files.content(uploaded.id)).arrayBuffer();
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
      { status: 400, param: 'purpose' },
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
      'an unknown id',
      (client) => client.files.delete('assistant-nope'),
      { status: 404, message: 'No such File object: assistant-nope' },
    ],
  ])('refuses %s', async (_, ask, refusal) => {
    const { client } = await open();
    expect(await refusalOf(ask(client))).toMatchObject(refusal);
  });
});

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
