import { polarityOf } from '../../claims/about.ts';
import type { Claim, ClaimSource } from '../../claims/types.ts';
import type { Omission } from './types.ts';

/**
 * What the latest edition of a page lists and an earlier one does not: no mistake of the earlier one, but what
 * somebody who still reads it does not learn. An edition that lists nothing of a kind leaves nothing of it out.
 */
export function outdatedLists(claims: readonly Claim[], sources: readonly ClaimSource[]): Omission[] {
  const pages = Map.groupBy(
    sources.filter(({ page }) => page !== undefined),
    ({ page }) => page,
  );
  const bySource = Map.groupBy(claims, ({ source }) => source);
  return [...pages.values()].flatMap((editions): Omission[] => {
    const [latest, ...earlier] = editions.toSorted((a, b) => (a.date < b.date ? 1 : -1));
    if (latest === undefined) return [];
    const listed = listsOf(bySource.get(latest.id) ?? []);
    return earlier.flatMap(({ id }): Omission[] => {
      const own = listsOf(bySource.get(id) ?? []);
      const models = shortest(without(listed.models, own.models), own.models);
      const regions = without(listed.regions, own.regions);
      return models.length + regions.length === 0 ? [] : [{ source: id, models, regions, by: latest.id }];
    });
  });
}

interface Lists {
  /** Ids. */
  readonly models: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}

function listsOf(claims: readonly Claim[]): Lists {
  const listed = claims.filter(
    (claim) =>
      polarityOf(claim) === 'yes' &&
      claim.subject.api !== undefined &&
      claim.subject.feature === undefined &&
      claim.subject.parameter === undefined,
  );
  return {
    models: new Set(
      listed.flatMap(({ topic, subject }) => (topic === 'support' ? (subject.model ?? []) : [])),
    ),
    regions: new Set(
      listed.flatMap(({ topic, subject }) => (topic === 'region' ? (subject.region ?? []) : [])),
    ),
  };
}

function without(later: ReadonlySet<string>, earlier: ReadonlySet<string>): string[] {
  return earlier.size === 0 ? [] : [...later].filter((name) => !earlier.has(name)).sort();
}

/** The name alone where the edition knows no version of the model. */
function shortest(ids: readonly string[], known: ReadonlySet<string>): string[] {
  const nameOf = (id: string) => id.split('@')[0] ?? id;
  const names = new Set([...known].map(nameOf));
  return [...new Set(ids.map((id) => (names.has(nameOf(id)) ? id : nameOf(id))))];
}
