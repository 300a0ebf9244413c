import { scenario } from '#scenario';

/** An uploaded file comes back byte for byte. */
export default scenario('files/content', {
  async run({ files, check, document, refusal }) {
    const csv = document('animals.csv');
    const file = await files.upload(csv, 'assistants');
    const content = await files.content(file.id);
    check.must('size', content.length === csv.bytes.length, 'as many bytes come back as were sent');
    check.must('same-bytes', Buffer.from(content).equals(csv.bytes), 'they are the bytes that were sent');

    await files.delete(file.id);
    const gone = await refusal(() => files.content(file.id));
    check.must('gone', gone?.httpStatus === 404, 'the content of a deleted file is answered by 404');
  },
  recognise: ({ operation, status, error }) => {
    // An id that is not there is refused by 404, which says nothing about one that is.
    if (operation !== 'files.content' || status === 404) return null;
    return error ? [] : [{ id: 'answered', ok: status === 200 }];
  },
});
