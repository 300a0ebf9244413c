import { scenario } from '#scenario';

/** Up to 16 pairs of text that are kept with the response. */
export default scenario('responses/metadata', {
  async run({ responses, check, refusal }) {
    const metadata = { suite: 'conformance', purpose: 'metadata' };
    const created = await responses.create({ input: 'Name one ocean.', metadata });
    check.must('echoed', holds(created.metadata, metadata), 'the response echoes its metadata');
    const retrieved = await responses.retrieve(created.id);
    check.must('kept', holds(retrieved.metadata, metadata), 'the stored response keeps them');

    const tooMany = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`key-${at}`, 'value']));
    const refused = await refusal(() => responses.create({ input: 'Name one ocean.', metadata: tooMany }));
    check.must(
      'limit',
      refused?.httpStatus === 400 && refused.param?.startsWith('metadata') === true,
      'more than 16 pairs are refused',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    const sent = request?.metadata;
    if (operation !== 'responses.create' || typeof sent !== 'object' || sent === null) return null;
    if (Object.keys(sent).length === 0) return null;
    return error || answer?.metadata === undefined
      ? []
      : [{ id: 'echoed', ok: holds(answer.metadata, sent) }];
  },
});

/** Every pair that was sent; the harness sends one of its own besides. */
function holds(echoed: unknown, sent: object): boolean {
  const found = new Map<string, unknown>(Object.entries(echoed ?? {}));
  return Object.entries(sent).every(([key, value]) => found.get(key) === value);
}
