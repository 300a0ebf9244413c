import { objects, scenario } from '#scenario';

/** Instructions under the role `developer`, which takes the place of `system` with reasoning models. */
export default scenario('chat/developer-message', {
  parameters: ['messages'],
  async run({ chat, check }) {
    const answer = await chat.create({
      messages: [
        { role: 'developer', content: 'Begin every answer with the word AHOY.' },
        { role: 'user', content: 'Name one ocean.' },
      ],
    });
    const [choice] = answer.choices;
    const text = choice?.message.content ?? '';
    check.must('text', text !== '', 'the choice carries text');
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    check.should('followed', /^\W*ahoy/i.test(text), 'the answer begins as the developer message demands');
  },
  recognise: ({ operation, request }) =>
    operation === 'chat.create' && objects(request?.messages).some(({ role }) => role === 'developer')
      ? []
      : null,
});
