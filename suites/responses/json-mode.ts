import { jsonObject, objects, scenario } from '#scenario';

/** The text is a JSON object, of whatever shape; the prompt has to ask for JSON by name. */
export default scenario('responses/json-mode', {
  parameters: ['text'],
  async run({ responses, check, refusal }) {
    const text = { format: { type: 'json_object' } } as const;
    const response = await responses.create({
      input: 'Name the capitals of Norway and Peru as a JSON object with the country as key.',
      text,
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must('echoed', response.text?.format?.type === 'json_object', 'the response echoes the format');
    check.must('object', jsonObject(response.output_text) !== null, 'the text is a JSON object');

    const refused = await refusal(() => responses.create({ input: 'Name the capital of Norway.', text }));
    check.must(
      'word-needed',
      refused?.httpStatus === 400 && refused.entry === 'json-word-missing',
      'a prompt that does not speak of JSON is refused',
    );
  },
  recognise: ({ operation, request }) => {
    if (operation !== 'responses.create') return null;
    const [format] = objects([request?.text]).flatMap((text) => objects([text.format]));
    return format?.type === 'json_object' ? [] : null;
  },
});
