import { objects, scenario } from '#scenario';
import { CODE_WORD_QUESTION, holdsCodeWord } from '../code-word.ts';

/** A PDF inside the request, as a data URL: the model reads its text. */
export default scenario('responses/file-base64', {
  parameters: ['input', 'file_data'],
  async run({ responses, check, document }) {
    const pdf = document('code-word.pdf');
    const response = await responses.create({
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_file', filename: pdf.name, file_data: pdf.dataUrl },
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
    const parts = objects(request?.input).flatMap((item) => objects(item.content));
    return parts.some((part) => part.type === 'input_file' && typeof part.file_data === 'string') ? [] : null;
  },
});
