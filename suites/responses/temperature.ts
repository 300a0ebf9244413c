import { scenario } from '#scenario';

/**
 * A sampling temperature other than the default. General models take it; reasoning models refuse it
 * and name the parameter (supported parameters are listed on the reasoning page).
 */
export default scenario('responses/temperature', {
  async run({ responses, check, refusal }) {
    const input = 'Name one prime number below ten. Answer with the digit only.';
    const response = await responses.create({ input, temperature: 0.2 });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    check.must(
      'echoed',
      response.temperature === 0.2,
      `the response echoes the temperature of 0.2, was ${response.temperature}`,
    );
    const refused = await refusal(() => responses.create({ input, temperature: 2.5 }));
    check.must(
      'range',
      refused?.httpStatus === 400 && refused.param === 'temperature',
      'a temperature above 2 is refused',
    );
  },
  recognise: ({ operation, request }) => {
    const temperature = request?.temperature;
    return operation === 'responses.create' && typeof temperature === 'number' && temperature !== 1
      ? []
      : null;
  },
});
