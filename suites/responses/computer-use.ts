import { objects, offersTool, scenario } from '#scenario';

/** One turn of the loop: the model asks for an action, the caller answers with a screenshot, the model goes on. */
export default scenario('responses/computer-use', {
  async run({ responses, check, document }) {
    const tools = [
      {
        type: 'computer_use_preview' as const,
        display_width: 1024,
        display_height: 768,
        environment: 'browser' as const,
      },
    ];
    const asked = await responses.create({
      input: 'Take a screenshot, then say which colour fills the screen. Do nothing else, and ask nothing.',
      tools,
      truncation: 'auto',
    });
    const call = asked.output.find((item) => item.type === 'computer_call');
    check.must('calls', call !== undefined, 'the output contains a call of the computer');
    if (call === undefined) return;
    check.must('action', ACTIONS.has(call.action?.type ?? ''), 'the call names a documented action');
    check.must('call-id', call.call_id !== '', 'the call can be answered by its id');

    const seen = await responses.create({
      previous_response_id: asked.id,
      input: [
        {
          type: 'computer_call_output',
          call_id: call.call_id,
          output: { type: 'computer_screenshot', image_url: document('red.png').dataUrl },
          acknowledged_safety_checks: call.pending_safety_checks,
        },
      ],
      tools,
      truncation: 'auto',
    });
    check.must('goes-on', seen.status === 'completed' && seen.output.length > 0, 'the model goes on');
    const acts = seen.output.some((item) => item.type === 'computer_call');
    check.should(
      'sees',
      acts || /\bred\b/i.test(seen.output_text),
      'the model says what the screenshot shows, or acts again',
    );
  },
  recognise: (seen) => {
    if (seen.operation !== 'responses.create' || !offersTool(seen, 'computer_use_preview')) return null;
    if (seen.error) return [];
    const call = objects(seen.answer?.output).find((item) => item.type === 'computer_call');
    const answered = objects(seen.request?.input).some((item) => item.type === 'computer_call_output');
    if (call === undefined) return answered ? [{ id: 'goes-on', ok: true }] : null;
    return [{ id: 'call-id', ok: typeof call.call_id === 'string' && call.call_id !== '' }];
  },
  parameters: ['tools', 'truncation'],
});

const ACTIONS: ReadonlySet<string> = new Set([
  'click',
  'double_click',
  'drag',
  'keypress',
  'move',
  'screenshot',
  'scroll',
  'type',
  'wait',
]);
