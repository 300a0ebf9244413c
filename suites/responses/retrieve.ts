import { scenario } from '#scenario';

/** A stored response can be read again by its id. */
export default scenario('responses/retrieve', {
  async run({ responses, check }) {
    const created = await responses.create({ input: 'Name one ocean.' });
    const retrieved = await responses.retrieve(created.id);
    check.must(
      'same-id',
      retrieved.id === created.id,
      'the retrieved response has the id that was asked for',
    );
    check.must(
      'same-status',
      retrieved.status === created.status,
      'the status is that of the created response',
    );
    check.must(
      'same-output',
      retrieved.output_text === created.output_text,
      'the text is that of the created response',
    );
  },
  recognise: ({ operation, answer, path, error }) => {
    if (operation !== 'responses.retrieve') return null;
    return error || answer === null
      ? []
      : [{ id: 'same-id', ok: path === '' || path.endsWith(`/${answer.id}`) }];
  },
});
