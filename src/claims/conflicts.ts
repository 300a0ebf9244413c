import { apiOf, PLAIN_FEATURE, polarityOf, rulesOutApi, speaksOfFeature } from './about.ts';
import type { Claim, ClaimSource } from './types.ts';

/** Sources that say different things about the same subject. Computed, never decided by hand. */
export interface Conflict {
  /** What the sides speak about, in words of the catalogue: `gpt-5.2-codex chat/completion`. */
  readonly subject: string;
  /** At least two, each with at least one claim; best-ranked side first, claims best-ranked first. */
  readonly sides: readonly ConflictSide[];
  /**
   * `superseded`: the best-ranked sentence (absence from a list is none, nor is a sample) is of a later date
   * than every claim against it, so a later document settles it, which is no evidence of behaviour. `open`:
   * nothing does.
   */
  readonly kind: 'superseded' | 'open';
}

export interface ConflictSide {
  /** `yes`, `no`, or the value as it is compared. */
  readonly says: string;
  readonly claims: readonly Claim[];
}

const AUTHORITY: Readonly<Record<ClaimSource['authority'], number>> = {
  'vendor-documentation': 0,
  'vendor-specification': 0,
  // One resource says so of itself: no later day of it settles what the vendor says of all.
  arm: 1,
  'third-party-catalogue': 1,
  'user-guide': 2,
  // One answer on one day. What it is worth against documents is not a matter of rank: corrections/sighted.ts.
  'quoted-answer': 3,
};

/**
 * Order of sources, best first: the vendor before third parties before the user's guide; among equals the
 * later date; then by id so that the order is total. Who speaks comes before when, because a catalogue or
 * a guide copies the vendor's page, and a copy that is younger than its original is still a copy.
 */
export function compareSources(a: ClaimSource, b: ClaimSource): number {
  return (
    AUTHORITY[a.authority] - AUTHORITY[b.authority] || compareText(b.date, a.date) || compareText(a.id, b.id)
  );
}

/** Topics in which one subject has one value; two regions or two file formats are no conflict. */
const SINGLE_VALUED: ReadonlySet<Claim['topic']> = new Set([
  'limit',
  'access',
  'lifecycle',
  'parameter',
  'error',
]);

/**
 * All conflicts among the claims, sorted by subject. A name covers every version of the model, and "does not
 * speak this API" is held against "supports this feature of it". Claims whose source is not given are left out.
 */
export function conflicts(claims: readonly Claim[], sources: readonly ClaimSource[]): readonly Conflict[] {
  const ranked = new Map(
    sources.toSorted(compareSources).map((source, rank) => [source.id, { source, rank }]),
  );
  const best = (a: Claim, b: Claim) =>
    Number(a.basis === 'sample') - Number(b.basis === 'sample') ||
    rankOf(ranked, a) - rankOf(ranked, b) ||
    compareText(a.id, b.id);
  const found: Conflict[] = [];
  for (const [subject, group] of groupBySubject(claims.filter(({ source }) => ranked.has(source)))) {
    const sides = sidesOf(group.toSorted(best));
    if (sides.length > 1) found.push({ subject, sides, kind: kindOf(sides, ranked) });
  }
  return found.sort((a, b) => compareText(a.subject, b.subject));
}

type Ranked = ReadonlyMap<string, { readonly source: ClaimSource; readonly rank: number }>;

function rankOf(ranked: Ranked, claim: Claim): number {
  return ranked.get(claim.source)?.rank ?? Number.MAX_SAFE_INTEGER;
}

/** What a group of comparable claims is about; `model` undefined: no model in particular. */
interface Subject {
  readonly model: string | undefined;
  readonly point: string;
}

/**
 * Claims that can contradict each other share a subject. A claim about a name joins the groups of the
 * versions that claims speak of, and a "no" about no model in particular joins the group of every model.
 */
function groupBySubject(claims: readonly Claim[]): ReadonlyMap<string, readonly Claim[]> {
  const versions = collect(claims, ({ subject }) => [nameOf(subject.model), subject.model]);
  const features = collect(claims, (claim) => [apiOf(claim), claim.subject.feature]);
  const groups = new Map<string, { readonly subject: Subject; readonly claims: Claim[] }>();
  for (const claim of claims) {
    const { model } = claim.subject;
    const models = model === nameOf(model) ? [...(versions.get(model ?? '') ?? [model])] : [model];
    for (const point of pointsOf(claim, features)) {
      for (const covered of models) {
        const at = `${covered ?? 'any model'} ${point}`;
        const group = groups.get(at);
        if (group === undefined) groups.set(at, { subject: { model: covered, point }, claims: [claim] });
        else group.claims.push(claim);
      }
    }
  }
  const kept = new Map<string, readonly Claim[]>();
  for (const [at, { subject, claims: own }] of groups) {
    // A group that no claim is about by this very name only repeats the group of the name.
    if (!own.some((claim) => claim.subject.model === subject.model)) continue;
    const rules = subject.model === undefined ? [] : (groups.get(`any model ${subject.point}`)?.claims ?? []);
    kept.set(at, [...own, ...rules.filter((claim) => polarityOf(claim) === 'no')]);
  }
  return kept;
}

/** Set of values for each key; pairs with an undefined half are left out. */
function collect(
  claims: readonly Claim[],
  pair: (claim: Claim) => readonly [string | undefined, string | undefined],
): ReadonlyMap<string, ReadonlySet<string>> {
  const sets = new Map<string, Set<string>>();
  for (const claim of claims) {
    const [at, value] = pair(claim);
    if (at === undefined || value === undefined) continue;
    sets.set(at, (sets.get(at) ?? new Set()).add(value));
  }
  return sets;
}

/** The comparable points a claim speaks of: a feature, or topic and subject for everything else. */
function pointsOf(claim: Claim, features: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const { feature, api, parameter, region } = claim.subject;
  const isValue = polarityOf(claim) === undefined;
  if (isValue && !SINGLE_VALUED.has(claim.topic)) return [];
  if (isValue || !speaksOfFeature(claim)) {
    const parts = [claim.topic, feature ?? api, parameter, region, isValue ? 'value' : undefined];
    return [parts.filter((part) => part !== undefined).join(' ')];
  }
  if (feature !== undefined) return [feature];
  const whole = apiOf(claim) ?? '';
  const plain = PLAIN_FEATURE[whole] ?? whole;
  return rulesOutApi(claim) ? [...new Set([plain, ...(features.get(whole) ?? [])])] : [plain];
}

function sidesOf(claims: readonly Claim[]): readonly ConflictSide[] {
  const sides = new Map<string, Claim[]>();
  for (const claim of claims) {
    const says = polarityOf(claim) ?? String(claim.value).trim().toLowerCase();
    const side = sides.get(says);
    if (side === undefined) sides.set(says, [claim]);
    else if (!side.includes(claim)) side.push(claim);
  }
  return [...sides].map(([says, group]) => ({ says, claims: group }));
}

function kindOf(sides: readonly ConflictSide[], ranked: Ranked): Conflict['kind'] {
  const date = (claim: Claim) => ranked.get(claim.source)?.source.date ?? '';
  const [best, ...others] = sides;
  const leading = best?.claims.find(({ basis }) => basis === undefined);
  if (leading === undefined) return 'open';
  const latestAgainst =
    others
      .flatMap((side) => side.claims.map(date))
      .sort(compareText)
      .at(-1) ?? '';
  return date(leading) > latestAgainst ? 'superseded' : 'open';
}

function nameOf(model: string | undefined): string | undefined {
  return model?.split('@')[0];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
