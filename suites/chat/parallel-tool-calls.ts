import { objects, scenario } from '#scenario';
import { getWeather, unthinking } from '../get-weather.ts';

const TEMPERATURES = ['41', '42', '43', '44', '45', '46', '47', '48'];

/** Several calls in one answer, each answered by its id; `parallel_tool_calls: false` allows one at a time. */
export default scenario('chat/parallel-tool-calls', {
  parameters: ['parallel_tool_calls', 'tools', 'tool_choice'],
  async run({ chat, check, model }) {
    const question = {
      role: 'user',
      content: 'What is the weather in Oslo, Lima and Tokyo right now? Look up all three cities.',
    } as const;
    const asked = await chat.create({
      messages: [question],
      tools: [getWeather],
      tool_choice: 'required',
      parallel_tool_calls: true,
      ...unthinking(model),
    });
    const request = asked.choices[0]?.message;
    const calls = request?.tool_calls ?? [];
    check.must('called', calls.length > 0, 'get_weather is called');
    check.should('several', calls.length > 1, `several calls are made at once, it was ${calls.length}`);
    if (request === undefined || calls.length === 0) return;

    const answer = await chat.create({
      messages: [
        question,
        request,
        ...calls.map(({ id }, at) => ({
          role: 'tool' as const,
          tool_call_id: id,
          content: JSON.stringify({ temperature: `${TEMPERATURES[at] ?? 49} degrees` }),
        })),
      ],
      tools: [getWeather],
      tool_choice: 'none',
      ...unthinking(model),
    });
    const text = answer.choices[0]?.message.content ?? '';
    check.must('finish', answer.choices[0]?.finish_reason === 'stop', 'the second answer ends with stop');
    check.should(
      'results-used',
      calls.every((_, at) => text.includes(TEMPERATURES[at] ?? '49')),
      'the answer uses the result of each call',
    );

    const single = await chat.create({
      messages: [question],
      tools: [getWeather],
      tool_choice: 'required',
      parallel_tool_calls: false,
      ...unthinking(model),
    });
    check.must(
      'one-at-a-time',
      single.choices[0]?.message.tool_calls?.length === 1,
      'with parallel_tool_calls: false there is exactly one call',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'chat.create' || objects(request?.tools).length === 0) return null;
    const allowed = request?.parallel_tool_calls;
    if (error) return typeof allowed === 'boolean' ? [] : null;
    const calls = objects(answer?.choices).map(
      ({ message }) => objects(objects([message])[0]?.tool_calls).length,
    );
    const most = Math.max(0, ...calls);
    if (allowed === false && most > 0) return [{ id: 'one-at-a-time', ok: most === 1 }];
    return most > 1 ? [{ id: 'called', ok: true }] : null;
  },
});
