import { scenario } from '#scenario';

/** Instructions stand above the conversation, and hold for one response only. */
export default scenario('responses/instructions', {
  async run({ responses, check }) {
    const instructions = 'Begin every answer with AHOY.';
    const first = await responses.create({ input: 'Name one ocean.', instructions });
    check.must('echoed', first.instructions === instructions, 'the response echoes its instructions');
    check.must('followed', /\bahoy\b/i.test(first.output_text), 'the answer keeps to them');

    const second = await responses.create({
      input: 'Name one river.',
      previous_response_id: first.id,
    });
    check.must(
      'not-carried-over',
      second.instructions === null,
      'a response that continues the conversation has no instructions unless it is given some',
    );
    const replaced = await responses.create({
      input: 'Name one lake.',
      instructions: 'Begin every answer with HELLO.',
      previous_response_id: first.id,
    });
    check.must('replaced', /\bhello\b/i.test(replaced.output_text), 'new instructions take their place');
  },
  recognise: ({ operation, request, answer, error }) => {
    const given = request?.instructions;
    if (operation !== 'responses.create' || typeof given !== 'string' || given === '') return null;
    return error || answer?.instructions === undefined
      ? []
      : [{ id: 'echoed', ok: answer.instructions === given }];
  },
});
