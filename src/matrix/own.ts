/**
 * What a user adds to the harness: the folders of `suites` and the modules of `checks` in matrix.yaml. Nothing
 * is executed here: the line of a feature is data, so that plan, explain and report run no foreign code.
 */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { checksOfSteps, type FeatureLine, readDeclared } from '../declared/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import { didYouMean } from '../suggest.ts';
import { APIS } from './catalogue.ts';
import type { Complaint } from './contradictions.ts';
import type { Feature, OwnModule, OwnScenario } from './types.ts';

export interface Own {
  readonly features: readonly Feature[];
  readonly scenarios: readonly OwnScenario[];
  readonly checks: readonly OwnModule[];
}

interface Named {
  /** Of the matrix. */
  readonly suites?: readonly string[];
  readonly checks?: readonly string[];
}

interface Surroundings {
  /** Folder that paths are shown relative to. */
  readonly folder: string;
  /** As the user named it. */
  readonly matrixFile: string;
  /** Features of the harness. */
  readonly features: readonly Feature[];
}

/** A module that node runs as it is. */
const CODE = /\.(?:ts|mts|js|mjs)$/;
const NO_SCENARIO = /\.(?:test|spec|d)\.\w+$/;

/**
 * Reads what `suites` and `checks` name. `complain` takes what is wrong in the matrix; a wrong scenario file is a
 * ConfigurationFailure with its own place.
 */
export function readOwn(
  { suites = [], checks = [] }: Named,
  surroundings: Surroundings,
  complain: (complaint: Complaint) => void,
): Own {
  const project = new ProjectFolder(surroundings);
  const found = new Map<string, { feature: Feature; scenario: OwnScenario }>();
  for (const [index, named] of suites.entries()) {
    const pointer = `/suites/${index}`;
    const folder = project.find(named);
    const entries = typeof folder === 'object' ? [] : scenariosIn(folder, project);
    if (typeof folder === 'object') complain({ pointer, message: folder.problem });
    else if (entries.length === 0)
      complain({
        pointer,
        message: `there is no scenario in "${named}": <api>/<feature>.yaml is looked for`,
      });
    for (const entry of entries) {
      refuseClash(entry.scenario, surroundings.features, found.get(entry.feature.id)?.scenario);
      found.set(entry.feature.id, entry);
    }
  }
  const modules = checks.flatMap((named, index): OwnModule[] => {
    const pointer = `/checks/${index}`;
    const file = project.find(named);
    if (typeof file === 'object') complain({ pointer, message: file.problem });
    else if (!CODE.test(file)) complain({ pointer, message: `"${named}" is no module (.ts, .mjs, .js)` });
    else return [{ file, shown: project.shown(file) }];
    return [];
  });
  const own = [...found.values()];
  return {
    features: own.map(({ feature }) => feature),
    scenarios: own.map(({ scenario }) => scenario),
    checks: modules,
  };
}

/** The folder of the matrix, which nothing may lead out of: neither by `..` nor by a link. */
class ProjectFolder {
  readonly #root: string;
  readonly #real: string;
  readonly #cwd: string;

  constructor({ folder, matrixFile }: Surroundings) {
    this.#cwd = folder;
    this.#root = dirname(resolve(folder, matrixFile));
    this.#real = realpathSync(this.#root);
  }

