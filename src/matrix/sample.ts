/**
 * A night that asks less and says what it leaves out. Of the cases that could run it takes
 *
 * - a covering array, the same every night, so that nights compare: each pair of axis values that occurs
 *   together is asked at least once (PAIRS says which axes);
 * - of the remainder a share that rotates with the date, so that every case has its turn;
 * - of what an earlier run left without a recent verdict the oldest, at most as many as one share: a night
 *   that failed is made up for.
 *
 * Feature x model is no pair of the array: on one target it is the whole plan. Its place is taken by feature x
 * kind of model; each single feature on each single model is what the rotating share comes to.
 */
import { createHash } from 'node:crypto';
import { compare } from './order.ts';
import type { Case, Matrix } from './types.ts';

/** `share` of `of` parts of the remainder a night. */
export interface SampleSpec {
  readonly share: number;
  readonly of: number;
}

export interface Sample {
  /** All cases in their order; those that wait have `notRun`, `sampled-out`. */
  readonly cases: readonly Case[];
  readonly statement: SampleStatement;
}

/** What a sample guarantees, counted and not assumed. */
export interface SampleStatement {
  /** `1/7`, of the remainder. */
  readonly share: string;
  /** ISO date that the rotation went by. */
  readonly day: string;
  /** Every case has been asked after so many nights in a row. */
  readonly nights: number;
  /** Cases that could run. */
  readonly of: number;
  /** Cases asked: `covering` + `rotating` + `overdue` + `free`. */
  readonly asked: number;
  readonly covering: number;
  readonly rotating: number;
  readonly overdue: number;
  /** Of the reference target, which costs nothing: never left out. */
  readonly free: number;
  readonly pairs: readonly { readonly axes: string; readonly covered: number; readonly total: number }[];
}

export interface SampleOptions {
  readonly matrix: Pick<Matrix, 'targets' | 'models'>;
  /** ISO date. */
  readonly today: string;
  /** Case id to the ISO time of its last verdict, null or absent: none; undefined: nothing is known. */
  readonly verdicts?: ReadonlyMap<string, string | null> | undefined;
}

const WEEK: SampleSpec = { share: 1, of: 7 };

/** `pairwise` (a week's round) or `2/7`. Undefined for anything else, and for a share that leaves nothing out. */
export function parseSample(text: string): SampleSpec | undefined {
  if (text === 'pairwise') return WEEK;
  const [, share, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? [];
  const spec = { share: Number(share), of: Number(of) };
  return of !== undefined && spec.share >= 1 && spec.share < spec.of ? spec : undefined;
}

/** The axes whose pairs are covered every night. A case without a model has no pair with one. */
const PAIRS: readonly { readonly axes: string; readonly of: (item: Case, kind: string) => string | null }[] =
  [
    { axes: 'feature x kind of model', of: ({ feature, model }, kind) => pair(model, feature, kind) },
    { axes: 'feature x target', of: ({ feature, target }) => `${feature} ${target}` },
    { axes: 'model x target', of: ({ model, target }) => pair(model, model, target) },
  ];

function pair(model: string, one: string, other: string): string | null {
  return model === '-' ? null : `${one} ${other}`;
}

/** Pure: the same for the same cases in any order. `cases` are prepared: those that cannot run say why. */
export function sample(cases: readonly Case[], spec: SampleSpec, options: SampleOptions): Sample {
  const free = new Set(
    options.matrix.targets.filter(({ kind }) => kind === 'reference').map(({ name }) => name),
  );
  const runnable = cases.filter(({ notRun }) => notRun === undefined);
  const paid = runnable
    .filter(({ target }) => !free.has(target))
    .map((item) => ({ item, ...drawn(item.id) }))
    .sort((a, b) => a.rank - b.rank || compare(a.item.id, b.item.id));
  const kinds = new Map(options.matrix.models.map(({ id, kind }) => [id, kind]));
  const pairsOf = (item: Case) =>
    PAIRS.map(({ of }, axis) => ({ axis, key: of(item, kinds.get(item.model) ?? '') })).filter(
      (one): one is { axis: number; key: string } => one.key !== null,
    );
  const covering = coveringArray(
    paid.map(({ item }) => item),
    pairsOf,
  );
  const rest = paid.filter(({ item }) => !covering.has(item));
  const wait = (lot: number) => nightsUntil(lot, spec, options.today);
  const rotating = rest.filter(({ lot }) => wait(lot) === 0);
  const overdue = overdueOf(
    rest.filter(({ lot }) => wait(lot) > 0),
    spec,
    options,
  );
  const asked = new Set([...covering, ...[...rotating, ...overdue].map(({ item }) => item)]);
  const lots = new Map(rest.map(({ item, lot }) => [item, lot]));
  const shown = cases.map((item): Case => {
    const lot = lots.get(item);
    return lot === undefined || asked.has(item) ? item : leftOut(item, options.today, wait(lot));
  });
  return {
    cases: shown,
    statement: {
      share: `${spec.share}/${spec.of}`,
      day: options.today,
      nights: nightsOf(spec),
      of: runnable.length,
      asked: asked.size + runnable.length - paid.length,
      covering: covering.size,
      rotating: rotating.length,
      overdue: overdue.length,
      free: runnable.length - paid.length,
      pairs: counted(
        paid.map(({ item }) => item),
        asked,
        pairsOf,
      ),
    },
  };
}

/** Nights in a row after which every case has had its turn. */
export function nightsOf({ share, of }: SampleSpec): number {
  return Math.ceil(of / share);
}

interface Drawn {
  readonly item: Case;
  /** Place in a random order of all cases that the id alone decides. */
  readonly rank: number;
  /** A number that decides the night, apart from `rank`. */
  readonly lot: number;
}

function drawn(id: string): Pick<Drawn, 'rank' | 'lot'> {
  const digest = createHash('sha256').update(`sample ${id}`).digest();
  return { rank: digest.readUIntBE(0, 6), lot: digest.readUInt32BE(8) };
}

type PairsOf = (item: Case) => readonly { readonly axis: number; readonly key: string }[];

/**
 * `ranked`: in the random order. Of each pair of the first axes the case that stands first wins; then of each pair
 * that is still open. A case stands for its pairs by its own rank alone, so that a new one takes the place of a
 * few others and disturbs no more.
 */
function coveringArray(ranked: readonly Case[], pairsOf: PairsOf): ReadonlySet<Case> {
  const chosen = new Set<Case>();
  const covered = PAIRS.map(() => new Set<string>());
  for (const counts of [(axis: number) => axis === 0, () => true]) {
    for (const item of ranked) {
      const pairs = pairsOf(item);
      if (!pairs.some(({ axis, key }) => counts(axis) && covered[axis]?.has(key) === false)) continue;
      chosen.add(item);
      for (const { axis, key } of pairs) covered[axis]?.add(key);
    }
  }
  return chosen;
}

function keysOf(cases: Iterable<Case>, pairsOf: PairsOf, only: number): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const item of cases) for (const { axis, key } of pairsOf(item)) if (axis === only) keys.add(key);
  return keys;
}

