import { scenario } from '#scenario';

/** A response that is not to be stored is answered and forgotten. */
export default scenario('responses/store-false', {
  parameters: ['store'],
  async run({ responses, check, refusal }) {
    const answer = await responses.create({ input: 'Name one ocean.', store: false });
    check.must('completed', answer.status === 'completed', `ends as completed, was ${answer.status}`);
    check.must('echoed', Reflect.get(answer, 'store') === false, 'the response echoes store: false');

    const retrieved = await refusal(() => responses.retrieve(answer.id));
    check.must('not-stored', retrieved?.class === 'not-found', 'it cannot be retrieved');
    const continued = await refusal(() =>
      responses.create({ input: 'Name another one.', previous_response_id: answer.id }),
    );
    check.must('not-continued', continued?.class === 'not-found', 'no response can continue it');
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'responses.create' || request?.store !== false) return null;
    return error || answer?.store === undefined ? [] : [{ id: 'echoed', ok: answer.store === false }];
  },
});
