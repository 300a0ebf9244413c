import { scenario } from '#scenario';

/** Azure says which region answered; it is the one the matrix names for the target. */
export default scenario('service/region', {
  async run({ chat, check, headers, target }) {
    await chat.create({ messages: [{ role: 'user', content: 'Say hello.' }] });
    const region = headers()['x-ms-region'];
    check.must('header', region !== undefined, 'the answer carries the header x-ms-region');
    const answered = region?.toLowerCase().replaceAll(' ', '');
    check.must(
      'matches',
      answered === target.region,
      `the matrix says ${target.region}, the header says ${answered}`,
    );
  },
  recognise: ({ operation, headers, error }) =>
    operation === 'other' || error || headers['x-ms-region'] === undefined
      ? null
      : [{ id: 'header', ok: true }],
});
