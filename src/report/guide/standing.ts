/** How a statement of the guide stands to what is known: the mark behind it. */
import { compileGlob } from '../../matrix/glob.ts';
import type { Model } from '../../matrix/types.ts';
import { type Answer, answersOf } from '../answers.ts';
import type { Correction } from '../corrections/index.ts';
import { applies, type ReportModel } from '../model.ts';
import type { Ground } from './types.ts';

/**
 * - `contradicted`: evidence speaks against it
 * - `superseded`: a later document says otherwise
 * - `denied`: documents say otherwise, of no later date than those that say so
 * - `disputed`: sources disagree, and nothing settles it
 * - `partly`: some of the features it names were seen, not all; `parts` has each
 * - `seen`: evidence bears out all of it; `models` counts the models it was seen with
 * - `quoted`: answers of the service that bear it out were recorded or quoted; `answers` says where
 * - `documented`: documents alone
 * - `unknown`: nobody says so
 */
export interface Standing {
  readonly kind: (typeof ORDER)[number];
  /** Kind of the newest evidence; null for documents. */
  readonly evidence: Answer['evidence'];
  /** ISO date of the newest evidence or document; null where it has none. */
  readonly date: string | null;
  /** Models it was seen with, or that speak against it. */
  readonly models: readonly string[];
  /** Of `partly`. */
  readonly parts?: readonly Part[];
  /** Of `quoted`. */
  readonly answers?: readonly QuotedAnswer[];
}

/** One of the features that a statement names. */
export interface Part extends Standing {
  readonly feature: string;
}

/** Where an answer of the service was recorded or quoted. */
export interface QuotedAnswer {
  /** An address, or words about a recording; as in the error catalogue. */
  readonly where: string;
  /** ISO date, where a dated source has this address. */
  readonly date: string | null;
}

/** Worst first: one ground that does not hold is worth more than three that do. */
const ORDER = [
  'contradicted',
  'superseded',
  'denied',
  'disputed',
  'partly',
  'seen',
  'quoted',
  'documented',
  'unknown',
] as const;

const NOTHING: Standing = { kind: 'unknown', evidence: null, date: null, models: [] };

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
      ...(ground.errors === undefined ? [] : [ofErrors(ground.errors, report)]),
      ...(ground.catalogue === undefined ? [] : [ofCatalogue(models)]),
    ];
    return worstOf(standings);
  };

  /** Seen only where each of the features was: one of six is no tick for the other five. */
  function ofFeatures({ features: ids = [], models: globs, says = 'yes' }: Ground): Standing {
    const named = globs?.map(compileGlob);
    const about = models.filter(({ id, name }) => named?.some((fits) => fits(id) || fits(name)) ?? true);
    const parts = ids.map((id) => ({ feature: id, ...ofFeature(id, about, says, named !== undefined) }));
    const seen = parts.filter(({ kind }) => kind === 'seen');
    const worst = worstOf(parts);
    if (worst.kind !== 'seen' || seen.length === parts.length) {
      return { ...worst, ...joined(parts.filter(({ kind }) => kind === worst.kind)) };
    }
    return { ...NOTHING, kind: 'partly', ...joined(seen), parts };
  }

  function ofFeature(id: string, about: readonly Model[], says: 'yes' | 'no', ofEach: boolean): Standing {
    const feature = features.get(id);
    if (feature === undefined) return NOTHING;
    const asked =
      feature.scope === 'target'
        ? [{ model: '-', answer: answers(id, '-') }]
        : about
            .filter((model) => applies(feature, model))
            .map((model) => ({ model: model.id, answer: answers(id, model.id) }));
    const against = asked.filter(({ answer }) => isSeen(answer) && answer.says !== says);
    const seen = asked.filter(({ answer }) => isSeen(answer) && answer.says === says);
    // Said of each named model, or of some model: one exception refutes only the former.
    const refuted = ofEach ? against.length > 0 : against.length === asked.length;
    if (refuted && asked.length > 0) return from('contradicted', against);
    if (seen.length > 0) return from('seen', seen);
    const documented = asked.filter(({ answer }) => answer.says === says);
    if (documented.length > 0) return from('documented', documented);
    // Seen refused, and nobody says so of any other model.
    if (against.length > 0) return from('contradicted', against);
    const disputed = asked.filter(({ answer }) => answer.disputed);
    if (disputed.length > 0) return from('disputed', disputed);
    const denied = asked.filter(({ answer }) => answer.says !== 'unknown');
    return denied.length > 0 ? from('denied', denied) : NOTHING;
  }
}

function worstOf(standings: readonly Standing[]): Standing {
  return standings.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))[0] ?? NOTHING;
}

/** Newest date, its kind of evidence, and all models. */
function joined(standings: readonly Standing[]): Pick<Standing, 'date' | 'evidence' | 'models'> {
  const date = newest(standings.map((one) => one.date));
  return {
    date,
    evidence: standings.find((one) => one.date === date)?.evidence ?? null,
    models: [...new Set(standings.flatMap(({ models }) => models))],
  };
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
  if (wrong.length === 0) return found.length === 0 ? NOTHING : { ...NOTHING, kind: 'documented', date };
  const worst = worstOf(wrong.map(({ settledBy }) => ({ ...NOTHING, kind: AGAINST[settledBy] }))).kind;
  const models = wrong
    .filter(({ settledBy }) => AGAINST[settledBy] === worst)
    .flatMap(({ claim }) => claim.subject.model ?? []);
  return { kind: worst, evidence: null, date, models };
}

/** What a correction means for a statement that rests on its claim. */
const AGAINST: Readonly<Record<Correction['settledBy'], Standing['kind']>> = {
  observation: 'contradicted',
  'quoted-answer': 'contradicted',
  'later-document': 'superseded',
  lifecycle: 'superseded',
  list: 'denied',
  itself: 'disputed',
  open: 'disputed',
};

/** Seen only where each of the errors was; otherwise quoted, from the catalogue. */
function ofErrors(ids: readonly string[], { cells, guide, sources }: ReportModel): Standing {
  const hits = ids.map((id) =>
    cells.flatMap(({ model, evidence }) =>
      evidence
        .filter(({ result }) => result?.error?.entry === id)
        .map(({ kind, observedAt }) => ({ model, kind, date: observedAt?.slice(0, 10) ?? null })),
    ),
  );
  if (hits.every((seen) => seen.length > 0)) {
    const seen = hits.flat();
    const date = newest(seen.map((one) => one.date));
    return {
      kind: 'seen',
      evidence: seen.find((one) => one.date === date)?.kind ?? null,
      date,
      models: [...new Set(seen.map(({ model }) => model))].filter((model) => model !== '-'),
    };
  }
  const entries = ids.flatMap((id) => guide?.errors.find((entry) => entry.id === id) ?? []);
  if (entries.length < ids.length) return NOTHING;
  const dates = new Map([...sources.values()].map(({ url, date }) => [url, date]));
  const answers = entries.flatMap(({ evidence }) =>
    evidence.map((where) => ({ where, date: dates.get(where) ?? null })),
  );
  return { ...NOTHING, kind: 'quoted', date: newest(answers.map((one) => one.date)), answers };
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
