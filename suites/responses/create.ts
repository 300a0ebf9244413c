import { scenario } from '#scenario';

/** One input, one output: the smallest request that the Responses API takes. */
export default scenario('responses/create', {
  async run({ responses, check, model }) {
    const response = await responses.create({
      input: 'This is a test. Answer with a short greeting.',
      // That kind of model answers no request without it (guide to computer use).
      ...(model.kind === 'computer-use' && { truncation: 'auto' }),
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must('text', response.output_text !== '', 'the output carries text');
    check.must('usage', (response.usage?.total_tokens ?? 0) > 0, 'token usage is reported');
  },
  recognise: ({ operation, streaming, error, answer, request }) => {
    if (operation !== 'responses.create' || streaming || request?.background === true) return null;
    return error
      ? []
      : [{ id: 'completed', ok: answer?.status === 'completed' || answer?.status === 'incomplete' }];
  },
});
