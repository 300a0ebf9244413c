import { objects, scenario } from '#scenario';

/** `include_usage`: one more chunk before `[DONE]` says what the whole stream cost. */
export default scenario('chat/stream-usage', {
  parameters: ['stream_options', 'stream'],
  async run({ chat, check }) {
    const messages = [{ role: 'user', content: 'Count from one to five, in words.' }] as const;
    const chunks = await chat.stream({ messages: [...messages], stream_options: { include_usage: true } });
    const counted = chunks.filter(({ usage }) => usage);
    const [usage] = counted.map((chunk) => chunk.usage);
    check.must('once', counted.length === 1, 'exactly one chunk carries usage');
    check.must('last', counted[0] !== undefined && counted[0] === chunks.at(-1), 'it is the last chunk');
    check.must('alone', counted[0]?.choices.length === 0, 'its list of choices is empty');
    check.must(
      'counts',
      (usage?.prompt_tokens ?? 0) > 0 && (usage?.completion_tokens ?? 0) > 0,
      'prompt and completion tokens are counted',
    );

    const uncounted = await chat.stream({ messages: [...messages] });
    check.must(
      'only-on-request',
      uncounted.length > 0 && uncounted.every((chunk) => !chunk.usage),
      'without include_usage no chunk carries usage',
    );
  },
  recognise: ({ operation, streaming, request, error, events }) => {
    const [options] = objects([request?.stream_options]);
    if (operation !== 'chat.create' || options?.include_usage !== true) return null;
    if (error) return [];
    if (!streaming) return null;
    const counted = objects(events.map(({ json }) => json)).filter(({ usage }) => usage);
    return [{ id: 'once', ok: counted.length === 1 }];
  },
});
