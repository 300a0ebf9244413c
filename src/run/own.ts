import type { Case, Matrix } from '../matrix/types.ts';
import type { WorkOrder } from './order.ts';
import { loadChecks } from './own-checks.ts';
import { loadOwnScenario } from './scenarios.ts';

/** What the user has added and these cases need. */
export function ownOf({ scenarios = [], checks = [] }: Matrix, cases: readonly Case[]): WorkOrder['own'] {
  const asked = new Set(cases.map(({ feature }) => feature));
  return { scenarios: scenarios.filter(({ feature }) => asked.has(feature)), checks };
}

/** Loads all of it once, so that what is wrong is told before anything is sent. Throws ConfigurationFailure. */
export async function proveOwn({ scenarios, checks }: WorkOrder['own']): Promise<void> {
  for (const scenario of scenarios) await loadOwnScenario(scenario);
  await loadChecks(checks);
}
