import { jsonObject, objects, scenario } from '#scenario';

/** `json_object`: the answer is JSON of any shape, on condition that the messages speak of JSON. */
export default scenario('chat/json-mode', {
  parameters: ['response_format'],
  async run({ chat, check, refusal }) {
    const answer = await chat.create({
      messages: [
        { role: 'user', content: 'List three primary colours as a JSON object with the one key "colours".' },
      ],
      response_format: { type: 'json_object' },
    });
    const [choice] = answer.choices;
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    check.must('object', jsonObject(choice?.message.content) !== null, 'the text is a JSON object');

    const refused = await refusal(() =>
      chat.create({
        messages: [{ role: 'user', content: 'List three primary colours.' }],
        response_format: { type: 'json_object' },
      }),
    );
    check.should(
      'word-required',
      refused?.httpStatus === 400 && /\bjson\b/i.test(refused.message),
      'messages that do not speak of JSON are refused for it',
    );
  },
  recognise: ({ operation, request }) => {
    const [format] = objects([request?.response_format]);
    return operation === 'chat.create' && format?.type === 'json_object' ? [] : null;
  },
});
