import { scenario } from '#scenario';

/** The response as typed events with sequence numbers, ending with a terminal event. */
export default scenario('responses/streaming', {
  parameters: ['stream'],
  async run({ responses, check }) {
    const events = await responses.stream({ input: 'Count from one to five, in words.' });
    const text = events
      .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
      .join('');
    const last = events.at(-1);
    check.must('created', events[0]?.type === 'response.created', 'the first event is response.created');
    check.must('text', text !== '', 'the deltas add up to text');
    check.must('completed', last?.type === 'response.completed', 'the last event is response.completed');
    if (last?.type !== 'response.completed') return;
    check.must(
      'usage',
      (last.response.usage?.total_tokens ?? 0) > 0,
      'the terminal event reports token usage',
    );
  },
  recognise: ({ operation, streaming, request }) =>
    operation === 'responses.create' && streaming && request?.background !== true ? [] : null,
});
