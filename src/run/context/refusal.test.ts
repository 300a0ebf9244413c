import { OpenAI } from 'openai';
import { expect, it } from 'vitest';
import { open } from '../../reference/test-client.ts';
import { refusalOf } from './refusal.ts';

const HELLO = { model: 'ref-general', input: 'Hello' };

it('is null where the service answers', async () => {
  const { client } = await open();
  expect(await refusalOf(() => client.responses.create(HELLO))).toBeNull();
});

it('says what the error catalogue knows of the answer', async () => {
  const { client } = await open();
  const refusal = await refusalOf(() => client.responses.retrieve('resp_0'));
  expect(refusal).toMatchObject({
    class: 'not-found',
    entry: 'response-not-found',
    httpStatus: 404,
    code: null,
    message: "Response with id 'resp_0' not found.",
  });
});

it.each([
  ['the model does not offer the API', 'ref-chat-only', 'unsupported-operation'],
  ['there is no such deployment', 'nobody', 'deployment-not-found'],
] as const)('is thrown on where %s, unless that is the question', async (_, model, expected) => {
  const { client } = await open();
  const ask = () => client.responses.create({ ...HELLO, model });
  await expect(refusalOf(ask)).rejects.toThrow(/^40/);
  expect(await refusalOf(ask, expected)).toMatchObject({ class: expected });
});

it('is no word for a wire that breaks', async () => {
  const client = new OpenAI({
    apiKey: 'k',
    baseURL: 'http://reference.invalid/openai/v1/',
    maxRetries: 0,
    fetch: async () => Promise.reject(new TypeError('reset')),
  });
  await expect(refusalOf(() => client.responses.create(HELLO))).rejects.toThrow('Connection error');
});
