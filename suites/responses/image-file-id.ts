import { inputParts, scenario } from '#scenario';

/**
 * A picture that was uploaded as a file and is referenced in the input. The page of December 2025 says that this
 * is not supported, that of September 2026 shows it, with the purpose `assistants`: Azure takes no `vision`.
 */
export default scenario('responses/image-file-id', {
  async run({ responses, files, check, document }) {
    const picture = await files.upload(document('red.png'), 'assistants');
    const response = await responses.create({
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Which colour is this picture? Answer with one word.' },
            { type: 'input_image', file_id: picture.id, detail: 'low' },
          ],
        },
      ],
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must(
      'seen',
      /\bred\b/i.test(response.output_text),
      'the answer names the colour of the uploaded picture',
    );
  },
  recognise: ({ operation, request }) => {
    if (operation !== 'responses.create') return null;
    const pictures = inputParts(request).filter(({ type }) => type === 'input_image');
    return pictures.some(({ file_id: id }) => typeof id === 'string') ? [] : null;
  },
  parameters: ['input', 'file_id'],
});
