import type { ResponseStreamEvent } from '#scenario';
import { objects, offersTool, scenario } from '#scenario';

/** The model writes Python, the service runs it in a container; in a stream the code is seen while it is written. */
export default scenario('responses/code-interpreter', {
  async run({ responses, check, refusal }) {
    const tool = {
      tools: [{ type: 'code_interpreter' as const, container: { type: 'auto' as const } }],
      include: ['code_interpreter_call.outputs' as const],
    };
    const response = await responses.create({
      input: 'Use Python to calculate 482917 * 730561, and answer with the number.',
      ...tool,
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    const call = response.output.find((item) => item.type === 'code_interpreter_call');
    check.must('called', call !== undefined, 'the output contains a call of the code interpreter');
    if (call === undefined) return;
    check.must('container', call.container_id.startsWith('cntr_'), 'the call names its container');
    const logs = call.outputs?.map((output) => (output.type === 'logs' ? output.logs : '')).join('') ?? '';
    check.should('outputs', logs !== '', 'the call includes what the code printed');
    const digits = response.output_text.replaceAll(/\D/g, '');
    check.must('result', digits.includes(String(482917 * 730561)), 'the answer holds the product');

    // Some models do not stream, which is for responses/streaming to say.
    let events: readonly ResponseStreamEvent[] = [];
    const refused = await refusal(async () => {
      events = await responses.stream({
        input: 'Now use Python to calculate 318829 * 520193, and answer with the number.',
        previous_response_id: response.id,
        ...tool,
      });
    });
    if (refused?.param === 'stream') return;
    const streamed = events
      .map((event) => (event.type === 'response.code_interpreter_call_code.delta' ? event.delta : ''))
      .join('');
    const done = events.flatMap((event) => (event.type === 'response.output_item.done' ? [event.item] : []));
    const second = done.find((item) => item.type === 'code_interpreter_call');
    check.should('code', streamed !== '' && streamed.includes(second?.code ?? ''), 'the code is streamed');
    check.should('reused', second?.container_id === call.container_id, 'it runs in the container of before');
  },
  recognise: (seen) => {
    if (seen.operation !== 'responses.create' || !offersTool(seen, 'code_interpreter')) return null;
    if (seen.error) return [];
    const call = objects(seen.answer?.output).find((item) => item.type === 'code_interpreter_call');
    if (call === undefined) return null;
    return [
      { id: 'called', ok: true },
      { id: 'container', ok: String(call.container_id).startsWith('cntr_') },
    ];
  },
  parameters: ['tools', 'include'],
});
