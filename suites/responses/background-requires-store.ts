import { scenario } from '#scenario';

/** A background task needs a place to keep its result: without a store it is refused, with one it is taken. */
export default scenario('responses/background-requires-store', {
  parameters: ['background', 'store'],
  refusalExpected: ['invalid-request'],
  async run({ responses, check, refusal, until }) {
    const request = { input: 'Name one ocean.', background: true } as const;
    const stored = await responses.create({ ...request, store: true });
    const done = await until(
      () => responses.retrieve(stored.id),
      ({ status }) => status !== 'queued' && status !== 'in_progress',
    );
    check.must('with-store', done.status === 'completed', `with a store it completes, was ${done.status}`);

    const refused = await refusal(() => responses.create({ ...request, store: false }));
    check.must('without-store', refused !== null, 'without a store it is refused');
    check.must('status', refused?.httpStatus === 400, `the HTTP status is 400, was ${refused?.httpStatus}`);
    // No page gives the words.
    check.should(
      'reason',
      refused?.entry === 'background-needs-store',
      'the refusal says that background needs store',
    );
  },
  recognise: ({ operation, request, error, status }) => {
    if (operation !== 'responses.create' || request?.background !== true || request.store !== false)
      return null;
    return [{ id: 'without-store', ok: error && status === 400 }];
  },
});
