import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CatalogueEntry, shippedCatalogue } from '../checks/errors/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import { modelOf } from '../material/index.ts';
import {
  type Catalogue,
  chooseFeatures,
  chooseModels,
  type Feature,
  type Model,
  NO_RENAMES,
  renamedName,
} from '../matrix/index.ts';
import {
  type Explanation,
  explainer,
  isNo,
  LOCALES,
  type Locale,
  type LocaleTag,
  readLocale,
} from '../report/index.ts';
import { readCompleteJournal } from '../run/journal.ts';
import { didYouMean } from '../suggest.ts';
import { harnessHome, openProject, recordingsOf } from './project.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

export interface ExplainOptions {
  readonly matrix: string;
  /** A finished run whose results count as evidence; left out: reports/run.jsonl where there is one. */
  readonly run?: string;
  readonly locale: string;
  readonly json?: boolean;
}

/**
 * What is known about a model and a feature, in words. 1: some answer is no, be it that the
 * best-ranked document alone says so; 3: nothing is known about any;
 * else 0. Throws ConfigurationFailure for a model or feature that the catalogue does not have.
 */
export async function explainCells(
  model: string,
  feature: string | undefined,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<0 | 1 | 3> {
  const home = harnessHome();
  const locale = localeNamed(home, options.locale);
  const { matrix, catalogue, inventories } = openProject(terminal, options.matrix);
  const { models, features } = matrix.renames ?? NO_RENAMES;
  const subjects = subjectsOf(
    catalogue,
    renamedName(model, models),
    feature === undefined ? undefined : renamedName(feature, features),
  );
  const run = resolve(terminal.cwd, options.run ?? 'reports/run.jsonl');
  const journals =
    options.run === undefined && !existsSync(run) ? [] : [readCompleteJournal(run, matrix.renames)];
  const recordings = recordingsOf(terminal.cwd, options.matrix);
  const report = await modelOf({ home, recordings, matrix, catalogue, inventories, journals });
  const { entries } = shippedCatalogue();
  const explain = explainer(report, locale, (id) => {
    const entry = entries.find((one) => one.id === id);
    return entry === undefined
      ? null
      : { cause: entry.cause[locale.tag], remedy: remedyOf(entry, locale.tag) };
  });
  const explanations = subjects.map(explain);
  if (options.json === true) terminal.out(jsonText(explanations, 2));
  else if (explanations.length > FULL) listBriefly(explanations, terminal);
  else for (const one of explanations) printFully(one, locale, terminal);
  if (explanations.some(({ answer }) => isNo(answer))) return 1;
  return explanations.every(({ answer }) => answer === 'unknown') ? 3 : 0;
}

/** Whoever asks here runs the harness, too. */
function remedyOf({ remedy, harness }: CatalogueEntry, tag: LocaleTag): string {
  return harness === undefined ? remedy[tag] : `${remedy[tag]} ${harness[tag]}`;
}

/** Explanations told in full; more are listed, a line each. */
const FULL = 4;

function localeNamed(home: string, name: string): Locale {
  const tag = LOCALES.find((known) => known === name);
  if (tag !== undefined) return readLocale(home, tag);
  throw new ConfigurationFailure(`--locale does not know "${name}"${didYouMean(name, LOCALES)}`, {
    remedy: `It takes one of ${LOCALES.join(', ')}.`,
  });
}

function subjectsOf(
  { models, features }: Catalogue,
  model: string,
  feature: string | undefined,
): readonly { readonly model: Model; readonly feature: Feature }[] {
  const complain = (_: number, message: string) => {
    throw new ConfigurationFailure(message, { remedy: 'fixtures/catalog lists what there is.' });
  };
  const real = models.filter(({ publisher }) => publisher !== 'reference');
  const chosen = chooseModels([model], real, complain);
  const asked = features.filter(({ scope }) => scope === 'model');
  const wanted = feature === undefined ? asked : chooseFeatures([feature], features, complain);
  return chosen.flatMap((one) => wanted.map((two) => ({ model: one, feature: two })));
}

function printFully(one: Explanation, locale: Locale, terminal: Terminal): void {
  const note = one.lifecycle === '' ? '' : ` (${one.lifecycle})`;
  terminal.out(`${terminal.style('bold', `${one.model} ${one.feature}`)}${note}`);
  for (const sentence of [one.sentence, one.assessment])
    if (sentence !== '') terminal.out(`  ${plainBlock(sentence, '  ')}`);
  const list = (key: string, lines: readonly string[]) => {
    if (lines.length > 0) terminal.out(`  ${locale.say(key)}:`);
    for (const line of lines) terminal.out(`    ${plainBlock(line, '      ')}`);
  };
  list('explain.evidence', one.evidence);
  list('explain.documents', one.documents);
  list('explain.remedy', one.remedies);
}

function listBriefly(explanations: readonly Explanation[], terminal: Terminal): void {
  const width = Math.max(...explanations.map(({ model, feature }) => model.length + feature.length + 1));
  for (const { model, feature, sentence } of explanations)
    terminal.out(`${`${model} ${feature}`.padEnd(width)}  ${plainBlock(sentence, '  ')}`);
}
