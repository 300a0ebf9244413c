import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationFailure } from '../failure.ts';
import type { Api, Feature } from '../matrix/types.ts';
import type { Scenario } from './scenario.ts';

/** Loads `suites/<api>/*.ts`, by feature id. The file is named after its feature. */
export async function loadScenarios(
  root: string,
  apis: readonly Api[],
): Promise<ReadonlyMap<string, Scenario>> {
  const scenarios = new Map<string, Scenario>();
  for (const api of apis) {
    for (const name of scenarioFiles(root, api)) {
      const file = join(root, 'suites', api, name);
      const module: unknown = await import(/* @vite-ignore */ pathToFileURL(file).href);
      const scenario = scenarioOf(module, `suites/${api}/${name}`);
      if (scenario.feature !== `${api}/${name.replace(/\.ts$/, '')}`) {
        throw new ConfigurationFailure(`the scenario calls itself ${scenario.feature}`, {
          place: { file: `suites/${api}/${name}` },
          remedy: 'A scenario is named after its file.',
        });
      }
      scenarios.set(scenario.feature, scenario);
    }
  }
  return scenarios;
}

/** Every feature of the catalogue has a scenario and the other way round; otherwise a ConfigurationFailure. */
export function matchScenarios(features: readonly Feature[], scenarios: ReadonlyMap<string, Scenario>): void {
  const missing = features.filter((feature) => !scenarios.has(feature.id)).map((feature) => feature.id);
  const known = new Set(features.map((feature) => feature.id));
  const surplus = [...scenarios.keys()].filter((id) => !known.has(id));
  if (missing.length > 0) {
    throw new ConfigurationFailure(`no scenario for ${missing.join(', ')}`, {
      place: { file: 'fixtures/catalog/features.yaml' },
      remedy: `Write suites/${missing[0]}.ts; docs/write-a-scenario.md shows how.`,
    });
  }
  if (surplus.length > 0) {
    throw new ConfigurationFailure(`the catalogue does not know ${surplus.join(', ')}`, {
      place: { file: 'fixtures/catalog/features.yaml' },
      remedy: 'Add one entry for each; docs/write-a-scenario.md shows how.',
    });
  }
}

function scenarioFiles(root: string, api: Api): string[] {
  try {
    return readdirSync(join(root, 'suites', api))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .sort();
  } catch {
    return [];
  }
}

function scenarioOf(module: unknown, file: string): Scenario {
  const value: unknown =
    typeof module === 'object' && module !== null && 'default' in module ? module.default : null;
  if (!isScenario(value)) {
    throw new ConfigurationFailure('the file has no scenario as its default export', {
      place: { file },
      remedy: "Write `export default scenario('<api>/<feature>', { … })`.",
    });
  }
  return value;
}

function isScenario(value: unknown): value is Scenario {
  return (
    typeof value === 'object' &&
    value !== null &&
    'feature' in value &&
    typeof value.feature === 'string' &&
    'run' in value &&
    typeof value.run === 'function' &&
    'recognise' in value &&
    typeof value.recognise === 'function'
  );
}
