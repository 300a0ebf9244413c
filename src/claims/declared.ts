/**
 * What a resource declares of its models becomes claims like those of a document: dated, with a place, and
 * never evidence. They take part in conflicts and in the assessment of cells.
 */
import type { Capabilities, Inventory } from '../inventory/index.ts';
import type { LoadedClaims } from './load.ts';
import type { Claim, ClaimSource } from './types.ts';

type About = Pick<Claim, 'topic' | 'subject'>;

/** Capabilities that say whether something works. Names of Resource Manager, then of the data plane's list. */
const SAYS_YES_OR_NO: Readonly<Record<string, About>> = {
  chatCompletion: { topic: 'support', subject: { api: 'chat' } },
  responses: { topic: 'support', subject: { api: 'responses' } },
  jsonObjectResponse: { topic: 'support', subject: { feature: 'chat/json-mode' } },
  jsonSchemaResponse: { topic: 'support', subject: { feature: 'chat/structured-outputs' } },
  chat_completion: { topic: 'support', subject: { api: 'chat' } },
};

/** Capabilities that are a number of tokens, by the words of the other sources. */
const SAYS_HOW_MUCH: Readonly<Record<string, About>> = {
  maxContextToken: { topic: 'limit', subject: { parameter: 'context-window' } },
  maxOutputToken: { topic: 'limit', subject: { parameter: 'max-output-tokens' } },
};

/** One source a target. Models that the catalogue does not hold make no claims: an inventory lists them apart. */
export function declaredClaims(
  inventories: Iterable<Inventory>,
  models: ReadonlySet<string>,
): Pick<LoadedClaims, 'sources' | 'claims'> {
  const sources: ClaimSource[] = [];
  const claims: Claim[] = [];
  for (const inventory of inventories) {
    const source = sourceOf(inventory);
    const own = declarationsOf(inventory).filter(({ model }) => models.has(model));
    if (own.length === 0) continue;
    sources.push(source);
    const seen = new Set<string>();
    for (const { model, where, capabilities } of own) {
      for (const claim of claimsOf(source.id, model, where, capabilities)) {
        if (seen.has(claim.id)) continue;
        seen.add(claim.id);
        claims.push(claim);
      }
    }
  }
  return { sources, claims };
}

function sourceOf({ target, discovered, asked }: Inventory): ClaimSource {
  const who = asked.includes('resource-manager') ? 'Azure Resource Manager' : "The endpoint's list of models";
  return {
    id: `arm-${target}`,
    title: `${who}, target ${target}`,
    url: null,
    date: discovered,
    language: 'en',
    retrieved: discovered,
    authority: 'arm',
  };
}

interface Declaration {
  readonly model: string;
  readonly where: string;
  readonly capabilities: Capabilities;
}

/** The model first: what a deployment says besides is heard only where the model is silent. */
function declarationsOf({ models, deployments }: Inventory): readonly Declaration[] {
  return [
    ...models.map(({ id, capabilities = {} }) => ({ model: id, where: `model ${id}`, capabilities })),
    ...deployments.map(({ name, model, capabilities = {} }) => ({
      model,
      where: `deployment ${name}`,
      capabilities,
    })),
  ];
}

function* claimsOf(
  source: string,
  model: string,
  where: string,
  capabilities: Capabilities,
): Iterable<Claim> {
  for (const [name, value] of Object.entries(capabilities)) {
    const common = { id: `${source}#${model}/${name}`, source, where, quote: `${name}: ${value}` };
    const yesOrNo = SAYS_YES_OR_NO[name];
    if (yesOrNo !== undefined && /^(?:true|false)$/i.test(value)) {
      const statement = value.toLowerCase() === 'true' ? 'supported' : 'unsupported';
      yield { ...common, ...about(yesOrNo, model), statement };
    }
    const howMuch = SAYS_HOW_MUCH[name];
    if (howMuch !== undefined && /^\d+$/.test(value)) {
      yield { ...common, ...about(howMuch, model), statement: 'value', value: Number(value) };
    }
  }
}

function about({ topic, subject }: About, model: string): About {
  return { topic, subject: { model, ...subject } };
}
