import { polarityOf, rulesOutApi } from '../../claims/about.ts';
import type { Claim, ClaimSource } from '../../claims/types.ts';
import type { Model } from '../../matrix/types.ts';
import { compare } from '../totals.ts';
import type { Correction, Omission, Reference } from './types.ts';

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
    const retired = versions
      .flatMap((version) => retirementOf(version, claims, sources) ?? [])
      .sort((a, b) => compare(a.date, b.date));
    const last = retired.at(-1);
    if (retired.length < versions.length || last === undefined || last.date > today || last.date <= date)
      return [];
    const { date: note, against, ground } = last;
    const grounds = ground === null ? {} : { grounds: [ground] };
    return [{ claim, settledBy: 'lifecycle', instead: null, against, cells: [], note, ...grounds }];
  });
}

interface Retirement {
  /** ISO date on which the model retires. */
  readonly date: string;
  readonly against: readonly Claim[];
  readonly ground: Reference | null;
}

/** By the newest of the vendor's pages that give a date: the catalogue's, or one that claims were read from. */
function retirementOf(
  { id, retires, sources: [page] }: Model,
  claims: readonly Claim[],
  sources: ReadonlyMap<string, ClaimSource>,
): Retirement | null {
  const told = claims
    .filter(
      ({ topic, subject }) =>
        topic === 'lifecycle' && subject.parameter === 'retires' && subject.model === id,
    )
    .flatMap((claim) => {
      const source = sources.get(claim.source);
      return source?.authority === 'vendor-documentation' ? [{ claim, read: source.date }] : [];
    })
    .sort((a, b) => compare(b.read, a.read))[0];
  if (told !== undefined && (retires === undefined || told.read > (page?.date ?? '')))
    return { date: String(told.claim.value), against: [told.claim], ground: null };
  return retires === undefined ? null : { date: retires, against: [], ground: page ?? null };
}

/** Dates of retirement that a newer page of the vendor, the one the catalogue was made from, has moved. */
export function movedRetirements(
  claims: readonly Claim[],
  sources: ReadonlyMap<string, ClaimSource>,
  models: readonly Model[],
): Correction[] {
  const byId = new Map(models.map((model) => [model.id, model]));
  return claims.flatMap((claim): Correction[] => {
    const { topic, subject, value, source } = claim;
    if (topic !== 'lifecycle' || subject.parameter !== 'retires') return [];
    const { retires, sources: [page] = [] } = byId.get(subject.model ?? '') ?? {};
    if (retires === undefined || page === undefined || String(value) === retires) return [];
    if (page.date <= (sources.get(source)?.date ?? '')) return [];
    return [
      {
        claim,
        settledBy: 'later-document',
        instead: retires,
        against: [],
        cells: [],
        note: null,
        grounds: [page],
      },
    ];
  });
}

/** Claims about a model version that the catalogue, made of the vendor's lists, does not have. */
export function unknownVersions(claims: readonly Claim[], models: readonly Model[]): Correction[] {
  const ids = new Set(models.map(({ id }) => id));
  const names = new Map(models.map((model) => [model.name, model]));
  return claims.flatMap((claim): Correction[] => {
    const { model } = claim.subject;
    const known = names.get(model?.split('@')[0] ?? '');
    if (model?.includes('@') !== true || ids.has(model) || known === undefined) return [];
    const grounds = known.sources.slice(0, 1);
    return [{ claim, settledBy: 'list', instead: known.id, against: [], cells: [], note: null, grounds }];
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
      const grounds = [
        ...new Map(
          left.flatMap(({ sources: [page] }) => (page === undefined ? [] : [[page.url, page]])),
        ).values(),
      ];
      return names.length === 0 ? [] : [{ source: id, models: names, regions: [], by: null, grounds }];
    });
}

/**
 * Dates that a document gives itself and that are older than a model it names, where it gives a possible one
 * as well: of the two it says, that settles which.
 */
export function impossibleDates(claims: readonly Claim[], models: readonly Model[]): Correction[] {
  const own = claims.filter(
    ({ source, topic, subject }) => topic === 'lifecycle' && subject.parameter === `${source}.last-updated`,
  );
  return own.flatMap((claim): Correction[] => {
    const named = new Set(
      claims.filter(({ source }) => source === claim.source).map(({ subject }) => subject.model),
    );
    // A name alone says no more than that its first version was out.
    const first = new Map(
      models
        .toSorted((a, b) => compare(b.released ?? '', a.released ?? ''))
        .map((model) => [model.name, model]),
    );
    const newest = models
      .filter((model) => named.has(model.id) || (named.has(model.name) && first.get(model.name) === model))
      .flatMap(({ id, released, sources }) => (released === undefined ? [] : [{ id, released, sources }]))
      .sort((a, b) => compare(b.released, a.released))[0];
    const possible = own.find(
      ({ source, value }) => source === claim.source && String(value) >= (newest?.released ?? ''),
    );
    if (newest === undefined || possible === undefined || String(claim.value) >= newest.released) return [];
    return [
      {
        claim,
        settledBy: 'itself',
        instead: String(possible.value),
        against: [possible],
        cells: [],
        note: newest.id,
        grounds: newest.sources.slice(0, 1),
      },
    ];
  });
}