function counted(
  paid: readonly Case[],
  asked: ReadonlySet<Case>,
  pairsOf: PairsOf,
): SampleStatement['pairs'] {
  return PAIRS.map(({ axes }, axis) => ({
    axes,
    covered: keysOf(asked, pairsOf, axis).size,
    total: keysOf(paid, pairsOf, axis).size,
  }));
}

const DAY_MS = 86_400_000;

function dayNumber(date: string): number {
  return Math.floor(Date.parse(date.slice(0, 10)) / DAY_MS);
}

/** 0: today. Day d asks the parts d·share … d·share + share - 1 of the round, so that no part is passed over. */
function nightsUntil(lot: number, { share, of }: SampleSpec, today: string): number {
  const ahead = (((lot % of) - dayNumber(today) * share) % of) + of;
  return Math.floor((ahead % of) / share);
}

/** Without a verdict, or with one older than a round; oldest first, at most a share of the remainder. */
function overdueOf(
  waiting: readonly Drawn[],
  spec: SampleSpec,
  { today, verdicts }: SampleOptions,
): readonly Drawn[] {
  if (verdicts === undefined) return [];
  const round = dayNumber(today) - nightsOf(spec);
  const late = waiting
    .map((one) => ({ one, at: verdicts.get(one.item.id) ?? '' }))
    .filter(({ at }) => at === '' || dayNumber(at) < round)
    // What never gets a verdict must not keep the others from theirs: among equals the one whose turn is next.
    .sort(
      (a, b) =>
        compare(a.at.slice(0, 10), b.at.slice(0, 10)) ||
        nightsUntil(a.one.lot, spec, today) - nightsUntil(b.one.lot, spec, today) ||
        a.one.rank - b.one.rank,
    );
  return late.slice(0, Math.ceil((waiting.length * spec.share) / spec.of)).map(({ one }) => one);
}

function leftOut(item: Case, today: string, nights: number): Case {
  const next = new Date((dayNumber(today) + nights) * DAY_MS).toISOString().slice(0, 10);
  const note = `not in the sample of ${today}; its turn is on ${next}`;
  return { ...item, notRun: { reason: 'sampled-out', note } };
}
