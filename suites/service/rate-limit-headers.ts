import { scenario } from '#scenario';

/**
 * Answers of a deployment say how much of its quota is left. Provisioned deployments leave the headers out: there
 * the feature is not, and whoever tests nothing else excludes it.
 */
export default scenario('service/rate-limit-headers', {
  async run({ chat, check, headers }) {
    await chat.create({ messages: [{ role: 'user', content: 'Say hello.' }] });
    const sent = headers();
    const quota = Object.entries(sent).filter(([name]) => QUOTA.test(name));
    check.must('sent', quota.length > 0, 'the answer carries x-ratelimit headers');
    check.must(
      'numbers',
      quota.length > 0 && quota.every(([, value]) => /^-?\d+$/.test(value)),
      'limits and what remains of them are whole numbers',
    );
    check.must('within', quota.length > 0 && within(sent), 'what remains is no more than the limit');
  },
  recognise({ operation, headers, error }) {
    const quota = Object.entries(headers).filter(([name]) => QUOTA.test(name));
    if (operation === 'other' || error || quota.length === 0) return null;
    return [
      { id: 'numbers', ok: quota.every(([, value]) => /^-?\d+$/.test(value)) },
      { id: 'within', ok: within(headers) },
    ];
  },
});

const QUOTA = /^x-ratelimit-(?:limit|remaining)-(?:requests|tokens)$/;

function within(headers: Readonly<Record<string, string>>): boolean {
  return ['requests', 'tokens'].every((unit) => {
    const limit = Number(headers[`x-ratelimit-limit-${unit}`] ?? Number.NaN);
    const remaining = Number(headers[`x-ratelimit-remaining-${unit}`] ?? Number.NaN);
    // -1: unlimited, as recorded.
    return Number.isNaN(limit) || Number.isNaN(remaining) || limit < 0 || remaining <= limit;
  });
}
