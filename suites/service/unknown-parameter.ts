import { errorOf, scenario } from '#scenario';

/** A parameter that no documentation knows is refused by name, so that a typing error does not go unseen. */
export default scenario('service/unknown-parameter', {
  refusalExpected: ['invalid-request', 'unsupported-parameter'],
  async run({ chat, responses, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const answer = await chat.create(hello);
    check.must('known-answers', answer.choices.length === 1, 'without the parameter it is answered');

    const typo = { aoai_conform_unknown: true };
    const byChat = await refusal(() => chat.create({ ...hello, ...typo }));
    check.must('chat-status', byChat?.httpStatus === 400, 'chat answers the parameter by 400');
    check.must('chat-named', names(byChat?.message), 'the message of chat names the parameter');

    const input = { input: 'Say hello.', store: false };
    const byResponses = await refusal(() => responses.create({ ...input, ...typo }));
    check.must('responses-status', byResponses?.httpStatus === 400, 'responses answers it by 400');
    check.must('responses-named', names(byResponses?.message), 'the message of responses names it');
  },
  recognise({ operation, status, answer }) {
    const said = /^(?:Unknown parameter: |Unrecognized request arguments? supplied: )/;
    if (operation === 'other' || !said.test(errorOf(answer).message)) return null;
    return [{ id: operation === 'chat.create' ? 'chat-status' : 'responses-status', ok: status === 400 }];
  },
});

function names(message: string | undefined): boolean {
  return message?.includes('aoai_conform_unknown') === true;
}
