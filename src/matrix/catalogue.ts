/**
 * The catalogue: what the harness knows of models, features, prices and regions. Pure; the text comes in,
 * checked values go out, and each fact carries the dated source it was taken from.
 */
import featuresSchema from '../../fixtures/schemas/features.schema.json' with { type: 'json' };
import modelsSchema from '../../fixtures/schemas/models.schema.json' with { type: 'json' };
import pricesSchema from '../../fixtures/schemas/prices.schema.json' with { type: 'json' };
import regionsSchema from '../../fixtures/schemas/regions.schema.json' with { type: 'json' };
import renamesSchema from '../../fixtures/schemas/renames.schema.json' with { type: 'json' };
import { type DocumentSource, parseDocument } from '../documents/index.ts';
import { didYouMean } from '../suggest.ts';
import { byId } from './order.ts';
import { type RawRenames, type Renames, resolveRenames } from './renames.ts';
import type { Api, ChargedTool, Cloud, Effort, Feature, Model, ModelSource, Source } from './types.ts';

/** List price, USD per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly source: Source;
}

/** What the thought and the tools of a model take besides what it says. */
export interface Extras {
  /** Tokens of thought for one answer, by effort. */
  readonly thought: Readonly<Record<Effort, number>>;
  /** USD for one use; a tool without a price has an unknown one. */
  readonly tools: ReadonlyMap<string, number>;
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
  readonly extras: Extras;
  readonly regions: readonly Region[];
  /** Features and models that are called otherwise today. */
  readonly renames: Renames;
}

export interface CatalogueSources {
  readonly models: DocumentSource;
  readonly features: DocumentSource;
  readonly prices: DocumentSource;
  readonly regions: DocumentSource;
  readonly renames: DocumentSource;
}

interface Complaint {
  readonly pointer: string;
  readonly message: string;
}

type RawSources = Readonly<Record<string, Source>>;
type RawModelSources = Readonly<Record<string, ModelSource>>;

interface RawModel extends Omit<Model, 'name' | 'version' | 'publisher' | 'sources'> {
  readonly publisher?: Model['publisher'];
  readonly sources: readonly string[];
}

type RawFeature = Omit<Feature, 'api' | 'scope'> & { readonly scope?: Feature['scope'] };

interface RawPrices {
  readonly sources: RawSources;
  readonly prices: readonly RawPrice[];
  readonly thought: { readonly tokens: Extras['thought']; readonly source: string };
  readonly tools: readonly { readonly tool: ChargedTool; readonly usd: number; readonly source: string }[];
}

interface RawPrice {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly source: string;
}

/** Throws ConfigurationFailure that lists every problem of the first file that has any. */
export function loadCatalogue(sources: CatalogueSources): Catalogue {
  const models = loadModels(sources.models);
  const features = loadFeatures(sources.features);
  return {
    models,
    features,
    ...loadPrices(sources.prices, models),
    regions: loadRegions(sources.regions),
    renames: loadRenames(sources.renames, { models, features }),
  };
}

function loadModels(source: DocumentSource): readonly Model[] {
  const document = parseDocument<{ sources: RawModelSources; models: readonly RawModel[] }>(
    source,
    modelsSchema,
  );
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

function toModel(raw: RawModel, sources: RawModelSources): Model {
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

function loadPrices(source: DocumentSource, models: readonly Model[]): Pick<Catalogue, 'prices' | 'extras'> {
  const document = parseDocument<RawPrices>(source, pricesSchema);
  const { sources, prices, thought, tools } = document.value;
  const known = models.map(({ id }) => id);
  const ids = new Set(known);
  const problems = [
    ...duplicates(
      prices.map(({ model }) => ({ id: model })),
      '/prices',
    ),
    ...duplicates(
      tools.map(({ tool }) => ({ id: tool })),
      '/tools',
    ),
    ...unknownSource(sources, thought.source, '/thought/source'),
    ...tools.flatMap(({ source: name }, index) => unknownSource(sources, name, `/tools/${index}/source`)),
  ];
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
  return {
    prices: found,
    extras: { thought: thought.tokens, tools: new Map(tools.map(({ tool, usd }) => [tool, usd])) },
  };
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

function loadRenames(
  source: DocumentSource,
  { models, features }: { readonly models: readonly Model[]; readonly features: readonly Feature[] },
): Renames {
  const document = parseDocument<{ renames: RawRenames }>(source, renamesSchema);
  const problems: Complaint[] = [];
  const known = { models: models.map(({ id }) => id), features: features.map(({ id }) => id), targets: [] };
  const renames = resolveRenames(document.value.renames, known, (pointer, message) => {
    problems.push({ pointer, message });
  });
  if (problems.length > 0) document.reject(problems);
  return renames;
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
