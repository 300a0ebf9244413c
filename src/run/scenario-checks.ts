import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Ids of the checks that a scenario makes itself, in the order of its text; empty where there is no scenario.
 * Read from the source, so that nothing has to be run: an id is a fixed string by rule.
 */
export function checksOfScenario(root: string, feature: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(join(root, 'suites', `${feature}.ts`), 'utf8');
  } catch {
    return [];
  }
  const ids = [...text.matchAll(/\bcheck\.(?:must|should|info)\(\s*'([\w.-]+)'/g)].map(([, id = '']) => id);
  return [...new Set(ids)];
}
