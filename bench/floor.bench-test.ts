/** The floor of bench/replay.ts: a test, a client, one call to an in-memory stub, one assertion. */
import OpenAI from 'openai';
import { expect, inject, test } from 'vitest';

const answer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'stub',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Blue.', refusal: null } },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
const fetch = async () => new Response(answer, { headers: { 'content-type': 'application/json' } });

for (let index = 0; index < inject('bench').count; index++) {
  test(`case ${index}`, async () => {
    const client = new OpenAI({
      baseURL: 'https://stub.invalid/openai/v1/',
      apiKey: 'stub',
      fetch,
      maxRetries: 0,
    });
    const completion = await client.chat.completions.create({
      model: 'stub',
      messages: [{ role: 'user', content: 'Which colour does a clear sky have by day?' }],
    });
    expect(completion.choices).toHaveLength(1);
  });
}
