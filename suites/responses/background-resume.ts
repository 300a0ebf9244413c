import { scenario } from '#scenario';

/** A stream that was interrupted goes on after the last event that was seen. */
export default scenario('responses/background-resume', {
  parameters: ['background', 'stream', 'starting_after'],
  async run({ responses, check, refusal }) {
    const events = await responses.stream({ input: 'Count to 12, in digits.', background: true });
    const [first] = events;
    const seen = events[4];
    check.must(
      'streamed',
      first?.type === 'response.created' && seen !== undefined,
      'the task is streamed, with events enough to resume among them',
    );
    if (first?.type !== 'response.created' || seen === undefined) return;

    const resumed = await responses.resume(first.response.id, seen.sequence_number);
    check.must(
      'goes-on',
      resumed[0]?.sequence_number === seen.sequence_number + 1,
      'the resumed stream starts with the event after the one named by starting_after',
    );
    const shown = (event: object) =>
      JSON.stringify(['sequence_number', 'type', 'delta'].map((key) => Reflect.get(event, key)));
    check.must(
      'same-events',
      resumed.map(shown).join() === events.slice(5).map(shown).join(),
      'its events are those that the first stream had from there on',
    );
    check.must('completed', resumed.at(-1)?.type === 'response.completed', 'it ends with response.completed');

    const polled = await responses.create({ input: 'Name one ocean.', background: true });
    check.should(
      'needs-stream',
      (await refusal(() => responses.resume(polled.id, 0)))?.httpStatus === 400,
      'a task that was not created with stream: true cannot be streamed later',
    );
  },
  recognise: ({ operation, query }) =>
    operation === 'responses.retrieve' && query.starting_after !== undefined ? [] : null,
});
