import { objects, scenario } from '#scenario';

/** A picture by its address, which the service fetches. */
export default scenario('chat/image-url', {
  source: 'https://learn.microsoft.com/azure/ai-foundry/openai/how-to/gpt-with-vision',
  parameters: ['messages'],
  async run({ chat, check, target }) {
    // Of one colour, and named after it.
    const colour = /([a-z]+)[^/]*$/.exec(target.imageUrl)?.[1] ?? '';
    const answer = await chat.create({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Which colour is this picture? Answer with one word.' },
            { type: 'image_url', image_url: { url: target.imageUrl } },
          ],
        },
      ],
    });
    const [choice] = answer.choices;
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    check.must(
      'seen',
      colour !== '' && (choice?.message.content ?? '').toLowerCase().includes(colour),
      `the answer names the colour of the picture, ${colour}`,
    );
  },
  recognise: ({ operation, request }) => {
    const parts = objects(request?.messages).flatMap((message) => objects(message.content));
    const urls = parts.flatMap((part) => objects([part.image_url])).map(({ url }) => url);
    const fetched = urls.some((url) => typeof url === 'string' && /^https?:/.test(url));
    return operation === 'chat.create' && fetched ? [] : null;
  },
});
