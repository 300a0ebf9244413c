import { scenario } from '#scenario';

/** A long task runs on after the request has been answered; polling sees it through to its end. */
export default scenario('responses/background', {
  async run({ responses, check, until }) {
    const queued = await responses.create({ input: 'Write a story of about fifty words.', background: true });
    const pending = (status: string | undefined) => status === 'queued' || status === 'in_progress';
    check.must('accepted', queued.background === true, 'the response echoes background: true');
    check.must('not-done', pending(queued.status), `starts as queued or in_progress, was ${queued.status}`);

    const done = await until(
      () => responses.retrieve(queued.id),
      (response) => !pending(response.status),
    );
    check.must('completes', done.status === 'completed', `ends as completed, was ${done.status}`);
    check.must('text', done.output_text !== '', 'the finished response carries text');
  },
  recognise: ({ operation, request, answer, error, streaming }) => {
    if (operation !== 'responses.create' || request?.background !== true || streaming) return null;
    return error ? [] : [{ id: 'accepted', ok: answer?.background === true }];
  },
});
