/** `models.*`: the catalogue as the v1 surface lists it. */
import { MODELS, RELEASED, type ReferenceModel, versionedName } from './catalog.ts';
import type { JsonObject } from './json.ts';
import type { Operate } from './operation.ts';
import { modelNotFound } from './refusal.ts';

function modelObject(model: ReferenceModel): JsonObject {
  return { id: versionedName(model), object: 'model', created: RELEASED, owned_by: 'reference' };
}

export const listModels: Operate = async () => ({
  kind: 'json',
  status: 200,
  body: { object: 'list', data: MODELS.map(modelObject) },
});

/** By versioned id, or by plain name. */
export const retrieveModel: Operate = async ({ address }) => {
  const model =
    MODELS.find(({ name }) => name === address.id) ?? MODELS.find((one) => versionedName(one) === address.id);
  if (model === undefined) throw modelNotFound(address.id ?? '');
  return { kind: 'json', status: 200, body: modelObject(model) };
};
