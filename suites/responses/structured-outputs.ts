import { jsonObject, objects, scenario } from '#scenario';

/** The text is JSON that keeps a schema, which the service guarantees where the schema is strict. */
export default scenario('responses/structured-outputs', {
  parameters: ['text'],
  async run({ responses, check, refusal }) {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        date: { type: 'string' },
        participants: { type: 'array', items: { type: 'string' } },
      },
      required: ['name', 'date', 'participants'],
      additionalProperties: false,
    };
    const format = { type: 'json_schema', name: 'calendar_event', strict: true } as const;
    const input = 'Extract the event: "Alice and Bob are going to a science fair on Friday."';
    const response = await responses.create({ input, text: { format: { ...format, schema } } });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must(
      'echoed',
      response.text?.format?.type === 'json_schema' && response.text.format.name === 'calendar_event',
      'the response echoes the format',
    );
    const event = jsonObject(response.output_text);
    check.must(
      'keys',
      Object.keys(event ?? {})
        .sort()
        .join() === 'date,name,participants',
      'the text is a JSON object with exactly the keys of the schema',
    );
    check.should(
      'content',
      Array.isArray(event?.participants) && event.participants.includes('Alice'),
      'the values are those of the input',
    );

    const { additionalProperties: _, ...loose } = schema;
    const refused = await refusal(() =>
      responses.create({ input, text: { format: { ...format, schema: loose } } }),
    );
    check.must(
      'loose-refused',
      refused?.httpStatus === 400 && refused.entry === 'invalid-function-schema',
      'a strict schema without additionalProperties: false is refused',
    );
  },
  recognise: ({ operation, request }) => {
    if (operation !== 'responses.create') return null;
    const [format] = objects([request?.text]).flatMap((text) => objects([text.format]));
    return format?.type === 'json_schema' ? [] : null;
  },
});
