import { scenario } from '#scenario';

/** The older limit of output tokens. General models take it; reasoning models refuse it and name its successor. */
export default scenario('chat/max-tokens', {
  async run({ chat, check }) {
    const answer = await chat.create({
      messages: [{ role: 'user', content: 'Write a story of 1000 words about a lighthouse.' }],
      max_tokens: 64,
    });
    const used = answer.usage?.completion_tokens ?? 0;
    check.must('cut', answer.choices[0]?.finish_reason === 'length', 'the answer ends with length');
    check.must('limit', used > 0 && used <= 64, `at most 64 tokens are used, it was ${used}`);
  },
  recognise: ({ operation, request }) =>
    operation === 'chat.create' && typeof request?.max_tokens === 'number' ? [] : null,
});
