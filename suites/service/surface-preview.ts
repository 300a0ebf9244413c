import { scenario } from '#scenario';

/** With the api-version `preview` the v1 surface answers with features in preview; a name that is none is refused. */
export default scenario('service/surface-preview', {
  async run({ as, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const preview = as({ surface: 'v1-preview' });
    const answer = await preview.chat.create(hello);
    check.must('chat', answer.choices.length === 1, 'chat answers with the api-version preview');
    const response = await preview.responses.create({ input: 'Say hello.', store: false });
    check.must('responses', response.output_text !== '', 'responses answers with it, too');

    const unknown = as({ surface: 'v1', apiVersion: 'no-such-version' });
    const refused = await refusal(() => unknown.chat.create(hello));
    check.must('unknown-refused', refused?.httpStatus === 400, 'an unknown api-version is answered by 400');
  },
  recognise({ operation, path, query, error }) {
    const api = /^(chat|responses)\./.exec(operation)?.[1];
    const named = path.includes('/openai/v1/') && query['api-version'] === 'preview';
    return api === undefined || error || !named ? null : [{ id: api, ok: true }];
  },
});
