/**
 * Rows for what was seen on Azure of a model that the catalogue cannot name exactly: a model without its
 * version where several are known, or a model of another maker. Evidence is shown as uncertain as it is,
 * instead of being left out or given to a version that nobody stated.
 */
import type { Feature, Model } from '../matrix/types.ts';
import { unplacedObservations } from './cells.ts';
import type { Observation } from './types.ts';

/** Version part of such a row's id. */
export const UNSTATED = 'unstated';
const OTHER_MAKERS = 'Other makers on Azure';

export interface Placed {
  /** The catalogue and the added rows. */
  readonly models: readonly Model[];
  /** All observations, those of the added rows under their id. */
  readonly observations: readonly Observation[];
}

/** Pure. Observations of other services are left as they are. */
export function placeUnstated(input: {
  readonly models: readonly Model[];
  readonly features: readonly Feature[];
  readonly observations: readonly Observation[];
}): Placed {
  const unplaced = new Set(unplacedObservations(input).filter(({ targetKind }) => targetKind === 'azure'));
  const rows = new Map<string, Model>();
  const observations = input.observations.map((observation) => {
    if (!unplaced.has(observation)) return observation;
    const version = observation.version ?? UNSTATED;
    const row = rowOf(observation.model, version, input.models);
    rows.set(row.id, row);
    return { ...observation, version };
  });
  const added = [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { models: [...input.models, ...added], observations };
}

function rowOf(name: string, version: string, catalogue: readonly Model[]): Model {
  const sibling = catalogue.find((model) => model.name === name);
  return {
    id: `${name}@${version}`,
    name,
    version,
    series: sibling?.series ?? OTHER_MAKERS,
    kind: sibling?.kind ?? 'general',
    publisher: sibling?.publisher ?? 'other',
    lifecycle: 'unknown',
    access: 'unknown',
    ...(sibling?.vision !== undefined && { vision: sibling.vision }),
    sources: [],
  };
}
