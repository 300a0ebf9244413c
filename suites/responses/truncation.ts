import { scenario } from '#scenario';

/** What becomes of a conversation that outgrows the context: an error, or its oldest part is dropped. */
export default scenario('responses/truncation', {
  async run({ responses, check }) {
    const unasked = await responses.create({ input: 'Name one ocean.' });
    check.must(
      'default',
      unasked.truncation === 'disabled',
      `the default is disabled, was ${unasked.truncation}`,
    );
    const response = await responses.create({ input: 'Name one ocean.', truncation: 'auto' });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must(
      'echoed',
      response.truncation === 'auto',
      `the response echoes truncation: auto, was ${response.truncation}`,
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const asked = request?.truncation;
    if (operation !== 'responses.create' || asked !== 'auto') return null;
    return error || answer?.truncation === undefined
      ? []
      : [{ id: 'echoed', ok: answer.truncation === asked }];
  },
});
