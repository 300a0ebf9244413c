import { objects, offersTool, scenario } from '#scenario';

/** The model writes Python, the service runs it in a container; the code can be watched while it is written. */
export default scenario('responses/code-interpreter', {
  async run({ responses, check }) {
    const events = await responses.stream({
      input: 'Use Python to calculate 482917 * 730561, and answer with the number.',
      tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
      include: ['code_interpreter_call.outputs'],
    });
    const streamed = events
      .map((event) => (event.type === 'response.code_interpreter_call_code.delta' ? event.delta : ''))
      .join('');
    const last = events.at(-1);
    check.must('completed', last?.type === 'response.completed', 'the last event is response.completed');
    if (last?.type !== 'response.completed') return;

    const call = last.response.output.find((item) => item.type === 'code_interpreter_call');
    check.must('called', call !== undefined, 'the output contains a call of the code interpreter');
    if (call === undefined) return;
    check.must('code', streamed !== '' && streamed.includes(call.code ?? ''), 'the code is streamed');
    check.must('container', call.container_id.startsWith('cntr_'), 'the call names its container');
    const logs = call.outputs?.map((output) => (output.type === 'logs' ? output.logs : '')).join('') ?? '';
    check.should('outputs', logs !== '', 'the call includes what the code printed');
    const text = last.response.output
      .flatMap((item) => (item.type === 'message' ? item.content : []))
      .map((part) => (part.type === 'output_text' ? part.text : ''))
      .join('');
    const digits = text.replaceAll(/\D/g, '');
    check.must('result', digits.includes(String(482917 * 730561)), 'the answer holds the product');
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
