import type { Claim } from './types.ts';

/** The feature that a claim about an API as a whole is about: the plainest request of that API. */
export const PLAIN_FEATURE: Readonly<Record<string, string>> = {
  chat: 'chat/completion',
  responses: 'responses/create',
};

/** `supported`, `preview` and `limited` say yes, with or without limits; undefined for a value. */
export function polarityOf(claim: Claim): 'yes' | 'no' | undefined {
  if (claim.statement === 'value') return undefined;
  return claim.statement === 'unsupported' ? 'no' : 'yes';
}

/** The API a claim speaks of, from its feature where it names one. */
export function apiOf(claim: Claim): string | undefined {
  return claim.subject.feature?.split('/')[0] ?? claim.subject.api;
}

/**
 * Whether a claim can stand beside a cell (model x feature). A claim about a region, a limit or one
 * parameter of an API is not about a feature, unless it names the feature too.
 */
export function speaksOfFeature(claim: Claim): boolean {
  const { feature, api, parameter, region } = claim.subject;
  if (polarityOf(claim) === undefined || region !== undefined) return false;
  if (claim.topic !== 'support' && claim.topic !== 'parameter') return false;
  return feature !== undefined || (api !== undefined && parameter === undefined);
}

export interface ClaimIndex {
  readonly byKey: ReadonlyMap<string, readonly Claim[]>;
}

/** Key of claims about one feature, or about every feature of an API (`responses/*`); `*` is any model. */
const key = (model: string, feature: string): string => `${model} ${feature}`;

/** Built once in the number of claims; `claimsAbout` then costs six look-ups. */
export function indexClaims(claims: readonly Claim[]): ClaimIndex {
  const byKey = new Map<string, Claim[]>();
  for (const claim of claims) {
    if (!speaksOfFeature(claim)) continue;
    const feature = featureScope(claim);
    if (feature === undefined) continue;
    const at = key(claim.subject.model ?? '*', feature);
    const list = byKey.get(at);
    if (list === undefined) byKey.set(at, [claim]);
    else list.push(claim);
  }
  return { byKey };
}

function featureScope(claim: Claim): string | undefined {
  const { feature, api } = claim.subject;
  if (feature !== undefined) return feature;
  if (api === undefined) return undefined;
  return rulesOutApi(claim) ? `${api}/*` : PLAIN_FEATURE[api];
}

/**
 * "The model does not speak this API" is about each of its features; "it does" only about the plainest, and
 * so is absence from a list of models, which is no sentence about any feature.
 */
export function rulesOutApi(claim: Claim): boolean {
  const { feature, api } = claim.subject;
  return (
    feature === undefined && api !== undefined && polarityOf(claim) === 'no' && claim.basis !== 'absence'
  );
}

/**
 * Every claim about a cell, in the order the claims were given to the index: those of the version
 * (`gpt-5@2025-08-07`), of the name (`gpt-5`, every version) and of no model at all (a rule of the API).
 */
export function claimsAbout(
  index: ClaimIndex,
  cell: { readonly model: string; readonly feature: string },
): readonly Claim[] {
  const name = cell.model.split('@')[0] ?? cell.model;
  const api = cell.feature.split('/')[0] ?? '';
  const models = new Set([cell.model, name, '*']);
  const found: Claim[] = [];
  for (const model of models) {
    for (const feature of [cell.feature, `${api}/*`]) {
      const claims = index.byKey.get(key(model, feature));
      if (claims !== undefined) found.push(...claims);
    }
  }
  return found;
}
