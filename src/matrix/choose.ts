/** From what the user writes under `models:` and `features:` to entries of the catalogue. */
import { didYouMean } from '../suggest.ts';
import { compileGlob, isGlob } from './glob.ts';
import { byId } from './order.ts';
import type { Feature, Model, ModelKind } from './types.ts';

/** One entry of `models:`: an id, a name (all versions), a glob over ids, a series or a kind. */
export type ModelChoice = string | { readonly series?: string; readonly kind?: ModelKind };

/** Tells what is wrong with the entry at this position of the list. */
export type Complain = (index: number, message: string) => void;

/** Models of the pool that the entries name, each once, sorted by id. */
export function chooseModels(
  choices: readonly ModelChoice[],
  pool: readonly Model[],
  complain: Complain,
): readonly Model[] {
  const chosen = new Set<Model>();
  choices.forEach((choice, index) => {
    if (repeats(choices, index)) complain(index, `${written(choice)} stands here twice`);
    const test = modelTest(choice);
    const found = pool.filter(test);
    if (found.length === 0) complain(index, nothingCalled(choice, pool));
    for (const model of found) chosen.add(model);
  });
  return [...chosen].sort(byId);
}

function modelTest(choice: ModelChoice): (model: Model) => boolean {
  if (typeof choice !== 'string') {
    const series = choice.series?.toLowerCase();
    return (model) =>
      (series === undefined || model.series.toLowerCase() === series) &&
      (choice.kind === undefined || model.kind === choice.kind);
  }
  if (isGlob(choice) || choice.includes('@')) {
    const test = compileGlob(choice);
    return (model) => test(model.id);
  }
  return (model) => model.name === choice;
}

function nothingCalled(choice: ModelChoice, pool: readonly Model[]): string {
  if (typeof choice !== 'string') {
    const series = [...new Set(pool.map((model) => model.series))];
    if (choice.series === undefined) return `no model of kind ${choice.kind} here`;
    const guess = didYouMean(choice.series, series);
    return `no series "${choice.series}"${guess || `; the series are ${series.join(', ')}`}`;
  }
  const [name = choice] = choice.split('@');
  const versions = pool.filter((model) => model.name === name).map((model) => model.version);
  if (versions.length > 0)
    return `no version of ${name} is called so; its versions are ${versions.join(', ')}`;
  const words = pool.flatMap((model) => [model.name, model.id]);
  return `no model "${choice}"${didYouMean(choice.replaceAll('*', ''), words)}`;
}

/** Features that the entries name, each once, sorted by id. An API alone stands for all its features. */
export function chooseFeatures(
  choices: readonly string[],
  pool: readonly Feature[],
  complain: Complain,
): readonly Feature[] {
  const chosen = new Set<Feature>();
  choices.forEach((choice, index) => {
    if (repeats(choices, index)) complain(index, `${written(choice)} stands here twice`);
    const test = compileGlob(isGlob(choice) || choice.includes('/') ? choice : `${choice}/*`);
    const found = pool.filter((feature) => test(feature.id));
    if (found.length === 0) {
      const words = pool.flatMap((feature) => [feature.id, `${feature.api}/*`]);
      complain(index, `no feature "${choice}"${didYouMean(choice, words)}`);
    }
    for (const feature of found) chosen.add(feature);
  });
  return [...chosen].sort(byId);
}

function repeats(choices: readonly ModelChoice[], index: number): boolean {
  const text = written(choices[index] ?? '');
  return choices.slice(0, index).some((earlier) => written(earlier) === text);
}

function written(choice: ModelChoice): string {
  return JSON.stringify(choice);
}
