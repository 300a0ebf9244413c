import { scenario } from '#scenario';

/**
 * A file comes back byte for byte. Its purpose has to allow that: what is uploaded for batches comes back, while
 * OpenAI gives out nothing that was uploaded for assistants. A batch is looked at before it can be used.
 */
export default scenario('files/content', {
  async run({ files, check, document, refusal, until }) {
    const batch = document('batch.jsonl');
    const { id } = await files.upload(batch, 'batch');
    const file = await until(
      () => files.retrieve(id),
      ({ status }) => status === 'processed' || status === 'error',
    );
    check.must('processed', file.status === 'processed', `the file is processed, was ${file.status}`);
    const content = await files.content(id);
    check.must('size', content.length === batch.bytes.length, 'as many bytes come back as were sent');
    check.must('same-bytes', Buffer.from(content).equals(batch.bytes), 'they are the bytes that were sent');

    await files.delete(id);
    const gone = await refusal(() => files.content(id));
    check.must('gone', gone?.httpStatus === 404, 'the content of a deleted file is answered by 404');
  },
  recognise: ({ operation, status, error }) => {
    // A refusal by 404 is about an id that is not there, one by 400 about the purpose of the file.
    if (operation !== 'files.content' || status === 404 || status === 400) return null;
    return error ? [] : [{ id: 'answered', ok: status === 200 }];
  },
});
