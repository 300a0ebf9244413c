import { scenario } from '#scenario';

/** An upper limit of output tokens, reasoning included: the answer is cut there and says so. */
export default scenario('chat/max-completion-tokens', {
  async run({ chat, check, model }) {
    // Little thought and room for it: a limit that is spent before the answer begins may be refused instead of kept.
    const limit = 1024;
    const [least] = model.reasoning?.efforts ?? [];
    const answer = await chat.create({
      messages: [{ role: 'user', content: 'Write a long story of 3000 words about a lighthouse.' }],
      max_completion_tokens: limit,
      ...(least && { reasoning_effort: least }),
    });
    const used = answer.usage?.completion_tokens ?? 0;
    check.must('cut', answer.choices[0]?.finish_reason === 'length', 'the answer ends with length');
    check.must('limit', used > 0 && used <= limit, `at most ${limit} tokens are used, it was ${used}`);
  },
  recognise: ({ operation, request }) =>
    operation === 'chat.create' && typeof request?.max_completion_tokens === 'number' ? [] : null,
});
