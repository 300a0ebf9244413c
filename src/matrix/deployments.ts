/** Which model is deployed under which name at one entry of `targets:`. */
import { deployedModels, inventoryFile } from '../inventory/index.ts';
import { didYouMean } from '../suggest.ts';
import type { RawTarget, TargetContext } from './target.ts';
import type { Target } from './types.ts';

type Deployments = Pick<Target, 'deployments' | 'inventory'>;

/** From the list in the matrix, or from the inventory that `discover` wrote. */
export function readDeployments(name: string, raw: RawTarget, context: TargetContext): Deployments {
  if (raw.deployments === undefined) return {};
  if (raw.deployments === 'discover') return discovered(name, raw, context);
  if (raw.kind !== 'azure') {
    context.complain('/deployments', `only azure targets have deployments; this one is ${raw.kind}`);
    return {};
  }
  const owners = new Map<string, string>();
  for (const [model, deployment] of Object.entries(raw.deployments)) {
    const pointer = `/deployments/${model}`;
    const problem = whyNotDeployed(model, context);
    if (problem !== undefined) context.complain(pointer, problem);
    const owner = owners.get(deployment);
    if (owner === undefined) owners.set(deployment, model);
    else context.complain(pointer, `deployment "${deployment}" cannot be both ${owner} and ${model}`);
  }
  return { deployments: raw.deployments };
}

function whyNotDeployed(model: string, { known, selected }: TargetContext): string | undefined {
  if (selected.some(({ id }) => id === model)) return undefined;
  if (known.some(({ id }) => id === model)) {
    return `${model} is deployed here but not selected; add it to models or remove the deployment`;
  }
  const ids = selected.map(({ id }) => id);
  return `no model "${model}"${didYouMean(model, ids)}`;
}

function discovered(name: string, raw: RawTarget, { inventory, complain }: TargetContext): Deployments {
  if (raw.kind === 'reference') {
    complain('/deployments', 'the reference target has nothing to discover');
    return {};
  }
  if (raw.kind === 'azure' && raw.resource_id === undefined) {
    complain(
      '/deployments',
      'discovery asks Resource Manager: resource_id must name the variable with the ARM id of the resource',
    );
  }
  return {
    deployments: inventory === undefined ? {} : deployedModels(inventory),
    inventory: { file: inventoryFile(name), date: inventory?.discovered ?? null },
  };
}

/** The id names a subscription, so only the name of its variable is kept. */
export function readResourceId(
  raw: RawTarget,
  { complain }: TargetContext,
): Pick<Target, 'resourceIdVariable'> {
  if (raw.resource_id === undefined) return {};
  if (raw.kind !== 'azure') {
    complain('/resource_id', `only azure targets have a resource; this one is ${raw.kind}`);
    return {};
  }
  const variable = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(raw.resource_id)?.[1];
  if (variable === undefined) {
    complain(
      '/resource_id',
      `it names a subscription: let an environment variable hold it, \${AZURE_OPENAI_RESOURCE_ID}`,
    );
    return {};
  }
  return { resourceIdVariable: variable };
}
