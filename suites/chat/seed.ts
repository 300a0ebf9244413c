import { scenario } from '#scenario';

/** The same seed makes the same answer likely, not certain; the fingerprint tells when the system behind it changed. */
export default scenario('chat/seed', {
  async run({ chat, check }) {
    const request = {
      messages: [{ role: 'user' as const, content: 'Suggest a name for a boat, in one sentence.' }],
      seed: 4711,
    };
    const first = await chat.create(request);
    const second = await chat.create(request);
    const [one, two] = [first, second].map((answer) => answer.choices[0]?.message.content ?? '');
    check.must('text', one !== '' && two !== '', 'both answers carry text');
    check.should(
      'fingerprint',
      typeof first.system_fingerprint === 'string' && first.system_fingerprint === second.system_fingerprint,
      'both answers name the same system_fingerprint',
    );
    check.info('same-text', one === two, 'both answers have the same text');
  },
  recognise: ({ operation, request }) =>
    operation === 'chat.create' && typeof request?.seed === 'number' ? [] : null,
});
