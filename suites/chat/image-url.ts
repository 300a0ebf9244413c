import { objects, scenario } from '#scenario';

/** A picture by its address, which the service fetches. */
export default scenario('chat/image-url', {
  parameters: ['messages'],
  async run({ chat, check, target }) {
    const answer = await chat.create({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What does this picture show? Answer in one sentence.' },
            { type: 'image_url', image_url: { url: target.picture.url, detail: 'low' } },
          ],
        },
      ],
    });
    const [choice] = answer.choices;
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    const words = (choice?.message.content ?? '').toLowerCase().split(/[^\p{L}]+/u);
    check.must(
      'seen',
      target.picture.shows.some((word) => words.includes(word)),
      'the answer says what the picture shows',
    );
  },
  recognise: ({ operation, request }) => {
    const parts = objects(request?.messages).flatMap((message) => objects(message.content));
    const urls = parts.flatMap((part) => objects([part.image_url])).map(({ url }) => url);
    const fetched = urls.some((url) => typeof url === 'string' && /^https?:/.test(url));
    return operation === 'chat.create' && fetched ? [] : null;
  },
});
