import { objects, scenario } from '#scenario';

/** Instructions under the role `system`, which newer reasoning models take for a developer message. */
export default scenario('chat/system-message', {
  parameters: ['messages'],
  async run({ chat, check }) {
    const answer = await chat.create({
      messages: [
        { role: 'system', content: 'Begin every answer with the word AHOY.' },
        { role: 'user', content: 'Name one ocean.' },
      ],
    });
    const [choice] = answer.choices;
    const text = choice?.message.content ?? '';
    check.must('text', text !== '', 'the choice carries text');
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    check.should('followed', /^\W*ahoy/i.test(text), 'the answer begins as the system message demands');
  },
  recognise: ({ operation, request }) =>
    operation === 'chat.create' && objects(request?.messages).some(({ role }) => role === 'system')
      ? []
      : null,
});
