import { scenario } from '#scenario';

/** Only a background task can be cancelled; a response that was waited for cannot. */
export default scenario('responses/cancel-synchronous', {
  parameters: ['background'],
  async run({ responses, check, refusal }) {
    const done = await responses.create({ input: 'Name one ocean.' });
    const refused = await refusal(() => responses.cancel(done.id));
    check.must('refused', refused !== null, 'a synchronous response cannot be cancelled');
    check.must('status', refused?.httpStatus === 400, `the HTTP status is 400, was ${refused?.httpStatus}`);
    check.should(
      'reason',
      refused?.entry === 'cancel-synchronous',
      'the refusal says that the response is synchronous',
    );
    const unharmed = await responses.retrieve(done.id);
    check.must(
      'unharmed',
      unharmed.status === 'completed',
      `the response is left as it was, was ${unharmed.status}`,
    );

    const running = await responses.create({
      input: 'Write a very long story about a lighthouse.',
      background: true,
    });
    const cancelled = await responses.cancel(running.id);
    check.must(
      'background',
      cancelled.status === 'cancelled',
      `a background task can be cancelled, was ${cancelled.status}`,
    );
  },
  // One exchange does not show how the response it cancels was created.
  recognise: () => null,
});
