import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigurationFailure, IncompleteFailure } from '../failure.ts';
import { makeFolder } from '../folder.ts';
import { type FoundResource, resourcesIn } from '../init/environment.ts';
import { type FirstLook, lookAt, type Problem } from '../init/look.ts';
import { type PlacedResource, renderMatrix } from '../init/render.ts';
import { type Catalogue, expand, loadMatrix, type Model, readCatalogue } from '../matrix/index.ts';
import { didYouMean } from '../suggest.ts';
import { harnessHome, now } from './project.ts';
import { jsonText, plain, type Terminal } from './terminal.ts';

export interface InitOptions {
  readonly matrix: string;
  readonly force: boolean;
  /** Write a scenario of this feature instead. */
  readonly scenario?: string;
  readonly json?: boolean;
}

/** Writes a first matrix, or with `scenario` a first scenario beside it. */
export async function init(options: InitOptions, terminal: Terminal): Promise<number> {
  if (options.scenario === undefined) return firstMatrix(options, terminal);
  return (await import('./new-scenario.ts')).newScenario(options.scenario, options, terminal);
}

/** Writes a matrix of what the environment names and the resources answer; never over one that is there. */
async function firstMatrix(options: InitOptions, terminal: Terminal): Promise<number> {
  const path = resolve(terminal.cwd, options.matrix);
  if (existsSync(path) && !options.force) {
    throw new ConfigurationFailure('there is a matrix already', {
      place: { file: options.matrix },
      remedy: 'Edit it, name another with --matrix, or replace it with --force.',
    });
  }
  const catalogue = readCatalogue(harnessHome());
  const today = now().toISOString().slice(0, 10);
  const models = catalogue.models.filter((model) => isCurrent(model, today));
  const resources: PlacedResource[] = [];
  for (const resource of resourcesIn(terminal.env)) {
    const look = await lookAt(resource.target, models, terminal.env);
    resources.push({ resource, look, region: regionOf(resource, look, catalogue, terminal) });
  }
  const text = renderMatrix({ resources, models: modelsOf(resources, models) });
  // Our own schema is the judge; what it refuses is not written.
  const matrix = loadMatrix({ file: options.matrix, text }, catalogue, terminal.env);
  makeFolder(dirname(path));
  writeFileSync(path, text);
  const cases = expand(matrix, { today }).length;
  if (options.json === true) {
    const targets = resources.map(({ resource, region, look }) => ({
      target: resource.target.name,
      region,
      surface: look.surface,
      deployments: Object.fromEntries(look.deployments),
      problem: look.problem === null ? null : sentenceOf(look.problem),
    }));
    terminal.out(jsonText({ file: options.matrix, targets, cases }, 2));
  } else print(resources, { file: options.matrix, cases }, terminal);
  return 0;
}

function isCurrent({ publisher, lifecycle, retires }: Model, today: string): boolean {
  return publisher !== 'reference' && lifecycle !== 'retired' && (retires === undefined || retires > today);
}

/** From the environment, or from the header of an answer. A refused key is the error, whatever the region. */
function regionOf(
  { target, regionVariable }: FoundResource,
  { problem, region: seen }: FirstLook,
  { regions }: Catalogue,
  { env }: Terminal,
): string {
  if (problem?.refused) {
    throw new IncompleteFailure(`${target.name} could not be asked: ${problem.says}`, {
      remedy: problem.remedy,
    });
  }
  const given = env[regionVariable];
  const known = regions.map(({ name }) => name);
  const region = given || seen;
  if (region && known.includes(region)) return region;
  if (given) {
    throw new ConfigurationFailure(
      `the value of ${regionVariable} is no region of Azure${didYouMean(given, known)}`,
      { remedy: `export ${regionVariable}=swedencentral, or the region that the resource is in.` },
    );
  }
  if (problem !== null) {
    throw new IncompleteFailure(`${target.name} could not be asked: ${problem.says}`, {
      remedy: `${problem.remedy}\n  To write a matrix without asking: export ${regionVariable}=<the region that the resource is in>`,
    });
  }
  throw new ConfigurationFailure(
    `the region of ${target.name} is not known; its answers do not name a known one`,
    { remedy: `export ${regionVariable}=swedencentral, or the region that the resource is in.` },
  );
}

function sentenceOf({ says, remedy }: Problem): string {
  return `${says}. ${remedy}`.trim();
}

/** Those that are deployed; where none is known, all that could be. */
function modelsOf(resources: readonly PlacedResource[], models: readonly Model[]): readonly string[] {
  if (resources.length === 0) return [];
  const deployed = new Set(resources.flatMap(({ look }) => [...look.deployments.keys()]));
  const chosen = deployed.size === 0 ? models : models.filter(({ id }) => deployed.has(id));
  return chosen.map(({ id }) => id);
}

function print(
  resources: readonly PlacedResource[],
  { file, cases }: { readonly file: string; readonly cases: number },
  terminal: Terminal,
): void {
  if (resources.length === 0) {
    terminal.out('AZURE_OPENAI_ENDPOINT is not set: the matrix has the reference target alone.');
  }
  for (const { resource, look, region } of resources) {
    const { name, auth } = resource.target;
    const found = look.deployments.size === 1 ? '1 deployment' : `${look.deployments.size} deployments`;
    terminal.out(
      `${terminal.style('bold', name)}: ${region}, surface ${look.surface}, auth: ${auth}, ${found} named after models`,
    );
    if (look.problem !== null)
      terminal.out(terminal.style('yellow', `  not asked: ${plain(sentenceOf(look.problem))}`));
  }
  terminal.out(`Wrote ${file}: ${cases} cases. Next: aoai-conform doctor`);
}
