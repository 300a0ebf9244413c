import { objects, scenario } from '#scenario';

/** The caller keeps the conversation: the output of one response is input of the next. */
export default scenario('responses/manual-chaining', {
  parameters: ['input'],
  async run({ responses, check }) {
    const told = {
      role: 'user',
      content: 'My favourite colour is teal. Reply with the word "noted".',
    } as const;
    const first = await responses.create({ input: [told] });
    check.must('completed', first.status === 'completed', `the first ends as completed, was ${first.status}`);

    const second = await responses.create({
      input: [
        told,
        ...first.output,
        { role: 'user', content: 'What is my favourite colour? Answer in one word.' },
      ],
    });
    check.must(
      'accepted',
      second.status === 'completed',
      'output items are taken as input, and the response ends as completed',
    );
    check.must('remembers', /teal/i.test(second.output_text), 'the answer knows what was said before');
    check.must('unlinked', second.previous_response_id === null, 'it continues no stored response');
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'responses.create' || typeof request?.previous_response_id === 'string') return null;
    const said = objects(request?.input).findIndex((item) => item.role === 'assistant');
    const asked = objects(request?.input).findLastIndex((item) => item.role === 'user');
    if (said < 0 || asked < said) return null;
    return error ? [] : [{ id: 'accepted', ok: Array.isArray(answer?.output) }];
  },
});
