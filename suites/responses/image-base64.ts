import { inputParts, scenario } from '#scenario';

/** A picture inside the request, as a data URL: the three formats that are documented. */
export default scenario('responses/image-base64', {
  async run({ responses, check, document }) {
    const response = await responses.create({
      input: [
        {
          role: 'user',
          content: [
            {
              type: 'input_text',
              text: 'Each of these three pictures is one colour. Name the three colours in their order.',
            },
            { type: 'input_image', image_url: document('red.png').dataUrl, detail: 'low' },
            { type: 'input_image', image_url: document('blue.jpg').dataUrl, detail: 'low' },
            { type: 'input_image', image_url: document('green.webp').dataUrl, detail: 'low' },
          ],
        },
      ],
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    const text = response.output_text;
    check.must('png', /\bred\b/i.test(text), 'the answer names the colour of the PNG');
    check.must('jpeg', /\bblue\b/i.test(text), 'the answer names the colour of the JPEG');
    check.must('webp', /\bgreen\b/i.test(text), 'the answer names the colour of the WebP');
    check.should(
      'order',
      /\bred\b.*\bblue\b.*\bgreen\b/is.test(text),
      'the pictures are named in their order',
    );
  },
  recognise: ({ operation, request }) => {
    if (operation !== 'responses.create') return null;
    const pictures = inputParts(request).filter(({ type }) => type === 'input_image');
    return pictures.some(({ image_url: url }) => typeof url === 'string' && url.startsWith('data:'))
      ? []
      : null;
  },
  parameters: ['input', 'image_url'],
});
