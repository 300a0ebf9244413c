import { errorOf, repeats, scenario } from '#scenario';

/** A key that nobody has issued is refused by 401, wherever it travels, and never repeated in the answer. */
export default scenario('service/invalid-key', {
  refusalExpected: ['auth'],
  async run({ as, chat, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const answer = await chat.create(hello);
    check.must('right-answers', answer.choices.length === 1, 'with the right credential it is answered');

    const wrong = 'no-key-of-anybody';
    const caller = { surface: 'v1', credential: { wrong } } as const;
    const refused = await refusal(() => as(caller).chat.create(hello), 'auth');
    check.must('status', refused?.httpStatus === 401, 'a wrong key is answered by 401');
    check.must('said', refused?.class === 'auth', 'the error says that access is denied');
    check.must(
      'no-echo',
      refused !== null && !repeats(refused, wrong),
      'the refusal does not repeat the key',
    );

    const byHeader = as({ ...caller, keyIn: 'api-key' });
    const inHeader = await refusal(() => byHeader.chat.create(hello), 'auth');
    check.must('header-status', inHeader?.httpStatus === 401, 'in the header api-key it is answered by 401');
  },
  recognise: ({ operation, status, answer }) =>
    operation !== 'other' && status === 401 && /subscription key|api key/i.test(errorOf(answer).message)
      ? [{ id: 'status', ok: true }]
      : null,
});
