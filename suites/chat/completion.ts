import { objects, scenario } from '#scenario';

/** One question, one answer: the smallest request that chat completions takes. */
export default scenario('chat/completion', {
  async run({ chat, check }) {
    const answer = await chat.create({
      // Of the user alone: o1-mini takes no other role.
      messages: [
        { role: 'user', content: 'Which colour does a clear sky have by day? Answer with a single word.' },
      ],
    });
    const [choice] = answer.choices;
    check.must('one-choice', answer.choices.length === 1, 'exactly one choice is returned');
    check.must('text', (choice?.message.content ?? '') !== '', 'the choice carries text');
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with finish_reason stop');
    check.must('usage', answer.usage !== undefined, 'token usage is reported');
  },
  recognise: ({ operation, streaming, error, answer }) => {
    if (operation !== 'chat.create' || streaming) return null;
    return error ? [] : [{ id: 'one-choice', ok: objects(answer?.choices).length >= 1 }];
  },
});
