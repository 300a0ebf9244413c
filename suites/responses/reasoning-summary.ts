import type { Response, ResponseStreamEvent } from '#scenario';
import { objects, scenario } from '#scenario';
import { mediumEffort } from '../medium-effort.ts';

/** The thought itself stays hidden; a summary of it can be asked for, and is streamed before the answer. */
export default scenario('responses/reasoning-summary', {
  parameters: ['reasoning'],
  async run({ responses, check, refusal, model }) {
    // Some questions need no thought; this one does.
    const request = {
      input: 'How many prime numbers lie between 400 and 500? Think it through, then answer with the number.',
      reasoning: { ...mediumEffort(model), summary: 'auto' as const },
    };
    const response = await responses.create(request);
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must(
      'echoed',
      ['auto', 'concise', 'detailed'].includes(response.reasoning?.summary ?? ''),
      'the response says that it summarises',
    );
    check.should(
      'thought',
      response.output.some((item) => item.type === 'reasoning'),
      'the output contains a reasoning item',
    );
    check.should('summary', summaryOf(response) !== '', 'the reasoning item carries a summary');

    // Some models do not stream, which is for responses/streaming to say.
    let events: readonly ResponseStreamEvent[] = [];
    const refused = await refusal(async () => {
      events = await responses.stream(request);
    });
    if (refused?.param === 'stream') return;
    const last = events.at(-1);
    const streamed = events
      .map((event) => (event.type === 'response.reasoning_summary_text.delta' ? event.delta : ''))
      .join('');
    check.must(
      'streamed',
      last?.type === 'response.completed' && streamed === summaryOf(last.response),
      'a summary is streamed as it stands in the response',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const [asked] = objects([request?.reasoning]);
    if (operation !== 'responses.create' || typeof asked?.summary !== 'string') return null;
    const [given] = objects([answer?.reasoning]);
    return error || given?.summary === undefined ? [] : [{ id: 'echoed', ok: given.summary !== null }];
  },
});

function summaryOf({ output }: Response): string {
  const parts = output.flatMap((item) => (item.type === 'reasoning' ? item.summary : []));
  return parts.map(({ text }) => text).join('');
}
