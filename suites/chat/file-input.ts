import { objects, scenario } from '#scenario';
import { CODE_WORD_QUESTION, holdsCodeWord } from '../code-word.ts';

/** A PDF inside the request, as a data URL: the model reads its text. */
export default scenario('chat/file-input', {
  parameters: ['messages'],
  async run({ chat, check, document }) {
    const pdf = document('code-word.pdf');
    const answer = await chat.create({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'file', file: { filename: pdf.name, file_data: pdf.dataUrl } },
            { type: 'text', text: CODE_WORD_QUESTION },
          ],
        },
      ],
    });
    const [choice] = answer.choices;
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    check.must(
      'read',
      holdsCodeWord(choice?.message.content),
      'the answer contains the code word of the PDF',
    );
  },
  recognise: ({ operation, request }) => {
    const parts = objects(request?.messages).flatMap((message) => objects(message.content));
    return operation === 'chat.create' && parts.some((part) => part.type === 'file') ? [] : null;
  },
});
