import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { open, posted, refusalOf } from '../test-client.ts';

const model = 'ref-general';
const CONVERSATION = [
  { role: 'user', content: 'Choose a code word for me.' },
  { role: 'assistant', content: 'Your code word is heron.' },
  { role: 'user', content: 'Thank you.' },
] satisfies OpenAI.Responses.ResponseInput;
const QUESTION = { role: 'user', content: 'What is my code word?' } as const;

describe('a compaction', () => {
  it('keeps the user messages and holds the rest in one encrypted item', async () => {
    const { client } = await open();
    const compacted = await client.responses.compact({ model, input: CONVERSATION });
    expect(compacted).toMatchObject({
      object: 'response.compaction',
      output: [
        {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: 'Choose a code word for me.' }],
        },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Thank you.' }] },
        { type: 'compaction', encrypted_content: expect.stringMatching(/^gAAAA/) },
      ],
    });
    expect(JSON.stringify(compacted)).not.toContain('heron');
    expect(compacted.usage.total_tokens).toBe(compacted.usage.input_tokens + compacted.usage.output_tokens);
  });

  it('stands in for the conversation, also after a second compaction', async () => {
    const { send } = await open();
    const sent = async (path: string, input: readonly unknown[]) =>
      (await send(path, posted({ model, input }))).json();
    const once = await sent('v1/responses/compact', CONVERSATION);
    const twice = await sent('v1/responses/compact', once.output);
    for (const { output } of [once, twice]) {
      const answer = await sent('v1/responses', [...output, QUESTION]);
      expect(answer.output[0].content[0].text).toContain('heron');
    }
  });

  it('is made of a stored conversation as well', async () => {
    const { client } = await open();
    const { id } = await client.responses.create({ model, input: 'Say hello.' });
    const { output } = await client.responses.compact({ model, previous_response_id: id });
    expect(output.map(({ type }) => type)).toEqual(['message', 'compaction']);
  });

  it('is refused as input where somebody else wrote it', async () => {
    const { client } = await open();
    const { output } = await client.responses.compact({ model, input: CONVERSATION });
    const item = output.at(-1);
    if (item?.type !== 'compaction') throw new Error('no compaction');
    for (const encrypted_content of ['', 'gAAAAAforged', `${item.encrypted_content}A`]) {
      const input = [{ ...item, encrypted_content }, QUESTION];
      expect(await refusalOf(client.responses.create({ model, input }))).toMatchObject({
        status: 400,
        code: 'invalid_encrypted_content',
      });
    }
  });
});

describe('a compaction is refused', () => {
  it.each([
    ['of nothing', { model }, { status: 400, param: 'input' }],
    [
      'of a conversation that is not there',
      { model, previous_response_id: 'resp_0' },
      { status: 400, code: 'previous_response_not_found' },
    ],
    ['of a model without Responses', { model: 'ref-chat-only', input: 'x' }, { status: 400 }],
    ['of a deployment that is not there', { model: 'nobody', input: 'x' }, { status: 404 }],
    [
      'with a parameter of another operation',
      { model, input: 'x', temperature: 1 },
      { status: 400, code: 'unknown_parameter' },
    ],
  ])('%s', async (_, body, expected) => {
    const { send } = await open();
    const response = await send('v1/responses/compact', posted(body));
    const { error } = await response.json();
    expect({ status: response.status, ...error }).toMatchObject(expected);
  });
});
