import { scenario } from '#scenario';

/** A background task that is watched as a stream, and read again when it is done. */
export default scenario('responses/background-streaming', {
  parameters: ['background', 'stream'],
  async run({ responses, check }) {
    const events = await responses.stream({ input: 'Count to 12, in digits.', background: true });
    const [first, last] = [events[0], events.at(-1)];
    check.must('created', first?.type === 'response.created', 'the first event is response.created');
    if (first?.type !== 'response.created') return;
    const { id, background, status } = first.response;
    check.must('background', background === true, 'the response echoes background: true');
    check.must(
      'not-done',
      status === 'queued' || status === 'in_progress',
      `starts as queued or in_progress, was ${status}`,
    );
    const text = events
      .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
      .join('');
    check.must('text', text !== '', 'the deltas add up to text');
    check.must('completed', last?.type === 'response.completed', 'the last event is response.completed');

    const stored = await responses.retrieve(id);
    check.must('stored', stored.status === 'completed', `it is stored as completed, was ${stored.status}`);
    check.must('same-text', stored.output_text === text, 'the stored text is the streamed one');
  },
  recognise: ({ operation, request, streaming }) =>
    operation === 'responses.create' && streaming && request?.background === true ? [] : null,
});
