/**
 * The catalogue: what the harness knows of models, features, prices and regions. Pure; the text comes in,
 * checked values go out, and each fact carries the dated source it was taken from.
 */
import featuresSchema from '../../fixtures/schemas/features.schema.json' with { type: 'json' };
import modelsSchema from '../../fixtures/schemas/models.schema.json' with { type: 'json' };
import pricesSchema from '../../fixtures/schemas/prices.schema.json' with { type: 'json' };
import regionsSchema from '../../fixtures/schemas/regions.schema.json' with { type: 'json' };
import { type DocumentSource, parseDocument } from '../documents/index.ts';
import { didYouMean } from '../suggest.ts';
import { byId } from './order.ts';
import type { Api, Cloud, Feature, Model, Source } from './types.ts';

/** List price, USD per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly source: Source;
}

/** An Azure region, as `region` of a target names it. */
export interface Region {
  readonly name: string;
  readonly cloud: Cloud;
}

export interface Catalogue {
  /** Sorted by id. */
  readonly models: readonly Model[];
  /** Sorted by id. */
  readonly features: readonly Feature[];
  /** By model id; a model without a price has an unknown one. */
  readonly prices: ReadonlyMap<string, Price>;
  readonly regions: readonly Region[];
}

export interface CatalogueSources {
  readonly models: DocumentSource;
  readonly features: DocumentSource;
  readonly prices: DocumentSource;
  readonly regions: DocumentSource;
}

interface Complaint {
  readonly pointer: string;
  readonly message: string;
}

type RawSources = Readonly<Record<string, Source>>;

interface RawModel extends Omit<Model, 'name' | 'version' | 'publisher' | 'sources'> {
  readonly publisher?: Model['publisher'];
  readonly sources: readonly string[];
}

type RawFeature = Omit<Feature, 'api' | 'scope'> & { readonly scope?: Feature['scope'] };

interface RawPrice {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly source: string;
}

/** Throws ConfigurationFailure that lists every problem of the first file that has any. */
export function loadCatalogue(sources: CatalogueSources): Catalogue {
  const models = loadModels(sources.models);
  return {
    models,
    features: loadFeatures(sources.features),
    prices: loadPrices(sources.prices, models),
    regions: loadRegions(sources.regions),
  };
}

function loadModels(source: DocumentSource): readonly Model[] {
  const document = parseDocument<{ sources: RawSources; models: readonly RawModel[] }>(source, modelsSchema);
  const { sources, models } = document.value;
  const problems = duplicates(models, '/models');
  models.forEach((model, index) => {
    const at = `/models/${index}`;
    model.sources.forEach((name, position) => {
      problems.push(...unknownSource(sources, name, `${at}/sources/${position}`));
    });
    if (
      model.reasoning?.default !== undefined &&
      !model.reasoning.efforts.includes(model.reasoning.default)
    ) {
      problems.push({
        pointer: `${at}/reasoning/default`,
        message: `the default effort of ${model.id} (${model.reasoning.default}) is none of its efforts`,
      });
    }
    if (model.released !== undefined && model.retires !== undefined && model.retires < model.released) {
      problems.push({
        pointer: `${at}/retires`,
        message: `${model.id} retires (${model.retires}) before it is released (${model.released})`,
      });
    }
  });
  if (problems.length > 0) document.reject(problems);
  return models.map((model) => toModel(model, sources)).sort(byId);
}

function toModel(raw: RawModel, sources: RawSources): Model {
  const [name = raw.id, version = ''] = raw.id.split('@');
  return {
    ...raw,
    name,
    version,
    publisher: raw.publisher ?? 'openai',
    sources: raw.sources.flatMap((key) => sources[key] ?? []),
  };
}

/** Names of the APIs, which are folders of scenarios and beginnings of ids. */
export const APIS: Readonly<Record<string, Api>> = {
  chat: 'chat',
  responses: 'responses',
  files: 'files',
  models: 'models',
  service: 'service',
};

/** In the order of the file, which is the order of the columns. */
function loadFeatures(source: DocumentSource): readonly Feature[] {
  const document = parseDocument<{ features: readonly RawFeature[] }>(source, featuresSchema);
  const { features } = document.value;
  const problems = duplicates(features, '/features');
  if (problems.length > 0) document.reject(problems);
  // The schema admits these APIs only.
  return features.map((raw) => ({
    ...raw,
    api: APIS[raw.id.split('/', 1)[0] ?? ''] ?? 'service',
    scope: raw.scope ?? 'model',
  }));
}

function loadPrices(source: DocumentSource, models: readonly Model[]): ReadonlyMap<string, Price> {
  const document = parseDocument<{ sources: RawSources; prices: readonly RawPrice[] }>(source, pricesSchema);
  const { sources, prices } = document.value;
  const known = models.map(({ id }) => id);
  const ids = new Set(known);
  const problems = duplicates(
    prices.map(({ model }) => ({ id: model })),
    '/prices',
  );
  const found = new Map<string, Price>();
  prices.forEach(({ model, input, output, source: name }, index) => {
    if (!ids.has(model)) {
      problems.push({
        pointer: `/prices/${index}/model`,
        message: `no model "${model}" in the catalogue${didYouMean(model, known)}`,
      });
    }
    problems.push(...unknownSource(sources, name, `/prices/${index}/source`));
    const cited = sources[name];
    if (cited !== undefined) found.set(model, { input, output, source: cited });
  });
  if (problems.length > 0) document.reject(problems);
  return found;
}

function loadRegions(source: DocumentSource): readonly Region[] {
  const document = parseDocument<{
    sources: Readonly<Record<string, unknown>>;
    regions: readonly (Region & { readonly source: string })[];
  }>(source, regionsSchema);
  const { sources, regions } = document.value;
  const problems = duplicates(
    regions.map(({ name }) => ({ id: name })),
    '/regions',
  );
  regions.forEach(({ source: name }, index) => {
    problems.push(...unknownSource(sources, name, `/regions/${index}/source`));
  });
  if (problems.length > 0) document.reject(problems);
  return regions.map(({ name, cloud }) => ({ name, cloud }));
}

function unknownSource(
  sources: Readonly<Record<string, unknown>>,
  name: string,
  pointer: string,
): Complaint[] {
  if (Object.hasOwn(sources, name)) return [];
  return [{ pointer, message: `no source "${name}"${didYouMean(name, Object.keys(sources))}` }];
}

function duplicates(entries: readonly { readonly id: string }[], at: string): Complaint[] {
  const first = new Map<string, number>();
  const problems: Complaint[] = [];
  entries.forEach(({ id }, index) => {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, index);
    else problems.push({ pointer: `${at}/${index}`, message: `"${id}" stands here twice` });
  });
  return problems;
}
