import { errorOf, scenario } from '#scenario';

/** A model that does not offer an API refuses it and says so; the API that it offers answers. */
export default scenario('service/wrong-api', {
  refusalExpected: ['unsupported-operation'],
  async run({ chat, responses, check, model, refusal }) {
    const ask = {
      chat: () => chat.create({ messages: [{ role: 'user', content: 'Say hello.' }] }),
      responses: () => responses.create({ input: 'Say hello.', store: false }),
    };
    const [lacking, offered] = model.lacks?.includes('chat')
      ? ([ask.chat, ask.responses] as const)
      : ([ask.responses, ask.chat] as const);

    const answer = await offered();
    const said = 'choices' in answer ? answer.choices[0]?.message.content : answer.output_text;
    check.must('offered-answers', said !== '' && said != null, 'the API that the model offers answers');
    const refused = await refusal(lacking, 'unsupported-operation');
    check.must('refused', refused !== null, 'the API that the model lacks is refused');
    check.must('status', refused?.httpStatus === 400, `it is answered by 400, was ${refused?.httpStatus}`);
    check.must(
      'said',
      refused?.class === 'unsupported-operation',
      'the error says that the model does not do this operation',
    );
  },
  recognise({ operation, status, answer }) {
    const { code, message } = errorOf(answer);
    const said = code === 'OperationNotSupported' || /^The requested operation is unsupported/.test(message);
    return operation !== 'other' && said ? [{ id: 'status', ok: status === 400 }] : null;
  },
});
