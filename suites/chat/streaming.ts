import { choiceChunks, scenario, streamedText } from '#scenario';

/** The same answer in pieces: server-sent events that end with `[DONE]`. */
export default scenario('chat/streaming', {
  parameters: ['stream', 'stream_options'],
  async run({ chat, check }) {
    const chunks = await chat.stream({
      messages: [{ role: 'user', content: 'Count from one to five, in words.' }],
      stream_options: { include_usage: true },
    });
    const choice = choiceChunks(chunks);
    const pieces = choice.filter(({ delta }) => (delta?.content ?? '') !== '');
    const ends = choice.flatMap(({ finish_reason: reason }) => (reason === null ? [] : [reason]));
    check.must('text', streamedText(chunks) !== '', 'the deltas add up to text');
    check.must('in-pieces', pieces.length > 1, 'the text arrives in several deltas');
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
