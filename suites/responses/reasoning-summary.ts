import { objects, scenario } from '#scenario';

/** The thought itself stays hidden; a summary of it can be asked for, and is streamed before the answer. */
export default scenario('responses/reasoning-summary', {
  parameters: ['reasoning'],
  async run({ responses, check, model }) {
    // Some models do not think unless they are asked to.
    const effort =
      model.reasoning?.efforts.find((level) => level === 'medium') ?? model.reasoning?.efforts.at(-1);
    const events = await responses.stream({
      input: 'Is 91 a prime number? Think it through, then answer with yes or no.',
      reasoning: { ...(effort && { effort }), summary: 'auto' },
    });
    const last = events.at(-1);
    check.must('completed', last?.type === 'response.completed', 'the last event is response.completed');
    if (last?.type !== 'response.completed') return;
    const { reasoning, output } = last.response;
    check.must(
      'echoed',
      ['auto', 'concise', 'detailed'].includes(reasoning?.summary ?? ''),
      'the response says that it summarises',
    );
    check.must(
      'thought',
      output.some((item) => item.type === 'reasoning'),
      'the output contains a reasoning item',
    );
    const told = output.flatMap((item) => (item.type === 'reasoning' ? item.summary : []));
    check.should(
      'summary',
      told.some(({ text }) => text !== ''),
      'the reasoning item carries a summary',
    );
    const streamed = events
      .map((event) => (event.type === 'response.reasoning_summary_text.delta' ? event.delta : ''))
      .join('');
    check.must(
      'streamed',
      streamed === told.map(({ text }) => text).join(''),
      'the summary was streamed as it stands in the response',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const [asked] = objects([request?.reasoning]);
    if (operation !== 'responses.create' || typeof asked?.summary !== 'string') return null;
    const [given] = objects([answer?.reasoning]);
    return error || given?.summary === undefined ? [] : [{ id: 'echoed', ok: given.summary !== null }];
  },
});
