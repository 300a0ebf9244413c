import { polarityOf, rulesOutApi } from '../../claims/about.ts';
import type { Claim, ClaimSource } from '../../claims/types.ts';
import type { Model } from '../../matrix/types.ts';
import type { Correction, Omission } from './types.ts';

/**
 * Claims that a model offers an API, made before the model retired: right then, stale now. `today`: ISO date.
 */
export function staleClaims(
  claims: readonly Claim[],
  sources: ReadonlyMap<string, ClaimSource>,
  models: readonly Model[],
  today: string,
): Correction[] {
  return claims.flatMap((claim): Correction[] => {
    const { model, api, feature, parameter, region } = claim.subject;
    const date = sources.get(claim.source)?.date;
    if (model === undefined || api === undefined || date === undefined) return [];
    if (feature !== undefined || parameter !== undefined || region !== undefined) return [];
    if (claim.topic !== 'support' || polarityOf(claim) !== 'yes' || rulesOutApi(claim)) return [];
    const versions = models.filter(({ id, name }) => id === model || name === model);
    const retired = versions.flatMap(({ retires }) => retires ?? []).sort();
    const last = retired.at(-1);
    if (retired.length < versions.length || last === undefined || last > today || last <= date) return [];
    return [{ claim, settledBy: 'lifecycle', instead: null, against: [], cells: [], note: last }];
  });
}

/** Claims about a model version that the catalogue, made of the vendor's lists, does not have. */
export function unknownVersions(claims: readonly Claim[], models: readonly Model[]): Correction[] {
  const ids = new Set(models.map(({ id }) => id));
  const names = new Map(models.map(({ id, name }) => [name, id]));
  return claims.flatMap((claim): Correction[] => {
    const { model } = claim.subject;
    const known = names.get(model?.split('@')[0] ?? '');
    if (model?.includes('@') !== true || ids.has(model) || known === undefined) return [];
    return [{ claim, settledBy: 'list', instead: known, against: [], cells: [], note: null }];
  });
}

/** For guides, which mean to be complete: models of the series they cover that were released by their date. */
export function omissionsOf(
  claims: readonly Claim[],
  sources: readonly ClaimSource[],
  models: readonly Model[],
): Omission[] {
  return sources
    .filter(({ authority }) => authority === 'user-guide')
    .flatMap(({ id, date }): Omission[] => {
      const own = claims.filter(({ source }) => source === id);
      const named = new Set(own.map(({ subject }) => subject.model?.split('@')[0]));
      const covered = new Set(models.filter(({ name }) => named.has(name)).map(({ series }) => series));
      const left = models.filter(
        ({ name, series, released }) =>
          !named.has(name) && covered.has(series) && released !== undefined && released <= date,
      );
      const names = [...new Set(left.map(({ name }) => name))];
      return names.length === 0 ? [] : [{ source: id, models: names, regions: [], by: null }];
    });
}
