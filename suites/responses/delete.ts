import { scenario } from '#scenario';

/** A stored response can be deleted; from then on nobody can read it. */
export default scenario('responses/delete', {
  async run({ responses, check, refusal }) {
    const created = await responses.create({ input: 'Name one ocean.' });
    const kept = await responses.retrieve(created.id);
    check.must('kept', kept.id === created.id, 'until then the response can be retrieved');

    await responses.delete(created.id);
    const gone = await refusal(() => responses.retrieve(created.id));
    check.must('gone', gone !== null, 'the deleted response cannot be retrieved any more');
    check.must(
      'not-found',
      gone?.httpStatus === 404 && gone.class === 'not-found',
      `retrieving it is refused as 404 not found, was ${gone?.httpStatus} ${gone?.class}`,
    );
  },
  recognise: ({ operation, answer, error }) => {
    if (operation !== 'responses.delete') return null;
    return error ? [] : [{ id: 'gone', ok: answer?.deleted === true }];
  },
});
