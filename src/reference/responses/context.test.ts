import type OpenAI from 'openai';
import { expect, it } from 'vitest';
import { open, refusalOf } from '../test-client.ts';

const model = 'ref-general';
/** More tokens than half of what the model takes. */
const LONG = 'word '.repeat(70_000);
const CONVERSATION = [
  { role: 'user', content: `My name is Ada. ${LONG}` },
  { role: 'assistant', content: 'Noted.' },
  { role: 'user', content: `My favourite colour is teal. ${LONG}` },
  { role: 'assistant', content: 'Noted.' },
  { role: 'user', content: 'What is my favourite colour?' },
] satisfies OpenAI.Responses.ResponseInput;

it('a conversation that outgrows the context is refused unless it may be truncated', async () => {
  const { client } = await open();
  expect(await refusalOf(client.responses.create({ model, input: CONVERSATION }))).toMatchObject({
    status: 400,
    param: 'input',
    code: 'context_length_exceeded',
  });
});

it('truncation drops the oldest turns and keeps the newest', async () => {
  const { client } = await open();
  const response = await client.responses.create({ model, input: CONVERSATION, truncation: 'auto' });
  expect(response.output_text).toContain('teal');
  expect(response.usage?.input_tokens).toBeLessThan(128_000);
  const items = await client.responses.inputItems.list(response.id);
  expect(items.data).toHaveLength(CONVERSATION.length);
});

it('one message that is too long by itself is refused even then', async () => {
  const { client } = await open();
  const input = `${LONG} ${LONG}`;
  expect(await refusalOf(client.responses.create({ model, input, truncation: 'auto' }))).toMatchObject({
    code: 'context_length_exceeded',
  });
});
