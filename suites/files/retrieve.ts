import { scenario } from '#scenario';

/** What is known of an uploaded file can be read by its id; an id that nobody has is not found. */
export default scenario('files/retrieve', {
  async run({ files, check, document, refusal }) {
    const csv = document('animals.csv');
    const uploaded = await files.upload(csv, 'assistants');
    const found = await files.retrieve(uploaded.id);
    check.must('same-id', found.id === uploaded.id, 'the file has the id that was asked for');
    check.must('same-name', found.filename === uploaded.filename, 'the name is that of the upload');
    check.must('same-bytes', found.bytes === csv.bytes.length, 'the size is the number of bytes sent');
    check.must('same-purpose', found.purpose === 'assistants', 'the purpose is that of the upload');
    check.must('same-time', found.created_at === uploaded.created_at, 'the time of creation stays');

    const unknown = await refusal(() => files.retrieve(`${uploaded.id.slice(0, -4)}none`));
    check.must('unknown-refused', unknown?.httpStatus === 404, 'an unknown id is answered by 404');
    check.should('unknown-said', unknown?.class === 'not-found', 'the error says that there is no such file');
  },
  recognise: ({ operation, status, answer, path, error }) => {
    // An id that is not there is refused by 404, which says nothing about one that is.
    if (operation !== 'files.retrieve' || status === 404) return null;
    return error || path === '' ? [] : [{ id: 'same-id', ok: path.endsWith(`/${answer?.id}`) }];
  },
});
