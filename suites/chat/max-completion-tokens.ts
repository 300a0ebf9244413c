import { scenario } from '#scenario';

/** An upper limit of output tokens, reasoning included: the answer is cut there and says so. */
export default scenario('chat/max-completion-tokens', {
  async run({ chat, check, model }) {
    // Little thought and room for it: a limit that is spent before the answer begins may be refused instead of kept.
    const [least] = model.reasoning?.efforts ?? [];
    const answer = await chat.create({
      messages: [{ role: 'user', content: 'Write a story of 1000 words about a lighthouse.' }],
      max_completion_tokens: 512,
      ...(least && { reasoning_effort: least }),
    });
    const used = answer.usage?.completion_tokens ?? 0;
    check.must('cut', answer.choices[0]?.finish_reason === 'length', 'the answer ends with length');
    check.must('limit', used > 0 && used <= 512, `at most 512 tokens are used, it was ${used}`);
  },
  recognise: ({ operation, request }) =>
    operation === 'chat.create' && typeof request?.max_completion_tokens === 'number' ? [] : null,
});
