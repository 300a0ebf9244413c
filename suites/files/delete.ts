import { scenario } from '#scenario';

/** A deleted file is gone: it can be neither read nor deleted again. */
export default scenario('files/delete', {
  async run({ files, check, document, refusal }) {
    const { id } = await files.upload(document('animals.csv'), 'assistants');
    const deleted = await files.delete(id);
    check.must('deleted', deleted.deleted === true, 'the answer says that the file is deleted');
    check.must('same-id', deleted.id === id, 'the answer names the file');

    const read = await refusal(() => files.retrieve(id));
    check.must('gone', read?.httpStatus === 404, 'reading the deleted file is answered by 404');
    const again = await refusal(() => files.delete(id));
    check.must('once', again?.httpStatus === 404, 'deleting it again is answered by 404');
  },
  recognise: ({ operation, status, answer, path, error }) => {
    // An id that is not there is refused by 404, which says nothing about one that is.
    if (operation !== 'files.delete' || status === 404) return null;
    if (error) return [];
    const named = path === '' || path.endsWith(`/${answer?.id}`);
    return [
      { id: 'deleted', ok: answer?.deleted === true },
      { id: 'same-id', ok: named },
    ];
  },
});
