import { scenario } from '#scenario';

/** Penalties for repetition. General models take them; reasoning models refuse them by name. */
export default scenario('chat/penalties', {
  parameters: ['presence_penalty', 'frequency_penalty'],
  async run({ chat, check }) {
    const answer = await chat.create({
      messages: [{ role: 'user', content: 'Suggest a name for a boat. Answer with one word.' }],
      presence_penalty: 0.5,
      frequency_penalty: 0.5,
    });
    check.must('accepted', answer.choices.length === 1, 'penalties of 0.5 are accepted');
    check.must('text', (answer.choices[0]?.message.content ?? '') !== '', 'the choice carries text');
  },
  recognise: ({ operation, request }) => {
    const penalties = [request?.presence_penalty, request?.frequency_penalty];
    const given = penalties.some((penalty) => typeof penalty === 'number' && penalty !== 0);
    return operation === 'chat.create' && given ? [] : null;
  },
});