  /** The absolute path of something that is there, or why it cannot be used. */
  find(named: string): string | { readonly problem: string } {
    const path = resolve(this.#root, named);
    if (!existsSync(path)) return { problem: `there is nothing at "${named}" beside the matrix` };
    if (this.holds(path)) return path;
    return { problem: `"${named}" leads out of the folder of the matrix; what is run lies inside it` };
  }

  holds(path: string): boolean {
    const real = realpathSync(path);
    return real === this.#real || real.startsWith(this.#real + sep);
  }

  /** As the user would type it. */
  shown(path: string): string {
    return relative(this.#cwd, path);
  }
}

function scenariosIn(folder: string, project: ProjectFolder) {
  return subfolders(folder, project).flatMap((api) => {
    const names = readdirSync(join(folder, api)).sort();
    const code = names.filter((name) => CODE.test(name) && !NO_SCENARIO.test(name));
    const declared = names.filter((name) => /\.ya?ml$/.test(name));
    const line = new Set(declared.map(stem));
    for (const name of code.filter((module) => !line.has(stem(module)))) {
      throw new ConfigurationFailure(
        'this module has no line: what the feature is called, whom it is asked of',
        {
          place: { file: project.shown(join(folder, api, name)) },
          remedy: `Write ${stem(name)}.yaml beside it with "feature"; what is no scenario goes into a folder of another place.`,
        },
      );
    }
    return declared.map((name) => {
      const module = code.find((candidate) => stem(candidate) === stem(name));
      return read(join(folder, api, name), `${api}/${stem(name)}`, module, project);
    });
  });
}

/** One for each API. Any other folder is a typing error that would hide its scenarios. */
function subfolders(folder: string, project: ProjectFolder): string[] {
  if (!statSync(folder).isDirectory()) return [];
  const known = Object.keys(APIS);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && statSync(join(folder, entry.name)).isDirectory())
    .map(({ name }) => name)
    .sort();
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new ConfigurationFailure(`"${wrong}" is no API${didYouMean(wrong, known)}`, {
      place: { file: project.shown(join(folder, wrong)) },
      remedy: `Scenarios lie in folders of their API: ${known.join(', ')}.`,
    });
  }
  return names;
}

function read(file: string, id: string, module: string | undefined, project: ProjectFolder) {
  const shown = project.shown(file);
  const code = module === undefined ? null : join(dirname(file), module);
  for (const path of [file, ...(code === null ? [] : [code])]) {
    if (project.holds(path)) continue;
    throw new ConfigurationFailure('this leads out of the folder of the matrix', {
      place: { file: project.shown(path) },
      remedy: 'What is run lies inside it; copy the file.',
    });
  }
  if (!/^[a-z]+\/[a-z0-9][a-z0-9-]*$/.test(id)) {
    throw new ConfigurationFailure(`"${id}" is no name of a feature`, {
      place: { file: shown },
      remedy: 'A file is named after its feature: lower-case letters, digits and hyphens.',
    });
  }
  const declared = readDeclared(
    { file: shown, text: readFileSync(file, 'utf8') },
    { own: true, code: code !== null },
  );
  const { steps } = declared;
  // `own` has refused a file without the line.
  const feature = featureOf(id, declared.feature ?? EMPTY);
  const checks = checksOfSteps(steps ?? []);
  return { feature, scenario: { feature: id, api: feature.api, file, shown, code, checks } };
}

const EMPTY: FeatureLine = {
  title: '',
  kinds: [],
  estimate: { requests: 1, inputTokens: 0, outputTokens: 0 },
  source: '',
};

function featureOf(id: string, { title, scope = 'model', ...line }: FeatureLine): Feature {
  const titles = typeof title === 'string' ? { en: title } : title;
  return {
    ...line,
    id,
    api: APIS[id.split('/', 1)[0] ?? ''] ?? 'service',
    scope,
    title: { 'zh-CN': titles.en, 'zh-TW': titles.en, ...titles },
  };
}

function refuseClash(
  scenario: OwnScenario,
  shipped: readonly Feature[],
  other: OwnScenario | undefined,
): void {
  const { feature, shown } = scenario;
  const elsewhere = other?.shown ?? (shipped.some(({ id }) => id === feature) ? 'the harness' : null);
  if (elsewhere === null) return;
  throw new ConfigurationFailure(`there is a feature ${feature} already, in ${elsewhere}`, {
    place: { file: shown },
    remedy: `Name yours otherwise, e.g. ${feature}-of-ours.yaml: ids are what runs are compared by.`,
  });
}

/** `colour` of `colour.ts`. */
function stem(name: string): string {
  return name.replace(/\.\w+$/, '');
}
