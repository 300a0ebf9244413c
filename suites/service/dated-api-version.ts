import { scenario } from '#scenario';

/**
 * A surface of an earlier time is called with its date, chat by a path that names the deployment. Responses
 * came with 2025-03-01-preview: an older date refuses it, and a date that never was is refused at all.
 */
export default scenario('service/dated-api-version', {
  async run({ as, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const dated = as({ surface: '2025-04-01-preview' });
    const answer = await dated.chat.create(hello);
    check.must('chat', answer.choices.length === 1, 'chat answers with the api-version 2025-04-01-preview');
    const response = await dated.responses.create({ input: 'Say hello.', store: false });
    check.must('responses', response.output_text !== '', 'responses answers with it, too');

    const before = as({ surface: '2024-10-21' });
    const early = await refusal(
      () => before.responses.create({ input: 'Say hello.', store: false }),
      'unsupported-operation',
    );
    check.must('too-early', isRefusal(early?.httpStatus), 'responses refuses the api-version 2024-10-21');
    const never = await refusal(() => as({ surface: '2020-01-01' }).chat.create(hello));
    check.must('never-was', isRefusal(never?.httpStatus), 'chat refuses an api-version that never was');
  },
  recognise({ operation, query, error }) {
    const api = /^(chat|responses)\./.exec(operation)?.[1];
    const dated = /^\d{4}-\d{2}-\d{2}/.test(query['api-version'] ?? '');
    return api === undefined || error || !dated ? null : [{ id: api, ok: true }];
  },
});

function isRefusal(status: number | undefined): boolean {
  return status === 400 || status === 404;
}
