import { elements, isJsonObject, type JsonObject } from '../json.ts';
import { type Fault, onJson, onRefusals } from './fault.ts';

const onList = (change: (models: readonly JsonObject[]) => readonly JsonObject[]) =>
  onJson(['models.list'], (body) => ({ ...body, data: change(elements(body.data).filter(isJsonObject)) }));

/** What can be wrong with the list of models. */
export const MODELS_FAULTS: readonly Fault[] = [
  {
    name: 'models.list-empty',
    breaks: 'No model is listed.',
    caughtBy: 'models/list#not-empty',
    also: ['models/list#contains', 'models/retrieve#*', 'service/unknown-path#known-answers'],
    reply: onList(() => []),
  },
  {
    name: 'models.list-twice',
    breaks: 'Every model is listed twice.',
    caughtBy: 'models/list#unique',
    reply: onList((models) => [...models, ...models]),
  },
  {
    name: 'models.list-of-others',
    breaks: 'Only models are listed that the target does not have.',
    caughtBy: 'models/list#contains',
    also: ['models/retrieve#status'],
    reply: onList((models) => models.map((model) => ({ ...model, id: `other-${model.id}` }))),
  },
  {
    name: 'models.other-retrieved',
    breaks: 'Another model is described than the one asked for.',
    caughtBy: 'models/retrieve#same-id',
    also: ['models/retrieve#same-time'],
    reply: onJson(['models.retrieve'], (body) => ({
      ...body,
      id: `other-${body.id}`,
      created: Number(body.created) + 60,
    })),
  },
  {
    name: 'models.unknown-described',
    breaks: 'A model that is not there is described all the same.',
    caughtBy: 'models/retrieve#unknown-refused',
    reply: onRefusals(
      ['models.retrieve'],
      () => true,
      () => ({ id: 'no-such-model', object: 'model', created: 1_790_000_000, owned_by: 'reference' }),
    ),
  },
];
