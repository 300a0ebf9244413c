import { objects, scenario } from '#scenario';

/** A limit on everything the model writes, thought included: an answer that reaches it ends incomplete. */
export default scenario('responses/max-output-tokens', {
  async run({ responses, check, refusal }) {
    const input = 'Write a story of about two hundred words.';
    const response = await responses.create({ input, max_output_tokens: 16 });
    check.must(
      'echoed',
      response.max_output_tokens === 16,
      `the response echoes the limit of 16, was ${response.max_output_tokens}`,
    );
    check.must('incomplete', response.status === 'incomplete', `ends as incomplete, was ${response.status}`);
    check.must(
      'reason',
      response.incomplete_details?.reason === 'max_output_tokens',
      'the reason is max_output_tokens',
    );
    const refused = await refusal(() => responses.create({ input, max_output_tokens: 1 }));
    check.should(
      'minimum',
      refused?.httpStatus === 400 && refused.param === 'max_output_tokens',
      'a limit below 16 is refused',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const limit = request?.max_output_tokens;
    if (operation !== 'responses.create' || typeof limit !== 'number') return null;
    if (error || answer?.status !== 'incomplete') return [];
    const [details] = objects([answer.incomplete_details]);
    return [
      { id: 'reason', ok: details?.reason === 'max_output_tokens' || details?.reason === 'content_filter' },
    ];
  },
});
