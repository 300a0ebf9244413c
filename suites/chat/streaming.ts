import { scenario } from '#scenario';

/** The same answer in pieces: server-sent events that end with `[DONE]`. */
export default scenario('chat/streaming', {
  source: 'https://learn.microsoft.com/azure/ai-foundry/openai/latest#create-chat-completion',
  async run({ chat, check }) {
    const chunks = await chat.stream({
      messages: [{ role: 'user', content: 'Count from one to five, in words.' }],
      stream_options: { include_usage: true },
    });
    const deltas = chunks.flatMap((chunk) => chunk.choices);
    const text = deltas.map((choice) => choice.delta?.content ?? '').join('');
    const ends = deltas
      .filter((choice) => choice.finish_reason !== null)
      .map((choice) => choice.finish_reason);
    check.must('text', text !== '', 'the deltas add up to text');
    check.must('in-pieces', chunks.length > 2, 'the answer arrives in several chunks');
    check.must(
      'finish',
      ends.length === 1 && ends[0] === 'stop',
      'exactly one chunk ends the choice, with stop',
    );
    check.must(
      'usage',
      chunks.at(-1)?.usage?.total_tokens !== undefined,
      'include_usage adds a last chunk with usage',
    );
  },
  recognise: ({ operation, streaming }) => (operation === 'chat.create' && streaming ? [] : null),
});
