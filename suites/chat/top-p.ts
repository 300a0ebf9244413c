import { scenario } from '#scenario';

/** Nucleus sampling other than the default. General models take it; reasoning models refuse it by name. */
export default scenario('chat/top-p', {
  async run({ chat, check }) {
    const answer = await chat.create({
      messages: [{ role: 'user', content: 'Name one prime number below ten. Answer with the digit only.' }],
      top_p: 0.1,
    });
    check.must('accepted', answer.choices.length === 1, 'a top_p of 0.1 is accepted');
    check.must('text', (answer.choices[0]?.message.content ?? '') !== '', 'the choice carries text');
  },
  recognise: ({ operation, request }) => {
    const topP = request?.top_p;
    return operation === 'chat.create' && typeof topP === 'number' && topP !== 1 ? [] : null;
  },
});
