import { isUsable } from './compare.ts';
import type { Inventory } from './types.ts';

/**
 * Model id to the name of the deployment that is asked. Of several deployments of one model the first by
 * name, so that the choice does not depend on the order of a list.
 */
export function deployedModels({ deployments }: Inventory): Readonly<Record<string, string>> {
  const chosen: Record<string, string> = {};
  const byName = [...deployments].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const deployment of byName) {
    if (isUsable(deployment)) chosen[deployment.model] ??= deployment.name;
  }
  return chosen;
}
