import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../checks/check.ts';
import { checksOfSteps, readDeclared } from '../declared/index.ts';
import type { OwnScenario } from '../matrix/types.ts';

/** Made of every case: its scenario came to an end. */
export const SCENARIO_ENDS = 'scenario.ends';

const ALL: readonly Severity[] = ['must', 'should', 'info'];

/**
 * Ids of the checks that a scenario makes itself, in the order of its text; empty where there is no scenario.
 * Read from the source, so that nothing has to be run: an id is a fixed string by rule. `own`: the user's.
 */
export function checksOfScenario(
  root: string,
  feature: string,
  severities: readonly Severity[] = ALL,
  own: readonly OwnScenario[] = [],
): readonly string[] {
  const mine = own.find((scenario) => scenario.feature === feature);
  const code = textOf(mine === undefined ? join(root, 'suites', `${feature}.ts`) : mine.code);
  if (code !== null) return checksInCode(code, severities);
  const checks = mine?.checks ?? checksInFile(root, `suites/${feature}.yaml`);
  return checks.filter(({ severity }) => severities.includes(severity)).map(({ id }) => id);
}

function checksInCode(text: string, severities: readonly Severity[]): readonly string[] {
  const asked = new RegExp(`\\bcheck\\.(?:${severities.join('|')})\\(\\s*'([\\w.-]+)'`, 'g');
  const ids = [...text.matchAll(asked)].map(([, id = '']) => id);
  return [...new Set(ids)];
}

function checksInFile(root: string, file: string): OwnScenario['checks'] {
  const text = textOf(join(root, file));
  if (text === null) return [];
  const { steps } = readDeclared({ file, text }, { own: false, code: false });
  return checksOfSteps(steps ?? []);
}

function textOf(file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
