import { objects, scenario } from '#scenario';

/** How long the model thinks: every level that is documented for it, and the one it takes by default. */
export default scenario('responses/reasoning-effort', {
  source: 'https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning#reasoning-effort',
  parameters: ['reasoning', 'reasoning_effort'],
  async run({ responses, check, refusal, model }) {
    const input = 'Is 91 a prime number? Answer with yes or no.';
    // A model without a documented level has to refuse any; most know this one.
    const documented = model.reasoning?.efforts ?? ['medium'];
    const usual = documented.find((effort) => effort === 'medium') ?? documented[0];
    const answers = [await responses.create({ input, reasoning: { effort: usual ?? 'medium' } })];
    const refused: string[] = [];
    for (const effort of documented.filter((level) => level !== usual)) {
      const refusedLevel = await refusal(async () => {
        answers.push(await responses.create({ input, reasoning: { effort } }));
      });
      if (refusedLevel !== null) refused.push(effort);
    }
    check.must(
      'every-level',
      refused.length === 0,
      `every documented level is taken: ${documented.join(', ')}; refused: ${refused.join(', ') || 'none'}`,
    );
    check.must(
      'echoed',
      answers.every(({ reasoning }) => documented.some((level) => level === reasoning?.effort)) &&
        new Set(answers.map(({ reasoning }) => reasoning?.effort)).size === answers.length,
      'each response echoes the level that was asked for',
    );
    const thoughtOf = (level: string) =>
      answers.find(({ reasoning }) => reasoning?.effort === level)?.usage?.output_tokens_details
        .reasoning_tokens ?? 0;
    check.should(
      'none-thinks-not',
      thoughtOf('none') === 0,
      'with effort none no tokens are spent on thought',
    );

    const unasked = await responses.create({ input });
    const { default: usually = unasked.reasoning?.effort } = model.reasoning ?? {};
    check.must(
      'default',
      unasked.reasoning?.effort === usually,
      `the default is the documented one, ${usually}, was ${unasked.reasoning?.effort}`,
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const [asked] = objects([request?.reasoning]);
    if (operation !== 'responses.create' || typeof asked?.effort !== 'string') return null;
    const [given] = objects([answer?.reasoning]);
    return error || given?.effort === undefined ? [] : [{ id: 'echoed', ok: given.effort === asked.effort }];
  },
});
