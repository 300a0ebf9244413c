import { scenario } from '#scenario';

/** Nucleus sampling. General models take it; reasoning models refuse it and name the parameter. */
export default scenario('responses/top-p', {
  async run({ responses, check, refusal }) {
    const input = 'Name one prime number below ten. Answer with the digit only.';
    const response = await responses.create({ input, top_p: 0.5 });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must('echoed', response.top_p === 0.5, `the response echoes top_p 0.5, was ${response.top_p}`);
    const refused = await refusal(() => responses.create({ input, top_p: 1.5 }));
    check.must(
      'range',
      refused?.httpStatus === 400 && refused.param === 'top_p',
      'a top_p above 1 is refused',
    );
  },
  recognise: ({ operation, request }) => {
    const topP = request?.top_p;
    return operation === 'responses.create' && typeof topP === 'number' && topP !== 1 ? [] : null;
  },
});
