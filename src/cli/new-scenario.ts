import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readDeclared } from '../declared/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import { makeFolder } from '../folder.ts';
import { harnessHome } from '../home.ts';
import { renderScenario } from '../init/scenario.ts';
import { APIS, parseMatrix, readCatalogue } from '../matrix/index.ts';
import { didYouMean } from '../suggest.ts';
import type { InitOptions } from './init.ts';
import { jsonText, type Terminal } from './terminal.ts';

/** Where scenarios lie for whom `suites` of the matrix does not say otherwise. */
const FOLDER = './suites';
const SCHEMA = 'fixtures/schemas/scenario.schema.json';

/** Writes a first scenario of the user's own beside the matrix, never over one that is there, and says what is next. */
export function newScenario(feature: string, options: InitOptions, terminal: Terminal): 0 {
  const home = harnessHome();
  refuseName(feature, home);
  const suites = suitesOf(options.matrix, terminal.cwd);
  const root = dirname(resolve(terminal.cwd, options.matrix));
  const path = join(root, suites?.[0] ?? FOLDER, `${feature}.yaml`);
  const file = relative(terminal.cwd, path);
  if (existsSync(path) && !options.force) {
    throw new ConfigurationFailure('there is a scenario already', {
      place: { file },
      remedy: 'Edit it, or replace it with --force.',
    });
  }
  const text = renderScenario(feature, schemaFrom(dirname(path), root, home));
  // Our own schema is the judge; what it refuses is not written.
  readDeclared({ file, text }, { own: true, code: false });
  makeFolder(dirname(path));
  writeFileSync(path, text);
  const key = suites === null ? `suites: [${FOLDER}]` : null;
  if (options.json === true) {
    terminal.out(jsonText({ file, feature, missing: key }, 2));
    return 0;
  }
  terminal.out(`Wrote ${file}.`);
  if (key !== null) terminal.out(`Add to ${options.matrix}:  ${key}`);
  terminal.out(`Next: aoai-conform run '${feature}' --mode live`);
  return 0;
}

function refuseName(feature: string, home: string): void {
  const [api = '', name = ''] = feature.split('/', 2);
  const known = Object.keys(APIS);
  if (!known.includes(api) || !/^[a-z0-9][a-z0-9-]*$/.test(name) || feature !== `${api}/${name}`) {
    throw new ConfigurationFailure(`"${feature}" is no name of a feature${didYouMean(api, known)}`, {
      remedy: `Write <api>/<feature>, e.g. responses/colour, with an api of ${known.join(', ')}.`,
    });
  }
  if (readCatalogue(home).features.some(({ id }) => id === feature)) {
    throw new ConfigurationFailure(`the harness has a feature ${feature} already`, {
      remedy: `Name yours otherwise, e.g. ${feature}-of-ours.`,
    });
  }
}

/** Null: there is no matrix, or it names no folder. */
function suitesOf(matrix: string, cwd: string): readonly string[] | null {
  const path = resolve(cwd, matrix);
  if (!existsSync(path)) return null;
  return parseMatrix({ file: matrix, text: readFileSync(path, 'utf8') }).value.suites ?? null;
}

/** A relative path where the harness is installed beside the project, so that it holds on every machine. */
function schemaFrom(folder: string, root: string, home: string): string {
  const installed = join(root, 'node_modules/azure-openai-conformance', SCHEMA);
  return relative(folder, existsSync(installed) ? installed : join(home, SCHEMA))
    .split(sep)
    .join('/');
}
