/** From what was found to an inventory: in the words of the catalogue, sorted, nothing twice. Pure. */
import type { Asked, Deployment, Inventory, OfferedModel } from '../../inventory/index.ts';
import type { Model, Target } from '../../matrix/types.ts';
import type { ListedModel } from './models-list.ts';
import type { ResourceFacts } from './resource-manager.ts';

export interface Findings {
  /** Null where Resource Manager was not asked. */
  readonly resource: ResourceFacts | null;
  /** Null where the data plane did not answer. */
  readonly listed: readonly ListedModel[] | null;
}

/** `date`: ISO date of the look. `catalogue`: the models that have a name here. */
export function assemble(
  target: Target,
  { resource, listed }: Findings,
  catalogue: readonly Model[],
  date: string,
): Inventory {
  const known = new Map(
    catalogue.flatMap((model) => namesOf(model).map((name) => [name, model.id] as const)),
  );
  const offered = new Map<string, OfferedModel>();
  const unknown = new Set<string>();
  const offer = (name: string, facts: Omit<OfferedModel, 'id'>) => {
    const id = known.get(name);
    if (id === undefined) unknown.add(name);
    else {
      const earlier = offered.get(id);
      const capabilities = { ...earlier?.capabilities, ...facts.capabilities };
      offered.set(id, {
        id,
        ...facts,
        ...earlier,
        ...(Object.keys(capabilities).length > 0 && { capabilities }),
      });
    }
  };
  for (const { id, ...facts } of resource?.models ?? []) offer(id, facts);
  for (const { id, ...facts } of listed ?? []) offer(id, facts);
  const asked: Asked[] = [
    ...(resource === null ? [] : ['resource-manager' as const]),
    ...(listed === null ? [] : ['models' as const]),
  ];
  return {
    target: target.name,
    discovered: date,
    asked,
    ...(resource?.region !== undefined && { region: resource.region }),
    deployments: sortBy(
      resource?.deployments ?? deploymentsListed(target, listed ?? [], known),
      ({ name }) => name,
    ),
    models: sortBy([...offered.values()], ({ id }) => id),
    unknown: [...unknown].sort(),
  };
}

/** Where nothing is deployed by name, a model is asked by the id it is listed under. */
function deploymentsListed(
  { kind }: Target,
  listed: readonly ListedModel[],
  known: ReadonlyMap<string, string>,
): Deployment[] {
  if (kind === 'azure') return [];
  return listed.flatMap(({ id }) => {
    const model = known.get(id);
    return model === undefined ? [] : [{ name: id, model, state: 'Succeeded' }];
  });
}

/** How a model of the catalogue is written: `gpt-4.1@2025-04-14`, `gpt-4.1-2025-04-14`. */
function namesOf({ id, name, version }: Model): string[] {
  return [id, `${name}-${version}`];
}

function sortBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
