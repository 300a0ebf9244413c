/**
 * What published documents get wrong: computed from claims, evidence, answers and lifecycle dates.
 *
 *   const corrections = correctionsOf({ claims, sources, cells, models, guide, today });
 *   groupCorrections(corrections, sources);
 */
import { compareSources, conflicts } from '../../claims/conflicts.ts';
import type { Claim, ClaimSource } from '../../claims/types.ts';
import type { Model } from '../../matrix/types.ts';
import type { GuideInput } from '../guide/types.ts';
import type { ReportCell } from '../model.ts';
import { wrongAnswers } from './answers.ts';
import { borneOut, conflictingClaims, excludedClaims, refutedClaims } from './conflicting.ts';
import { impossibleDates, movedRetirements, staleClaims, unknownVersions } from './lifecycle.ts';
import { sightedClaims, withoutSightings } from './sighted.ts';
import { type Correction, type CorrectionGroup, SETTLERS } from './types.ts';

export { outdatedLists } from './editions.ts';
export { omissionsOf } from './lifecycle.ts';
export type { Correction, CorrectionGroup } from './types.ts';

export interface CorrectionInput {
  readonly claims: readonly Claim[];
  readonly sources: readonly ClaimSource[];
  /** Of the Azure table. */
  readonly cells: readonly ReportCell[];
  /** Without those of the reference target. */
  readonly models: readonly Model[];
  readonly guide: GuideInput | null;
  /** ISO date. */
  readonly today: string;
}

/** Each wrong claim once, with the strongest of what speaks against it; by source, then by claim. */
export function correctionsOf(input: CorrectionInput): readonly Correction[] {
  const { claims, cells, models, guide, today } = input;
  const sources = new Map(input.sources.map((source) => [source.id, source]));
  const seen = seenSubjects(cells);
  const refuted = refutedClaims(cells);
  const impossible = impossibleDates(claims, models);
  const wrong = new Set([...refuted, ...impossible].map(({ claim }) => claim.id));
  const right = borneOut(cells);
  // A sentence that is refuted corrects nobody, and one that traffic bears out is corrected by nobody.
  const standing = withoutSightings(claims, sources).filter(({ id }) => !wrong.has(id));
  const found = [
    ...refuted,
    ...excludedClaims(claims, cells),
    ...wrongAnswers(claims, guide),
    ...sightedClaims(claims, sources),
    ...impossible,
    ...conflicts(standing, input.sources)
      .filter(({ subject }) => !seen.has(subject))
      .flatMap((conflict) => conflictingClaims(conflict, sources))
      .filter(({ claim }) => !right.has(claim.id)),
    ...staleClaims(claims, sources, models, today),
    ...movedRetirements(claims, sources, models),
    ...unknownVersions(claims, models),
  ];
  const strongest = new Map<string, Correction>();
  for (const one of found) {
    const other = strongest.get(one.claim.id);
    if (other === undefined || rank(one) < rank(other)) strongest.set(one.claim.id, one);
  }
  return [...strongest.values()].sort((a, b) => (a.claim.id < b.claim.id ? -1 : 1));
}

const rank = ({ settledBy }: Correction) => SETTLERS.indexOf(settledBy);

/**
 * Subjects as conflicts name them (`gpt-5 chat/completion`, by version and by name) about which something was
 * seen: there the evidence says who is right, no document does.
 */
function seenSubjects(cells: readonly ReportCell[]): ReadonlySet<string> {
  const settled = cells.filter(({ status }) => status === 'supported' || status === 'unsupported');
  return new Set(
    settled.flatMap(({ model, feature }) => [`${model} ${feature}`, `${model.split('@')[0]} ${feature}`]),
  );
}

/** Claims of one source that do not hold, by what shows it. */
export interface Corrected {
  /** By an observation, or by an answer of the service. */
  readonly evidence: number;
  readonly laterDocument: number;
  /** The model has retired, a list does not name it, the document says both, or nothing settles it. */
  readonly otherwise: number;
}

/** By source; one without corrections is absent. */
export function correctedBySource(corrections: readonly Correction[]): ReadonlyMap<string, Corrected> {
  const bySource = Map.groupBy(corrections, ({ claim }) => claim.source);
  return new Map(
    [...bySource].map(([source, own]) => {
      const count = (...kinds: readonly Correction['settledBy'][]) =>
        own.filter(({ settledBy }) => kinds.includes(settledBy)).length;
      const [evidence, laterDocument] = [count('observation', 'quoted-answer'), count('later-document')];
      return [source, { evidence, laterDocument, otherwise: own.length - evidence - laterDocument }];
    }),
  );
}

/** Evidence first; then sources the least-ranked first, since those are the ones people keep by hand. */
export function groupCorrections(
  corrections: readonly Correction[],
  sources: ReadonlyMap<string, ClaimSource>,
): readonly CorrectionGroup[] {
  const groups = new Map<string, [Correction, ...Correction[]]>();
  for (const one of corrections) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const order = (a: CorrectionGroup, b: CorrectionGroup) => {
    const [left, right] = [sources.get(a.source), sources.get(b.source)];
    const bySource = left === undefined || right === undefined ? 0 : compareSources(right, left);
    return rank(a.corrections[0]) - rank(b.corrections[0]) || bySource;
  };
  return [...groups.values()]
    .map((group) => ({
      source: group[0].claim.source,
      settledBy: group[0].settledBy,
      models: distinct(group.map(({ claim }) => claim.subject.model)),
      points: distinct(group.map(({ claim }) => pointOf(claim))),
      corrections: group,
    }))
    .sort(order);
}

/** One mistake: the same words of one source, held against the same. */
function keyOf({ claim, settledBy, instead, against, note }: Correction): string {
  const { source, topic, statement, value, basis, subject } = claim;
  // All that a source names and that has retired since is one line; each model keeps its date.
  if (settledBy === 'lifecycle') return JSON.stringify([source, settledBy]);
  // What samples print alike and one check rules out is one line, whatever the field.
  if (claim.excludes !== undefined && settledBy === 'observation')
    return JSON.stringify([source, note, value ?? null]);
  const isSupport = topic === 'support' && subject.parameter === undefined;
  const about = isSupport ? subject.model?.split('@')[0] : pointOf(claim);
  const wording = [topic, statement, about, value, basis, instead, against[0]?.source, note];
  return JSON.stringify([source, settledBy, ...wording.map((part) => part ?? null)]);
}

function pointOf({ subject, topic }: Claim): string {
  const { api, feature, parameter, region } = subject;
  if (region !== undefined) return `${api ?? topic} ${region}`;
  // An answer or a sample of a feature is another thing than the feature.
  if (feature !== undefined && /^(?:error|sample)\./.test(parameter ?? '')) return `${feature} ${parameter}`;
  return feature ?? parameter ?? api ?? topic;
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort();
}
