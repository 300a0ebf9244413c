/** How a statement of the guide stands to what is known: the mark behind it. */
import type { CatalogueEntry } from '../../checks/errors/index.ts';
import { compileGlob } from '../../matrix/glob.ts';
import type { Model } from '../../matrix/types.ts';
import { type Answer, answersOf } from '../answers.ts';
import type { Correction } from '../corrections/index.ts';
import { applies, type ReportModel } from '../model.ts';
import type { Ground } from './types.ts';

/**
 * - `contradicted`: evidence speaks against it
 * - `seen`: evidence bears it out; `models` counts the models it was seen with
 * - `quoted`: an answer of the service that bears it out was recorded or quoted
 * - `superseded`: a later document says otherwise
 * - `documented`: documents alone
 * - `unknown`: nobody says so
 */
export interface Standing {
  readonly kind: 'contradicted' | 'seen' | 'quoted' | 'superseded' | 'documented' | 'unknown';
  /** Kind of the newest evidence; null for documents. */
  readonly evidence: Answer['evidence'];
  /** ISO date of the newest evidence or document; null where it has none. */
  readonly date: string | null;
  /** Models it was seen with, or that speak against it. */
  readonly models: readonly string[];
}

const NOTHING: Standing = { kind: 'unknown', evidence: null, date: null, models: [] };

/** Worst first: one ground that does not hold is worth more than three that do. */
const ORDER = ['contradicted', 'superseded', 'seen', 'quoted', 'documented', 'unknown'] as const;

/** Reads grounds against one report; what they share is looked up once. */
export function standingsAgainst(report: ReportModel): (ground: Ground) => Standing {
  const answers = answersOf(report);
  const models = report.series.flatMap((series) => series.models);
  const byClaim = new Map(report.corrections.map((one) => [one.claim.id, one]));
  const features = new Map(
    [...report.apis.flatMap((api) => api.features), ...report.endpointFeatures].map((one) => [one.id, one]),
  );
  return (ground) => {
    const standings = [
      ...(ground.features === undefined ? [] : [ofFeatures(ground)]),
      ...(ground.claims ?? []).map((pattern) => ofClaims(pattern, report, byClaim)),
      ...(ground.errors ?? []).map((id) => ofError(id, report)),
      ...(ground.catalogue === undefined ? [] : [ofCatalogue(models)]),
    ];
    return standings.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))[0] ?? NOTHING;
  };

  function ofFeatures({ features: ids = [], models: globs, says = 'yes' }: Ground): Standing {
    const named = globs?.map(compileGlob);
    const about = models.filter(({ id, name }) => named?.some((fits) => fits(id) || fits(name)) ?? true);
    const asked = ids.flatMap((id) => {
      const feature = features.get(id);
      if (feature === undefined) return [];
      if (feature.scope === 'target') return [{ model: '-', answer: answers(id, '-') }];
      return about
        .filter((model) => applies(feature, model))
        .map((model) => ({ model: model.id, answer: answers(id, model.id) }));
    });
    const against = asked.filter(({ answer }) => isSeen(answer) && answer.says !== says);
    const seen = asked.filter(({ answer }) => isSeen(answer) && answer.says === says);
    // Said of each named model, or of some model: one exception refutes only the former.
    const refuted = named === undefined ? against.length === asked.length : against.length > 0;
    if (refuted && asked.length > 0) return from('contradicted', against);
    if (seen.length > 0) return from('seen', seen);
    const documented = asked.filter(({ answer }) => answer.says === says);
    if (documented.length > 0) return from('documented', documented);
    return asked.some(({ answer }) => answer.says !== 'unknown') ? from('superseded', asked) : NOTHING;
  }
}

const isSeen = ({ basis }: Answer) => basis === 'evidence';

function from(
  kind: Standing['kind'],
  asked: readonly { readonly model: string; readonly answer: Answer }[],
): Standing {
  const date = newest(asked.map(({ answer }) => answer.date));
  return {
    kind,
    evidence: asked.find(({ answer }) => answer.date === date)?.answer.evidence ?? null,
    date,
    models: [...new Set(asked.map(({ model }) => model))].filter((model) => model !== '-'),
  };
}

function ofClaims(
  pattern: string,
  { claims, sources }: ReportModel,
  corrections: ReadonlyMap<string, Correction>,
): Standing {
  const fits = compileGlob(pattern);
  const found = claims.filter(({ id }) => fits(id));
  const wrong = found.flatMap(({ id }) => corrections.get(id) ?? []);
  const date = newest(found.map(({ source }) => sources.get(source)?.date ?? null));
  const [first] = wrong;
  if (first === undefined) return found.length === 0 ? NOTHING : { ...NOTHING, kind: 'documented', date };
  const models = wrong.flatMap(({ claim }) => claim.subject.model ?? []);
  const refuted = first.settledBy === 'observation' || first.settledBy === 'quoted-answer';
  return { kind: refuted ? 'contradicted' : 'superseded', evidence: null, date, models };
}

function ofError(id: string, { cells, guide }: ReportModel): Standing {
  const seen = cells.filter((cell) => cell.evidence.some(({ result }) => result?.error?.entry === id));
  if (seen.length > 0) {
    return {
      kind: 'seen',
      evidence: seen[0]?.evidence[0]?.kind ?? null,
      date: newest(seen.map(({ observedAt }) => observedAt)),
      models: [...new Set(seen.map(({ model }) => model))].filter((model) => model !== '-'),
    };
  }
  const entry: CatalogueEntry | undefined = guide?.errors.find((one) => one.id === id);
  return entry === undefined ? NOTHING : { ...NOTHING, kind: 'quoted' };
}

function ofCatalogue(models: readonly Model[]): Standing {
  const date = newest(models.flatMap(({ sources }) => sources.map((source) => source.date)));
  return { ...NOTHING, kind: 'documented', date };
}

function newest(dates: readonly (string | null)[]): string | null {
  return (
    dates
      .flatMap((date) => date?.slice(0, 10) ?? [])
      .sort()
      .at(-1) ?? null
  );
}
