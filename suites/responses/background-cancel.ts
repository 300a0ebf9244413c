import { scenario } from '#scenario';

/** A background task can be cancelled; to cancel it again changes nothing. */
export default scenario('responses/background-cancel', {
  parameters: ['background'],
  async run({ responses, check }) {
    const { id } = await responses.create({
      input: 'Write a very long story about a lighthouse.',
      background: true,
    });
    const cancelled = await responses.cancel(id);
    check.must('cancelled', cancelled.status === 'cancelled', `is cancelled, was ${cancelled.status}`);

    const again = await responses.cancel(id);
    check.must(
      'idempotent',
      again.id === cancelled.id && again.status === cancelled.status,
      'a second cancellation gives the same answer',
    );
    const later = await responses.retrieve(id);
    check.must('stays', later.status === 'cancelled', `it stays cancelled, was ${later.status}`);
  },
  recognise: ({ operation, answer, error }) => {
    if (operation !== 'responses.cancel') return null;
    // A task that was done before can no longer be cancelled.
    return error
      ? []
      : [{ id: 'cancelled', ok: ['cancelled', 'completed'].includes(String(answer?.status)) }];
  },
});
