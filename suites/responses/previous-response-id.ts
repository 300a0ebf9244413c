import { scenario } from '#scenario';

/** A response continues an earlier one by its id: the service remembers the conversation. */
export default scenario('responses/previous-response-id', {
  async run({ responses, check }) {
    const first = await responses.create({
      input: 'My favourite colour is teal. Reply with the word "noted".',
    });
    const second = await responses.create({
      input: 'What is my favourite colour? Answer in one word.',
      previous_response_id: first.id,
    });
    check.must(
      'linked',
      second.previous_response_id === first.id,
      'the response names the one that it continues',
    );
    check.must('new-id', second.id !== first.id, 'it is a response of its own');
    check.must('remembers', /teal/i.test(second.output_text), 'the answer knows what was said before');
    check.must(
      'counted',
      (second.usage?.input_tokens ?? 0) > (first.usage?.input_tokens ?? Number.POSITIVE_INFINITY),
      'the earlier conversation counts as input tokens',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const previous = request?.previous_response_id;
    if (operation !== 'responses.create' || typeof previous !== 'string') return null;
    return error ? [] : [{ id: 'linked', ok: answer?.previous_response_id === previous }];
  },
});
