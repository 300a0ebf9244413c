import { jsonObject, objects, scenario } from '#scenario';

const event = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    day: { type: 'string', enum: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] },
    participants: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'day', 'participants'],
  additionalProperties: false,
};

/** The answer keeps a JSON schema; a strict schema has to close its objects. */
export default scenario('chat/structured-outputs', {
  parameters: ['response_format'],
  async run({ chat, check, refusal }) {
    const messages = [
      {
        role: 'user' as const,
        content: 'Extract the event: Alice and Bob go to the "Science Fair" on Friday.',
      },
    ];
    const answer = await chat.create({
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'event', schema: event, strict: true } },
    });
    const [choice] = answer.choices;
    const extracted = jsonObject(choice?.message.content) ?? {};
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    check.must(
      'keys',
      Object.keys(extracted).sort().join() === 'day,name,participants',
      'the answer is a JSON object with exactly the keys of the schema',
    );
    check.should('value', extracted.day === 'Friday', 'the day is the one that the text names');

    const { additionalProperties: _, ...open } = event;
    const refused = await refusal(() =>
      chat.create({
        messages,
        response_format: { type: 'json_schema', json_schema: { name: 'event', schema: open, strict: true } },
      }),
    );
    check.must(
      'open-schema-refused',
      refused?.httpStatus === 400 && refused.message.includes('additionalProperties'),
      'a strict schema without additionalProperties: false is refused for it',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const [format] = objects([request?.response_format]);
    if (operation !== 'chat.create' || format?.type !== 'json_schema') return null;
    if (error) return [];
    const spoken = objects(answer?.choices).some(({ message }) => objects([message])[0]?.content);
    return spoken ? [] : null;
  },
});
