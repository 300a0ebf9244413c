import { choiceChunks, objects, scenario, streamedText } from '#scenario';

/** The log probability of each token, with its likeliest alternatives, in one piece and in a stream. */
export default scenario('chat/logprobs', {
  parameters: ['logprobs', 'top_logprobs'],
  async run({ chat, check }) {
    const request = {
      messages: [{ role: 'user' as const, content: 'Reply with exactly the words "good morning".' }],
      logprobs: true,
      top_logprobs: 2,
    };
    const answer = await chat.create(request);
    const [choice] = answer.choices;
    const tokens = choice?.logprobs?.content ?? [];
    check.must('tokens', tokens.length > 0, 'the choice carries the log probabilities of its tokens');
    check.must(
      'spell-text',
      tokens.map(({ token }) => token).join('') === choice?.message.content,
      'the tokens add up to the text',
    );
    check.must(
      'probabilities',
      tokens.length > 0 && tokens.every(({ logprob }) => logprob <= 0),
      'no log probability is above 0',
    );
    check.must(
      'alternatives',
      tokens.length > 0 && tokens.every(({ top_logprobs: top }) => top.length === 1 || top.length === 2),
      'each token has alternatives, no more than the two that were asked for',
    );

    const chunks = await chat.stream(request);
    const streamed = choiceChunks(chunks).flatMap(({ logprobs }) => logprobs?.content ?? []);
    check.must(
      'streamed',
      streamed.length > 0 && streamed.map(({ token }) => token).join('') === streamedText(chunks),
      'in a stream, too, the tokens of the log probabilities add up to the text',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'chat.create' || request?.logprobs !== true) return null;
    if (error) return [];
    const spoken = objects(answer?.choices).filter(({ message }) => objects([message])[0]?.content);
    if (spoken.length === 0) return null;
    const counted = spoken.every(({ logprobs }) => objects(objects([logprobs])[0]?.content).length > 0);
    return [{ id: 'tokens', ok: counted }];
  },
});
