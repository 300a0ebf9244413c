/** Requirement sets on disk: frozen once, never changed, and runs scored by them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import requirementsSchema from '../../fixtures/schemas/requirements.schema.json' with { type: 'json' };
import { CHECKS } from '../checks/inventory.ts';
import { parseDocument } from '../documents/index.ts';
import { ConfigurationFailure, type ExitCode } from '../failure.ts';
import { makeFolder } from '../folder.ts';
import type { OwnScenario } from '../matrix/index.ts';
import { readCompleteJournal } from '../run/journal.ts';
import { checksOfScenario, SCENARIO_ENDS } from '../run/scenario-checks.ts';
import { type Failing, type RequirementSet, scoreRun, type TargetScore } from '../verdict/requirements.ts';
import { renamesIn } from './old-names.ts';
import { harnessHome, now, openProject } from './project.ts';
import { jsonText, plain, type Terminal } from './terminal.ts';

export interface RequirementsOptions {
  readonly matrix: string;
  /** File of the set, or the date of one of the harness; left out: the newest of the harness. */
  readonly set?: string;
  /** Folder that `freeze` writes to. */
  readonly out: string;
  readonly json?: boolean;
}

/** Cases named under one target; the rest are counted. */
const LISTED = 10;

/** `freeze` writes what is binding today; `score` judges a run. 1: a case fails the set; 3: nothing was judged. */
export function requirements(
  action: string,
  run: string,
  options: RequirementsOptions,
  terminal: Terminal,
): ExitCode {
  if (action === 'freeze') return freeze(options, terminal);
  const set = readSet(options.set === undefined ? newestSet() : setNamed(options.set, terminal));
  const { results } = readCompleteJournal(resolve(terminal.cwd, run), renamesIn(terminal, options.matrix));
  const scores = scoreRun(results, set);
  if (options.json === true) terminal.out(jsonText({ set: set.date, scores }, 2));
  else print(set, scores, terminal);
  if (scores.some(({ deviating }) => deviating.length > 0)) return 1;
  return scores.every(({ conformant, refused }) => conformant + refused === 0) ? 3 : 0;
}

/** What binds today, as the catalogue and the scenarios stand. */
export function currentSet(
  home: string,
  features: readonly { readonly id: string }[],
  date: string,
  own?: readonly OwnScenario[],
): RequirementSet {
  const checks = CHECKS.filter(({ severity }) => severity === 'must').map(({ id }) => id);
  return {
    version: 1,
    date,
    checks: [...new Set([...checks, SCENARIO_ENDS])].sort(),
    features: Object.fromEntries(
      features
        .map(({ id }) => [id, checksOfScenario(home, id, ['must'], own)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

function freeze({ out, matrix }: RequirementsOptions, terminal: Terminal): 0 {
  const project = openProject(terminal, matrix);
  const { features } = project.catalogue;
  const date = now().toISOString().slice(0, 10);
  const file = join(resolve(terminal.cwd, out), `${date}.yaml`);
  const shown = relative(terminal.cwd, file);
  const text = `# What "conformant" meant on ${date}. Frozen: never edit it, freeze a later set beside it.\n${stringify(currentSet(harnessHome(), features, date, project.matrix.scenarios))}`;
  if (existsSync(file) && readFileSync(file, 'utf8') !== text)
    throw new ConfigurationFailure('there is another set of this date', {
      place: { file: shown },
      remedy: 'A set is frozen: runs were judged by it. Freeze the new one tomorrow.',
    });
  makeFolder(resolve(terminal.cwd, out));
  writeFileSync(file, text);
  terminal.out(`Frozen: ${shown}`);
  return 0;
}

/** Dates of the sets that come with the harness, oldest first. */
function shippedSets(): readonly string[] {
  const folder = join(harnessHome(), 'requirements');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => /^(\d{4}-\d\d-\d\d)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
}

function shippedSet(date: string): string {
  return join(harnessHome(), 'requirements', `${date}.yaml`);
}

/** A file, or the date of a set that comes with the harness. */
function setNamed(given: string, { cwd }: Terminal): string {
  const file = resolve(cwd, given);
  return !existsSync(file) && shippedSets().includes(given) ? shippedSet(given) : file;
}

function newestSet(): string {
  const newest = shippedSets().at(-1);
  if (newest !== undefined) return shippedSet(newest);
  throw new ConfigurationFailure('there is no requirement set', {
    place: { file: 'requirements' },
    remedy: '`aoai-conform requirements freeze` writes one.',
  });
}

export function readSet(file: string): RequirementSet {
  if (!existsSync(file))
    throw new ConfigurationFailure('there is no such requirement set', {
      place: { file },
      remedy: `Give a file that \`requirements freeze\` wrote, or a date that comes with the harness: ${shippedSets().join(', ')}`,
    });
  const document = parseDocument<RequirementSet>(
    { file, text: readFileSync(file, 'utf8') },
    requirementsSchema,
  );
  const { date } = document.value;
  if (!file.endsWith(`${date}.yaml`))
    document.reject([{ pointer: '/date', message: `the date is ${date}, and the file's name says another` }]);
  return document.value;
}

function print(set: RequirementSet, scores: readonly TargetScore[], terminal: Terminal): void {
  terminal.out(`By the requirements of ${set.date}:`);
  for (const score of scores) {
    const { target, conformant, refused, deviating, unjudged, later, newFeatures } = score;
    terminal.out(
      `${terminal.style('bold', plain(target))}  ${conformant} conformant, ${refused} refused, ${deviating.length} deviating, ${unjudged} not judged`,
    );
    list('deviates', deviating, terminal);
    list('later check, not scored', later, terminal);
    if (newFeatures > 0) terminal.out(`  ${newFeatures} cases of later features, not scored`);
  }
}

function list(word: string, failing: readonly Failing[], terminal: Terminal): void {
  for (const { case: id, checks } of failing.slice(0, LISTED))
    terminal.out(`  ${word}: ${plain(id)}  ${checks.join(', ')}`);
  if (failing.length > LISTED) terminal.out(`  … and ${failing.length - LISTED} more`);
}
