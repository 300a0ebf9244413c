/** The page's opening: what published documents get wrong, one entry a mistake, whoever repeats it. */
import { SETTLERS, type Settler } from './corrections/types.ts';
import { type CorrectionView, correctionViews } from './corrections/view.ts';
import type { Locale } from './locale.ts';
import { SYMBOLS } from './look.ts';
import type { ReportModel } from './model.ts';
import { type CountRow, sharesOf } from './page-overview.ts';

/** One mistake: who says so, and who saw it or says otherwise. */
export interface Mistake {
  readonly models: readonly string[];
  readonly points: readonly string[];
  readonly said: string;
  /** Whoever says it, latest first. */
  readonly documents: readonly {
    readonly title: string;
    readonly link: string | null;
    readonly date: string;
  }[];
  readonly evidence: boolean;
  readonly settler: string;
  /** A status where the answer is yes or no; `told` where it is a value, or nothing is settled. */
  readonly kind: 'supported' | 'unsupported' | 'told';
  readonly symbol: string;
  readonly instead: string;
  readonly against: CorrectionView['against'];
}

/** Mistakes that the same kind of thing settles. */
export interface WrongGroup {
  /** Anchor. */
  readonly id: string;
  readonly settler: string;
  readonly count: string;
  readonly mistakes: readonly Mistake[];
}

export interface Wrong {
  readonly summary: string;
  readonly shares: readonly (CountRow & { readonly id: string })[];
  /** Settled by evidence of behaviour: shown at once. */
  readonly lead: readonly Mistake[];
  /** Settled by documents, or by nothing: a reader unfolds them. */
  readonly groups: readonly WrongGroup[];
}

/** Null where no document is known to be wrong. */
export function wrongOf(report: ReportModel, locale: Locale): Wrong | null {
  const views = correctionViews(report, locale);
  if (views.length === 0) return null;
  const mistakes = Map.groupBy(views, mistakeKey);
  const byKind = Map.groupBy([...mistakes.values()], ([first]) => first?.kind);
  const counts = Object.fromEntries(
    SETTLERS.map((kind) => [kind, byKind.get(kind)?.length ?? 0]),
  ) as Readonly<Record<Settler, number>>;
  const told = (kind: Settler) => (byKind.get(kind) ?? []).flatMap((group) => mistakeOf(group, locale));
  return {
    summary: locale.say('corrections.summary', {
      count: mistakes.size,
      documents: new Set(views.map(({ source, date }) => `${source} ${date}`)).size,
    }),
    shares: SETTLERS.filter((kind) => counts[kind] > 0).flatMap((kind) =>
      sharesOf(SETTLERS, counts, locale, (each) => ({
        symbol: '',
        name: locale.say(`settled.${each}.short`),
        hint: '',
      }))
        .filter((row) => row.kind === `k-${kind}`)
        .map((row) => ({ ...row, kind: `by-${kind}`, id: isEvidence(kind) ? 'wrong-seen' : anchorOf(kind) })),
    ),
    lead: SETTLERS.filter(isEvidence).flatMap(told),
    groups: SETTLERS.filter((kind) => !isEvidence(kind) && counts[kind] > 0).map((kind) => ({
      id: anchorOf(kind),
      settler: locale.say(`settled.${kind}`),
      count: locale.number(counts[kind]),
      mistakes: told(kind),
    })),
  };
}

const isEvidence = (kind: Settler) => kind === 'observation' || kind === 'quoted-answer';
const anchorOf = (kind: Settler) => `wrong-${kind}`;

function mistakeKey({ kind, settler, models, points, said, instead, against }: CorrectionView): string {
  const names = against.map(({ title, date }) => `${title} ${date}`);
  return JSON.stringify([kind, settler, models, points, said, instead, names]);
}

function mistakeOf(group: readonly CorrectionView[], locale: Locale): readonly Mistake[] {
  const [first] = group;
  if (first === undefined) return [];
  const { models, points, said, evidence, settler, instead, against } = first;
  const kind =
    instead === locale.say('corrections.yes')
      ? 'supported'
      : instead === locale.say('corrections.no')
        ? 'unsupported'
        : 'told';
  return [
    {
      models,
      points,
      said,
      documents: group
        .map(({ source, link, date }) => ({ title: source, link, date }))
        .sort((a, b) => (a.date < b.date ? 1 : -1)),
      evidence,
      settler,
      kind,
      symbol: kind === 'told' ? '' : SYMBOLS[kind],
      instead,
      against,
    },
  ];
}
