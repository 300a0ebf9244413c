import { inputParts, scenario } from '#scenario';
import { CODE_WORD_QUESTION, holdsCodeWord } from '../code-word.ts';

/** A PDF that was uploaded, with purpose `assistants` because `user_data` is not supported: the model reads its text. */
export default scenario('responses/file-id', {
  async run({ responses, files, check, document }) {
    const pdf = await files.upload(document('code-word.pdf'), 'assistants');
    check.must('uploaded', pdf.purpose === 'assistants', 'the file is stored with purpose assistants');
    const response = await responses.create({
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_file', file_id: pdf.id },
            { type: 'input_text', text: CODE_WORD_QUESTION },
          ],
        },
      ],
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must('read', holdsCodeWord(response.output_text), 'the answer contains the code word of the PDF');
  },
  recognise: ({ operation, request }) => {
    if (operation !== 'responses.create') return null;
    const given = inputParts(request).filter(({ type }) => type === 'input_file');
    return given.some(({ file_id: id }) => typeof id === 'string') ? [] : null;
  },
  parameters: ['input', 'file_id'],
});
