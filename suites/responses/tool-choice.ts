import { objects, scenario } from '#scenario';
import { getWeather } from './tools/get-weather.ts';

const getTime = {
  ...getWeather,
  name: 'get_time',
  description: 'Get the current local time in a city.',
} as const;

/** Whether tools are called is the model's choice, or the caller's: none, any, or a certain one. */
export default scenario('responses/tool-choice', {
  parameters: ['tool_choice', 'tools'],
  async run({ responses, check }) {
    const tools = [getWeather, getTime];
    const weather = 'What is the weather in Oslo right now?';
    const called = (response: {
      readonly output: readonly { readonly type: string; readonly name?: string }[];
    }) => response.output.filter((item) => item.type === 'function_call').map((call) => call.name);

    const none = await responses.create({ input: weather, tools, tool_choice: 'none' });
    check.must('echoed', none.tool_choice === 'none', 'the response echoes the choice');
    check.must('none', called(none).length === 0 && none.output_text !== '', 'none: no call, but text');

    const required = await responses.create({ input: 'Good morning, Oslo!', tools, tool_choice: 'required' });
    check.must('required', called(required).length > 0, 'required: a tool is called in any case');

    const named = await responses.create({
      input: weather,
      tools,
      tool_choice: { type: 'function', name: 'get_time' },
    });
    check.must(
      'named',
      called(named).length > 0 && called(named).every((name) => name === 'get_time'),
      'a certain function: that one is called and no other',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const choice = request?.tool_choice;
    const declared = objects(request?.tools).some((tool) => tool.type === 'function');
    if (operation !== 'responses.create' || !declared || choice === undefined || choice === null) return null;
    if (choice === 'auto') return null;
    if (error) return [];
    const calls = objects(answer?.output).filter((item) => item.type === 'function_call');
    if (choice === 'none') return [{ id: 'none', ok: calls.length === 0 }];
    if (choice === 'required')
      return [{ id: 'required', ok: calls.length > 0 || answer?.status !== 'completed' }];
    const [wanted] = objects([choice]);
    return wanted?.type === 'function'
      ? [{ id: 'named', ok: calls.every((call) => call.name === wanted.name) }]
      : null;
  },
});
