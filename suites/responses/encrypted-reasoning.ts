import { objects, scenario } from '#scenario';
import { mediumEffort } from '../medium-effort.ts';

/** Without a store the caller keeps the model's thought, encrypted, and hands it back in the next turn. */
export default scenario('responses/encrypted-reasoning', {
  parameters: ['include'],
  async run({ responses, check, refusal, model }) {
    const { effort } = mediumEffort(model);
    const request = {
      store: false,
      include: ['reasoning.encrypted_content' as const],
      ...(effort && { reasoning: { effort } }),
    };
    const question = {
      role: 'user',
      content: 'On which weekday falls the day 45 days after a Tuesday? Answer in one word.',
    } as const;
    const first = await responses.create({ ...request, input: [question] });
    const thought = first.output.find((item) => item.type === 'reasoning');
    check.must('thought', thought !== undefined, 'the output contains a reasoning item');
    check.must(
      'encrypted',
      typeof thought?.encrypted_content === 'string' && thought.encrypted_content !== '',
      'the reasoning item carries encrypted content',
    );
    check.must('not-stored', Reflect.get(first, 'store') === false, 'the response is not stored');
    if (thought === undefined) return;

    const next = { role: 'user', content: 'And 46 days after it? Answer in one word.' } as const;
    const second = await responses.create({ ...request, input: [question, ...first.output, next] });
    check.must(
      'carried',
      second.status === 'completed',
      `the next turn takes the thought and ends as completed, was ${second.status}`,
    );
    const forged = first.output.map((item) =>
      item.type === 'reasoning' ? { ...item, encrypted_content: 'Zm9yZ2Vk' } : item,
    );
    check.must(
      'verified',
      (await refusal(() => responses.create({ ...request, input: [question, ...forged, next] })))
        ?.httpStatus === 400,
      'encrypted content that the service did not write is refused',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const include = request?.include;
    if (operation !== 'responses.create' || !Array.isArray(include)) return null;
    if (!include.includes('reasoning.encrypted_content')) return null;
    if (error) return [];
    const thoughts = objects(answer?.output).filter((item) => item.type === 'reasoning');
    return thoughts.length === 0
      ? null
      : [{ id: 'encrypted', ok: thoughts.every((item) => typeof item.encrypted_content === 'string') }];
  },
});
