import { objects, scenario } from '#scenario';

/** A conversation: the client sends every earlier turn again, and the model draws on it. */
export default scenario('chat/multi-turn', {
  parameters: ['messages'],
  async run({ chat, check }) {
    const introduction = { role: 'user', content: 'Hello! My name is Zephyrine.' } as const;
    const greeting = await chat.create({ messages: [introduction] });
    const said = greeting.choices[0]?.message;
    check.must('first-turn', (said?.content ?? '') !== '', 'the first turn is answered with text');
    if (said === undefined) return;

    const answer = await chat.create({
      messages: [
        introduction,
        said,
        { role: 'user', content: 'What is my name? Answer with the name only.' },
      ],
    });
    const [choice] = answer.choices;
    check.must('finish', choice?.finish_reason === 'stop', 'the second answer ends with stop');
    check.must(
      'remembered',
      (choice?.message.content ?? '').includes('Zephyrine'),
      'the answer contains the name of the first turn',
    );
    check.should(
      'grows',
      (answer.usage?.prompt_tokens ?? 0) > (greeting.usage?.prompt_tokens ?? 0),
      'the earlier turns count as prompt tokens',
    );
  },
  recognise: ({ operation, request }) => {
    const messages = objects(request?.messages);
    const replied = messages.findIndex(({ role, content }) => role === 'assistant' && Boolean(content));
    const goesOn = replied >= 0 && messages.slice(replied + 1).some(({ role }) => role === 'user');
    return operation === 'chat.create' && goesOn ? [] : null;
  },
});
