import { objects, scenario } from '#scenario';
import { getWeather } from './tools/get-weather.ts';

/** The round trip: the model asks for a function, gets its result, and answers with it. */
export default scenario('responses/function-calling', {
  parameters: ['tools', 'tool_choice'],
  async run({ responses, check }) {
    const asked = await responses.create({
      input: 'What is the weather in Oslo right now?',
      tools: [getWeather],
      tool_choice: { type: 'function', name: 'get_weather' },
    });
    const call = asked.output.find((item) => item.type === 'function_call');
    check.must('called', call?.name === 'get_weather', 'the output contains a call of get_weather');
    if (call === undefined) return;
    check.must('arguments', /oslo/i.test(call.arguments), 'the arguments name the city that was asked for');
    check.must('completed', asked.status === 'completed', `ends as completed, was ${asked.status}`);

    const answer = await responses.create({
      input: [
        {
          type: 'function_call_output',
          call_id: call.call_id,
          output: '{"city":"Oslo","temperature":"minus 7 degrees","sky":"snow"}',
        },
      ],
      previous_response_id: asked.id,
      tools: [getWeather],
    });
    check.must(
      'answered',
      answer.output_text !== '',
      "the function's result is taken and answered with text",
    );
    check.should('result-used', /7|seven/i.test(answer.output_text), 'the answer uses the result');
  },
  recognise: ({ operation, request, answer, error }) => {
    const declared = objects(request?.tools).some((tool) => tool.type === 'function');
    if (operation !== 'responses.create' || !declared) return null;
    if (error) return [];
    return objects(answer?.output).some((item) => item.type === 'function_call')
      ? [{ id: 'called', ok: true }]
      : null;
  },
});
