import { scenario } from '#scenario';

/** A listed model can be read by its id; an id that is not listed is not found. */
export default scenario('models/retrieve', {
  async run({ models, check, refusal, model }) {
    const listed = await models.list();
    const own = listed.find(({ id }) => id.startsWith(model.name)) ?? listed[0];
    check.must('listed', own !== undefined, 'there is a model to read');
    const id = own?.id ?? model.name;
    const found = await models.retrieve(id);
    check.must('same-id', found.id === id, 'the model has the id that was asked for');
    check.must('same-time', found.created === own?.created, 'the time of creation is that of the list');

    const unknown = await refusal(() => models.retrieve('no-such-model'), 'deployment-not-found');
    check.must('unknown-refused', unknown?.httpStatus === 404, 'an unknown id is answered by 404');
  },
  recognise: ({ operation, status, answer, path, error }) => {
    // An id that is not there is refused, which says nothing about one that is.
    if (operation !== 'models.retrieve' || status === 404 || status === 400) return null;
    if (error || path === '') return [];
    const id = String(answer?.id);
    const named = [id, encodeURIComponent(id)].some((name) => path.endsWith(`/${name}`));
    return [{ id: 'same-id', ok: named }];
  },
});
