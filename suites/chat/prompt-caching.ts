import { objects, scenario } from '#scenario';

/** 160 lines, well above the 1,024 tokens from which on a prefix is cached. */
const INVENTORY = Array.from(
  { length: 160 },
  (_, item) => `Item ${item + 1} lies on shelf ${((item * 37) % 90) + 10}.`,
).join('\n');

/** A long prefix that was sent before is counted as cached; when it is still there is the service's affair. */
export default scenario('chat/prompt-caching', {
  async run({ chat, check }) {
    const ask = (question: string) =>
      chat.create({
        messages: [{ role: 'user', content: `${INVENTORY}\n\n${question}` }],
      });
    const { usage: first } = await ask('Where does item 12 lie? Give its shelf only.');
    const { usage: second } = await ask('Where does item 34 lie? Give its shelf only.');
    const cached = second?.prompt_tokens_details?.cached_tokens;
    check.must('long', (first?.prompt_tokens ?? 0) >= 1024, 'the prompt is long enough to be cached');
    check.must(
      'counted',
      typeof first?.prompt_tokens_details?.cached_tokens === 'number' && typeof cached === 'number',
      'both answers count their cached tokens',
    );
    check.must(
      'part',
      typeof cached === 'number' && cached <= (second?.prompt_tokens ?? 0),
      'no more tokens are cached than the prompt has',
    );
    check.should('hit', (cached ?? 0) >= 1024, 'the prefix of the second request is cached');
  },
  recognise: ({ operation, answer, error }) => {
    if (operation !== 'chat.create' || error) return null;
    const [usage] = objects([answer?.usage]);
    const [details] = objects([usage?.prompt_tokens_details]);
    return typeof details?.cached_tokens === 'number' && details.cached_tokens > 0
      ? [{ id: 'part', ok: details.cached_tokens <= Number(usage?.prompt_tokens) }]
      : null;
  },
});
