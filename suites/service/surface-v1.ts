import { scenario } from '#scenario';

/** The v1 surface needs no api-version, takes `v1` for one, and refuses that of a dated surface. */
export default scenario('service/surface-v1', {
  async run({ as, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const without = await as({ surface: 'v1' }).chat.create(hello);
    check.must('answers', without.choices.length === 1, 'without an api-version chat answers');
    const response = await as({ surface: 'v1' }).responses.create({ input: 'Say hello.', store: false });
    check.must('responses-answers', response.output_text !== '', 'without an api-version responses answers');
    const named = await as({ surface: 'v1', apiVersion: 'v1' }).chat.create(hello);
    check.must('named', named.choices.length === 1, 'the api-version v1 is accepted');

    const dated = as({ surface: 'v1', apiVersion: '2024-10-21' });
    const refused = await refusal(() => dated.chat.create(hello));
    check.must('dated-refused', refused?.httpStatus === 400, 'a dated api-version is answered by 400');
  },
  recognise: ({ operation, path, query, error }) =>
    operation !== 'other' && !error && path.includes('/openai/v1/') && query['api-version'] === undefined
      ? [{ id: 'answers', ok: true }]
      : null,
});
