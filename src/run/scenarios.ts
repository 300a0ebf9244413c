import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readDeclared } from '../declared/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import type { Api, Feature, OwnScenario } from '../matrix/types.ts';
import { declaredScenario } from './declared.ts';
import { loadModule } from './module.ts';
import type { Scenario } from './scenario.ts';

/**
 * Loads `suites/<api>/*` of the harness (code or YAML) and the user's own, by feature id. A file is named after its
 * feature. Throws ConfigurationFailure for a file that holds no scenario.
 */
export async function loadScenarios(
  root: string,
  apis: readonly Api[],
  own: readonly OwnScenario[] = [],
): Promise<ReadonlyMap<string, Scenario>> {
  const scenarios = new Map<string, Scenario>();
  const add = (scenario: Scenario) => scenarios.set(scenario.feature, scenario);
  for (const api of apis) {
    for (const { name, file, shown } of moduleFiles(root, api)) {
      const module: unknown = await import(/* @vite-ignore */ pathToFileURL(file).href);
      add(scenarioOf(module, `${api}/${name}`, shown));
    }
    for (const name of namesIn(join(root, 'suites', api), /\.yaml$/)) {
      const file = `suites/${api}/${name}.yaml`;
      const source = { file, text: readFileSync(join(root, file), 'utf8') };
      add(declaredScenario(`${api}/${name}`, readDeclared(source, { own: false, code: false })));
    }
  }
  for (const scenario of own) if (apis.includes(scenario.api)) add(await loadOwnScenario(scenario));
  return scenarios;
}

/** Throws ConfigurationFailure for a module that throws or exports no scenario. */
export async function loadOwnScenario({ feature, file, shown, code }: OwnScenario): Promise<Scenario> {
  if (code === null) {
    const source = { file: shown, text: readFileSync(file, 'utf8') };
    return declaredScenario(feature, readDeclared(source, { own: true, code: false }));
  }
  const beside = shown.replace(/[^/\\]+$/, '') + code.replace(/^.*[/\\]/, '');
  return scenarioOf(await loadModule({ file: code, shown: beside }), feature, beside);
}

/** Node strips no types below node_modules, so that an installed package brings its scenarios built. */
export function isInstalled(root: string): boolean {
  return root.split(sep).includes('node_modules');
}

function moduleFiles(root: string, api: Api) {
  const [folder, extension] = isInstalled(root) ? ['dist/suites', '.js'] : ['suites', '.ts'];
  const pattern = extension === '.js' ? /\.js$/ : /(?<!\.test)\.ts$/;
  return namesIn(join(root, folder, api), pattern).map((name) => {
    const shown = `${folder}/${api}/${name}${extension}`;
    return { name, file: join(root, shown), shown };
  });
}

/** Names without their extension; none where there is no such folder. */
function namesIn(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => name.replace(/\.\w+$/, ''))
      .sort();
  } catch {
    return [];
  }
}

/** Every feature of the catalogue has a scenario and the other way round; otherwise a ConfigurationFailure. */
export function matchScenarios(features: readonly Feature[], scenarios: ReadonlyMap<string, Scenario>): void {
  const missing = features.filter((feature) => !scenarios.has(feature.id)).map((feature) => feature.id);
  const known = new Set(features.map((feature) => feature.id));
  const surplus = [...scenarios.keys()].filter((id) => !known.has(id));
  if (missing.length > 0) {
    throw new ConfigurationFailure(`no scenario for ${missing.join(', ')}`, {
      place: { file: 'fixtures/catalog/features.yaml' },
      remedy: `Write suites/${missing[0]}.ts or .yaml; docs/write-a-scenario.md shows how.`,
    });
  }
  if (surplus.length > 0) {
    throw new ConfigurationFailure(`the catalogue does not know ${surplus.join(', ')}`, {
      place: { file: 'fixtures/catalog/features.yaml' },
      remedy: 'Add one entry for each; docs/write-a-scenario.md shows how.',
    });
  }
}

function scenarioOf(module: unknown, feature: string, file: string): Scenario {
  const value: unknown =
    typeof module === 'object' && module !== null && 'default' in module ? module.default : null;
  if (!isScenario(value)) {
    throw new ConfigurationFailure('the file has no scenario as its default export', {
      place: { file },
      remedy: "Write `export default scenario('<api>/<feature>', { … })`.",
    });
  }
  if (value.feature !== feature) {
    throw new ConfigurationFailure(`the scenario calls itself ${value.feature}`, {
      place: { file },
      remedy: 'A scenario is named after its file.',
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
