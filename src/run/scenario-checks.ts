import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../checks/check.ts';

/** Made of every case: its scenario came to an end. */
export const SCENARIO_ENDS = 'scenario.ends';

/**
 * Ids of the checks that a scenario makes itself, in the order of its text; empty where there is no scenario.
 * Read from the source, so that nothing has to be run: an id is a fixed string by rule.
 */
export function checksOfScenario(
  root: string,
  feature: string,
  severities: readonly Severity[] = ['must', 'should', 'info'],
): readonly string[] {
  let text: string;
  try {
    text = readFileSync(join(root, 'suites', `${feature}.ts`), 'utf8');
  } catch {
    return [];
  }
  const asked = new RegExp(`\\bcheck\\.(?:${severities.join('|')})\\(\\s*'([\\w.-]+)'`, 'g');
  const ids = [...text.matchAll(asked)].map(([, id = '']) => id);
  return [...new Set(ids)];
}
