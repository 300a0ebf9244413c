/** Two looks at one resource. Pure. */
import type { Capabilities, Deployment, Inventory } from './types.ts';

export interface InventoryDifference {
  /** What a run could use and no longer can. */
  readonly vanished: readonly string[];
  readonly added: readonly string[];
  /** What says something else of itself. */
  readonly changed: readonly string[];
}

/** `before` null: the first look, in which everything is new. */
export function compareInventories(before: Inventory | null, after: Inventory): InventoryDifference {
  const old = usable(before?.deployments ?? []);
  const now = usable(after.deployments);
  const both = [...now].flatMap(([key, deployment]) => {
    const earlier = old.get(key);
    return earlier === undefined ? [] : [{ key, earlier, deployment }];
  });
  return {
    vanished: [...old.keys()].filter((key) => !now.has(key)),
    added: [...now.keys()].filter((key) => !old.has(key)),
    changed: [
      ...both.flatMap(({ key, earlier, deployment }) => changesOf(key, earlier, deployment)),
      ...(before === null ? [] : offerChanges(before, after)),
    ],
  };
}

/** Whether requests to it are answered. */
export function isUsable({ state }: Deployment): boolean {
  return state === 'Succeeded';
}

function usable(deployments: readonly Deployment[]): ReadonlyMap<string, Deployment> {
  return new Map(
    deployments
      .filter(isUsable)
      .map((deployment) => [`${deployment.name} (${deployment.model})`, deployment]),
  );
}

function changesOf(key: string, before: Deployment, after: Deployment): string[] {
  const facts = (deployment: Deployment) => ({
    sku: deployment.sku,
    capacity: deployment.capacity,
    ...deployment.capabilities,
  });
  return differences(facts(before), facts(after)).map((change) => `${key}: ${change}`);
}

function offerChanges(before: Inventory, after: Inventory): string[] {
  const offered = (inventory: Inventory) => new Map(inventory.models.map((model) => [model.id, model]));
  const [old, now] = [offered(before), offered(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id) => {
    const [earlier, later] = [old.get(id), now.get(id)];
    if (earlier === undefined) return [`${id}: offered now`];
    if (later === undefined) return [`${id}: no longer offered`];
    const facts = ({ lifecycle, retires, capabilities }: typeof earlier) => ({
      lifecycle,
      retires,
      ...capabilities,
    });
    return differences(facts(earlier), facts(later)).map((change) => `${id}: ${change}`);
  });
}

type Facts = Readonly<Record<string, string | number | undefined>> | Capabilities;

function differences(before: Facts, after: Facts): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} ${before[name] ?? 'unset'} → ${after[name] ?? 'unset'}`);
}
