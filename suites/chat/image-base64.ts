import { objects, scenario } from '#scenario';

const PICTURES = { png: 'red.png', jpeg: 'blue.jpg', webp: 'green.webp' } as const;

/** Pictures inside the request, as data URLs: PNG, JPEG and WEBP in one question. */
export default scenario('chat/image-base64', {
  parameters: ['messages'],
  async run({ chat, check, document }) {
    const answer = await chat.create({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Each picture has one colour. Name all three colours, nothing else.' },
            ...Object.values(PICTURES).map((name) => ({
              type: 'image_url' as const,
              image_url: { url: document(name).dataUrl, detail: 'low' as const },
            })),
          ],
        },
      ],
    });
    const text = (answer.choices[0]?.message.content ?? '').toLowerCase();
    check.must('finish', answer.choices[0]?.finish_reason === 'stop', 'the answer ends with stop');
    check.must('png', text.includes('red'), 'the answer names the colour of the PNG, red');
    check.must('jpeg', text.includes('blue'), 'the answer names the colour of the JPEG, blue');
    check.must('webp', text.includes('green'), 'the answer names the colour of the WEBP, green');
  },
  recognise: ({ operation, request }) => {
    const parts = objects(request?.messages).flatMap((message) => objects(message.content));
    const urls = parts.flatMap((part) => objects([part.image_url])).map(({ url }) => url);
    const inline = urls.some((url) => typeof url === 'string' && url.startsWith('data:'));
    return operation === 'chat.create' && inline ? [] : null;
  },
});
