import { objects, scenario } from '#scenario';

/** How long the model thinks: every level that is documented for it, and the one it takes by default. */
export default scenario('responses/reasoning-effort', {
  parameters: ['reasoning', 'reasoning_effort'],
  async run({ responses, check, refusal, model }) {
    const input = 'Is 91 a prime number? Answer with yes or no.';
    // A model without a documented level has to refuse any; most know this one.
    const documented = model.reasoning?.efforts ?? ['medium'];
    const usual = documented.find((level) => level === 'medium') ?? documented[0] ?? 'medium';
    const ask = async (effort: typeof usual) => ({
      effort,
      response: await responses.create({ input, reasoning: { effort } }),
    });
    const answers = [await ask(usual)];
    const refused: string[] = [];
    for (const effort of documented.filter((level) => level !== usual)) {
      const refusedLevel = await refusal(async () => answers.push(await ask(effort)));
      if (refusedLevel !== null) refused.push(effort);
    }
    check.must(
      'every-level',
      refused.length === 0,
      `every documented level is taken: ${documented.join(', ')}; refused: ${refused.join(', ') || 'none'}`,
    );
    check.must(
      'echoed',
      answers.every(({ effort, response }) => response.reasoning?.effort === effort),
      'each response echoes the level that was asked for',
    );
    const unthinking = answers.find(({ effort }) => effort === 'none')?.response.usage;
    check.should(
      'none-thinks-not',
      (unthinking?.output_tokens_details.reasoning_tokens ?? 0) === 0,
      'with effort none no tokens are spent on thought',
    );

    const usually = model.reasoning?.default;
    if (usually === undefined) return;
    const unasked = await responses.create({ input });
    check.must(
      'default',
      unasked.reasoning?.effort === usually,
      `without a level it is the documented default, ${usually}, was ${unasked.reasoning?.effort}`,
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const [asked] = objects([request?.reasoning]);
    if (operation !== 'responses.create' || typeof asked?.effort !== 'string') return null;
    const [given] = objects([answer?.reasoning]);
    return error || given?.effort === undefined ? [] : [{ id: 'echoed', ok: given.effort === asked.effort }];
  },
});
