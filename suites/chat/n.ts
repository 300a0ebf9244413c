import { objects, scenario, streamedText } from '#scenario';

/** Several answers to one question, told apart by their index, in one piece and in a stream. */
export default scenario('chat/n', {
  async run({ chat, check, refusal }) {
    const request = {
      messages: [{ role: 'user' as const, content: 'Suggest a name for a boat. Answer with one word.' }],
      n: 2,
    };
    const answer = await chat.create(request);
    const indexes = answer.choices.map(({ index }) => index).sort();
    check.must('count', answer.choices.length === 2, 'two choices are returned');
    check.must('indexes', indexes.join() === '0,1', 'their indexes are 0 and 1');
    check.must(
      'texts',
      answer.choices.length > 0 && answer.choices.every(({ message }) => (message.content ?? '') !== ''),
      'each of them carries text',
    );

    let both = false;
    const refused = await refusal(async () => {
      const chunks = await chat.stream(request);
      both = streamedText(chunks, 0) !== '' && streamedText(chunks, 1) !== '';
    });
    // Some models do not stream at all, which is for chat/streaming to say.
    check.must(
      'streamed',
      both || refused?.param === 'stream',
      'where the model streams, a stream carries the text of both choices',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const wanted = request?.n;
    if (operation !== 'chat.create' || typeof wanted !== 'number' || wanted < 2) return null;
    return error ? [] : [{ id: 'count', ok: objects(answer?.choices).length === wanted }];
  },
});
