import type { Model } from '../matrix/types.ts';

/** What an exchange says about the model that answered. Any of the three may be an alias somebody chose. */
export interface StatedModel {
  /** `model` of the request; on Azure's v1 surface this is a deployment name. */
  readonly requested: string | null;
  /** `model` of the answer; Azure's chat names the model behind the deployment, its Responses echo the request (facts section 2). */
  readonly echoed: string | null;
  /** Deployment in the path. */
  readonly deployment: string | null;
}

export interface ResolvedModel {
  /** As the catalogue writes it; lower case for a model it does not know. */
  readonly name: string;
  readonly version: string | null;
  /** Catalogue id, null where the catalogue has no such model or version. */
  readonly modelId: string | null;
  /** True when the version is only known because the catalogue has exactly one. */
  readonly versionInferred: boolean;
}

/**
 * The model that answered, or null where nothing names one. The answer is believed before the request,
 * and the request before the deployment; a name that no maker gave (`prod-41`) is never a model.
 */
export function resolveModel(stated: StatedModel, catalogue: readonly Model[]): ResolvedModel | null {
  const index = indexOf(catalogue);
  const texts = [stated.echoed, stated.requested, stated.deployment].flatMap((text) => normal(text) ?? []);
  const [first, ...others] = texts.flatMap((text) => fromCatalogue(text, index) ?? fromMaker(text) ?? []);
  if (first === undefined) return null;
  // An answer may name the model only, and the request or the deployment its version too.
  const versioned = [first, ...others].find(({ name, version }) => name === first.name && version !== null);
  return versioned ?? inferred(first, index);
}

/** Whether the catalogue has any version of a model of this name. */
export function isInCatalogue(name: string, catalogue: readonly Model[]): boolean {
  return indexOf(catalogue).byName.has(canonical(name));
}

interface CatalogueIndex {
  /** `gpt-4.1-2025-04-14` → model, in canonical spelling. */
  readonly byFullName: ReadonlyMap<string, Model>;
  /** `gpt-4.1` → its versions. */
  readonly byName: ReadonlyMap<string, readonly Model[]>;
}

const indexes = new WeakMap<readonly Model[], CatalogueIndex>();

function indexOf(catalogue: readonly Model[]): CatalogueIndex {
  const existing = indexes.get(catalogue);
  if (existing !== undefined) return existing;
  const index: CatalogueIndex = {
    byFullName: new Map(catalogue.map((model) => [canonical(`${model.name}-${model.version}`), model])),
    byName: Map.groupBy(catalogue, (model) => canonical(model.name)),
  };
  indexes.set(catalogue, index);
  return index;
}

/** One spelling for comparison: Azure writes gpt-35-turbo and OpenAI gpt-3.5-turbo. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/^gpt-3\.5(?=-|$)/, 'gpt-35');
}

/** Lower case without a router's prefix; null for what cannot be a name. */
function normal(text: string | null): string | null {
  const name = (text ?? '')
    .trim()
    .toLowerCase()
    .replace(/^(?:azure|azure-openai|openai)\//, '');
  return /^[a-z0-9][a-z0-9._@/-]{0,79}$/.test(name) ? name : null;
}

/** `-2025-04-14`, or in the first generations `-0613` and `-1106-preview`. */
const VERSIONED = /^(.+?)-(\d{4}-\d{2}-\d{2}|\d{4}(?:-preview)?)$/;

function fromCatalogue(text: string, index: CatalogueIndex): ResolvedModel | null {
  const name = canonical(text.replace('@', '-'));
  const exact = index.byFullName.get(name);
  if (exact !== undefined) {
    return { name: exact.name, version: exact.version, modelId: exact.id, versionInferred: false };
  }
  // OpenAI's `-latest` is a moving alias: the name is known, the version is not.
  const bare = index.byName.get(name) ?? index.byName.get(name.replace(/-latest$/, ''));
  if (bare?.[0] !== undefined) {
    return { name: bare[0].name, version: null, modelId: null, versionInferred: false };
  }
  const [, base = '', version = ''] = VERSIONED.exec(name) ?? [];
  const [sibling] = index.byName.get(base) ?? [];
  return sibling === undefined
    ? null
    : { name: sibling.name, version, modelId: null, versionInferred: false };
}

/** A bare name means the catalogue's only version, if it has just one. */
function inferred(resolved: ResolvedModel, index: CatalogueIndex): ResolvedModel | null {
  const versions = index.byName.get(canonical(resolved.name)) ?? [];
  const [only] = versions;
  if (resolved.version !== null || only === undefined || versions.length !== 1) return resolved;
  // `turbo-2024-04-09` is a version of gpt-4 on Azure, but nobody means it who writes gpt-4.
  if (/^[a-z]/i.test(only.version)) return null;
  return { name: only.name, version: only.version, modelId: only.id, versionInferred: true };
}

/** Families of other makers met on Azure AI Foundry and on compatible services. */
const OTHER_MAKERS =
  /^(?:[a-z0-9-]+\/)?(?:claude|codestral|cohere|command|deepseek|gemini|gemma|glm|grok|jamba|kimi|llama|magistral|mai|meta-llama|minimax|ministral|mistral|mixtral|nova|phi|qwen|qwen\d)[-_.\d]/;
/** OpenAI's own naming: a family and nothing but words OpenAI uses; any other word was chosen by a deployer. */
const OPENAI_FAMILY = /^(?:gpt|chatgpt|o\d|codex|computer-use|text-embedding|dall-e|whisper|tts|sora)(?:-|$)/;
const OPENAI_WORD =
  /^(?:\d{1,2}(?:\.\d)?[a-z]?|ada|astra|audio|chat|codex|computer|deep|diarize|embedding|image|instruct|large|latest|luna|max|mini|nano|oss|preview|pro|realtime|research|search|small|sol|terra|transcribe|tts|turbo|use|vision)$/;

/** A model that the catalogue does not have, but whose name a maker gave. */
function fromMaker(text: string): ResolvedModel | null {
  const [, name = text, version = null] = /^(.+?)[-@](\d{4}-\d{2}-\d{2}|20\d{6})$/.exec(text) ?? [];
  const resolved = { name, version, modelId: null, versionInferred: false };
  if (OTHER_MAKERS.test(name)) return resolved;
  const family = OPENAI_FAMILY.exec(name);
  if (family === null) return null;
  const words = name.slice(family[0].length).split('-');
  return words.every((word) => word === '' || OPENAI_WORD.test(word)) ? resolved : null;
}
