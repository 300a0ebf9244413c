import { scenario } from '#scenario';

/** A file is uploaded with the purpose `assistants`, can be looked up, and can be deleted. */
export default scenario('files/upload', {
  async run({ files, check, document }) {
    const pdf = document('code-word.pdf');
    const file = await files.upload(pdf, 'assistants');
    check.must('name', file.filename === files.nameOf(pdf), 'the file keeps its name');
    check.must('bytes', file.bytes === pdf.bytes.length, 'the size is the number of bytes sent');
    check.must('purpose', file.purpose === 'assistants', 'the purpose is the one asked for');

    const found = await files.retrieve(file.id);
    check.must('retrievable', found.id === file.id, 'the file can be looked up by its id');

    const deleted = await files.delete(file.id);
    check.must('deletable', deleted.deleted === true, 'the file can be deleted');
  },
  recognise: ({ operation, status, answer, error }) => {
    // A refusal by 400 is about this file or its purpose, not about uploading.
    if (operation !== 'files.create' || status === 400) return null;
    return error ? [] : [{ id: 'file-object', ok: answer?.object === 'file' }];
  },
});
