import { scenario } from '#scenario';

/**
 * A sampling temperature other than the default. General models take it; reasoning models refuse it
 * and name the parameter (supported parameters are listed on the reasoning page).
 */
export default scenario('chat/temperature', {
  async run({ chat, check }) {
    const answer = await chat.create({
      messages: [{ role: 'user', content: 'Name one prime number below ten. Answer with the digit only.' }],
      temperature: 0.2,
    });
    check.must('accepted', answer.choices.length === 1, 'a temperature of 0.2 is accepted');
    check.must('text', (answer.choices[0]?.message.content ?? '') !== '', 'the choice carries text');
  },
  recognise: ({ operation, request }) => {
    const temperature = request?.temperature;
    return operation === 'chat.create' && typeof temperature === 'number' && temperature !== 1 ? [] : null;
  },
});
