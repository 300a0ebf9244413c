import { objects, scenario } from '#scenario';
import { getWeather, unthinking } from '../get-weather.ts';

/** The round trip: the model asks for a function, gets its result, and answers with it. */
export default scenario('chat/function-calling', {
  parameters: ['tools', 'tool_choice'],
  async run({ chat, check, model }) {
    const question = { role: 'user', content: 'What is the weather in Oslo right now?' } as const;
    const asked = await chat.create({
      messages: [question],
      tools: [getWeather],
      tool_choice: { type: 'function', function: { name: 'get_weather' } },
      ...unthinking(model),
    });
    const request = asked.choices[0]?.message;
    const [call] = request?.tool_calls ?? [];
    check.must(
      'called',
      call?.type === 'function' && call.function.name === 'get_weather',
      'get_weather is called',
    );
    if (request === undefined || call?.type !== 'function') return;
    check.must(
      'arguments',
      /oslo/i.test(call.function.arguments),
      'the arguments name the city that was asked for',
    );

    const answer = await chat.create({
      messages: [
        question,
        request,
        {
          role: 'tool',
          tool_call_id: call.id,
          content: '{"city":"Oslo","temperature":"minus 7 degrees","sky":"snow"}',
        },
      ],
      tools: [getWeather],
      ...unthinking(model),
    });
    const text = answer.choices[0]?.message.content ?? '';
    check.must(
      'finish',
      answer.choices[0]?.finish_reason === 'stop',
      'the second answer ends with finish_reason stop',
    );
    check.should('result-used', /7|seven/i.test(text), "the answer uses the function's result");
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'chat.create' || !Array.isArray(request?.tools)) return null;
    if (error) return [];
    const messages = objects(answer?.choices).flatMap((choice) => objects([choice.message]));
    return messages.some((message) => objects(message.tool_calls).length > 0)
      ? [{ id: 'called', ok: true }]
      : null;
  },
});
