import { scenario } from '#scenario';

const QUESTION = { messages: [{ role: 'user' as const, content: 'What is 17 times 23?' }] };

/**
 * How long the model thinks: every effort that its page documents, and the one it takes where none is
 * asked for. A model of which no effort is documented is asked for one all the same, and refuses it.
 */
export default scenario('chat/reasoning-effort', {
  async run({ chat, check, model, refusal }) {
    // Every model that reasons documents `high`; `max` is documented for Responses alone.
    const efforts = (model.reasoning?.efforts ?? []).filter((effort) => effort !== 'max');
    const first = await chat.create({ ...QUESTION, reasoning_effort: 'high' });
    check.must(
      'answers',
      (first.choices[0]?.message.content ?? '') !== '',
      'the model answers with high effort',
    );
    check.should('thinks', thought(first) > 0, 'with high effort, reasoning tokens are counted');

    const refused: string[] = [];
    for (const effort of efforts.filter((effort) => effort !== 'high')) {
      const no = await refusal(async () => {
        const answer = await chat.create({ ...QUESTION, reasoning_effort: effort });
        if (effort === 'none')
          check.must('none', thought(answer) === 0, 'with effort none, no reasoning token is counted');
      });
      if (no !== null) refused.push(effort);
    }
    check.must(
      'every-level',
      refused.length === 0,
      `every documented effort is taken (${efforts.join(', ')})${refused.length === 0 ? '' : `; refused: ${refused.join(', ')}`}`,
    );

    const byDefault = model.reasoning?.default;
    if (byDefault === undefined) return;
    const unasked = await chat.create(QUESTION);
    check.should(
      'default',
      thought(unasked) > 0 === (byDefault !== 'none'),
      `without an effort the model thinks as by its documented default, ${byDefault}`,
    );
  },
  recognise: ({ operation, request }) =>
    operation === 'chat.create' && typeof request?.reasoning_effort === 'string' ? [] : null,
});

/** Reasoning tokens of an answer. */
function thought({
  usage,
}: {
  usage?: { completion_tokens_details?: { reasoning_tokens?: number | undefined } | undefined } | undefined;
}): number {
  return usage?.completion_tokens_details?.reasoning_tokens ?? 0;
}
