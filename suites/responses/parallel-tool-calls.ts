import { objects, scenario } from '#scenario';
import { getWeather } from './tools/get-weather.ts';

/** One turn may call several functions at once, and can be kept from it. */
export default scenario('responses/parallel-tool-calls', {
  parameters: ['parallel_tool_calls', 'tools', 'tool_choice'],
  async run({ responses, check }) {
    const request = {
      input: 'What is the weather right now in Oslo and in Lima? Ask the tool for both cities at once.',
      // Structured outputs, which `strict` makes of the arguments, do not go with parallel calls.
      tools: [{ ...getWeather, strict: false }],
      tool_choice: 'required' as const,
    };
    const several = await responses.create({ ...request, parallel_tool_calls: true });
    const calls = several.output.filter((item) => item.type === 'function_call');
    check.must('echoed', several.parallel_tool_calls, 'the response echoes parallel_tool_calls: true');
    check.must('called', calls.length > 0, 'the output contains a call');
    check.should('several', calls.length === 2, `each city is a call of its own, were ${calls.length}`);
    check.must(
      'call-ids',
      new Set(calls.map((call) => call.call_id)).size === calls.length,
      'each call has an id of its own',
    );

    const answer = await responses.create({
      input: calls.map((call) => ({
        type: 'function_call_output',
        call_id: call.call_id,
        output: /oslo/i.test(call.arguments) ? 'minus 7 degrees' : '23 degrees',
      })),
      previous_response_id: several.id,
      tools: request.tools,
      // A model that has asked for one city would now ask for the other.
      tool_choice: 'none',
    });
    check.must('answered', answer.output_text !== '', 'the results of all calls are taken together');

    const single = await responses.create({ ...request, parallel_tool_calls: false });
    const alone = single.output.filter((item) => item.type === 'function_call');
    check.must(
      'at-most-one',
      alone.length === 1,
      `with parallel_tool_calls: false there is one call, were ${alone.length}`,
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const declared = objects(request?.tools).some((tool) => tool.type === 'function');
    const asked = request?.parallel_tool_calls;
    if (operation !== 'responses.create' || !declared || asked === false) return null;
    if (error) return asked === true ? [] : null;
    const calls = objects(answer?.output).filter((item) => item.type === 'function_call');
    return calls.length < 2
      ? null
      : [{ id: 'call-ids', ok: new Set(calls.map((call) => call.call_id)).size === calls.length }];
  },
});
