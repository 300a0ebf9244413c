import { inputParts, scenario } from '#scenario';

/** A picture by its address, which the service fetches. */
export default scenario('responses/image-url', {
  async run({ responses, check, target }) {
    const response = await responses.create({
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What does this picture show? Answer in one sentence.' },
            { type: 'input_image', image_url: target.picture.url, detail: 'low' },
          ],
        },
      ],
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    const words = response.output_text.toLowerCase().split(/[^\p{L}]+/u);
    check.must(
      'seen',
      target.picture.shows.some((word) => words.includes(word)),
      'the answer says what the picture shows',
    );
  },
  recognise: ({ operation, request }) => {
    if (operation !== 'responses.create') return null;
    const pictures = inputParts(request).filter(({ type }) => type === 'input_image');
    return pictures.some(({ image_url: url }) => typeof url === 'string' && /^https?:/.test(url)) ? [] : null;
  },
  parameters: ['input', 'image_url'],
});
