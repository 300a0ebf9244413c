import { objects, scenario } from '#scenario';

/** The models that the resource knows, whether they are deployed or not. */
export default scenario('models/list', {
  async run({ models, check, model }) {
    const listed = await models.list();
    const ids = listed.map(({ id }) => id);
    check.must('not-empty', ids.length > 0, 'at least one model is listed');
    check.must('unique', new Set(ids).size === ids.length, 'no model is listed twice');
    check.should(
      'contains',
      ids.some((id) => id.startsWith(model.name)),
      `a version of ${model.name}, which the target has deployed, is listed`,
    );
  },
  recognise: ({ operation, answer, error }) => {
    if (operation !== 'models.list') return null;
    if (error) return [];
    const ids = objects(answer?.data).map(({ id }) => id);
    return [
      { id: 'not-empty', ok: ids.length > 0 },
      { id: 'unique', ok: new Set(ids).size === ids.length },
    ];
  },
});
