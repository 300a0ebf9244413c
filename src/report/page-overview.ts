import type { Locale } from './locale.ts';
import { MARKS, SYMBOLS } from './look.ts';
import type { AgeBand, Basis, ReportModel, Shown } from './model.ts';
import { type SeriesLine, seriesLines } from './page-series.ts';

/** One row of a count: word, number, and its share as a bar of an SVG 1000 units wide. */
export interface CountRow {
  readonly kind: string;
  readonly symbol: string;
  readonly name: string;
  readonly hint: string;
  /** The word that cells use where it is another one. */
  readonly short?: string;
  readonly count: string;
  readonly x: number;
  readonly width: number;
}

export const SHOWN: readonly Shown[] = [
  'supported',
  'partial',
  'unsupported',
  'blocked',
  'errored',
  'not-run',
  'documented',
  'unknown',
];
export const ASSESSMENTS = ['confirmed', 'contradicted', 'undocumented', 'unverified', 'disputed'] as const;
const BASES: readonly Basis[] = ['live', 'replay', 'observation', 'claim', 'none'];
const BANDS: readonly AgeBand[] = ['30', '90', '365', 'older', 'undated'];

export interface Overview {
  readonly status: readonly CountRow[];
  readonly basis: readonly CountRow[];
  readonly age: readonly CountRow[];
  readonly assessment: readonly CountRow[];
  readonly series: readonly SeriesLine[];
  readonly cells: string;
  readonly span: string;
}

export function overviewOf(model: ReportModel, locale: Locale): Overview {
  const { totals } = model;
  const { newest, oldest } = totals;
  return {
    status: statusShares(totals.byStatus, locale),
    basis: sharesOf(BASES, totals.byBasis, locale, (kind) => ({
      symbol: '',
      name: locale.say(`basis.${kind}`),
      hint: locale.say(`basis.${kind}.meaning`),
    })),
    age: ageShares(totals.byAge, locale),
    assessment: sharesOf(ASSESSMENTS, totals.byAssessment, locale, (kind) => ({
      symbol: MARKS[kind],
      name: locale.say(`assessment.${kind}`),
      hint: locale.say(`assessment.${kind}.meaning`),
    })),
    series: seriesLines(model, locale),
    cells: locale.say('overview.cells', { count: totals.cells }),
    span:
      newest === null || oldest === null
        ? locale.say('overview.no-evidence')
        : locale.say('overview.span', { newest, oldest }),
  };
}

/** Counts as the parts of a bar 1000 units wide, in the order of `kinds`. */
export function sharesOf<K extends string>(
  kinds: readonly K[],
  counts: Readonly<Record<K, number>>,
  locale: Locale,
  words: (kind: K) => Pick<CountRow, 'symbol' | 'name' | 'hint' | 'short'>,
): CountRow[] {
  const sum = kinds.reduce((all, kind) => all + counts[kind], 0);
  let x = 0;
  return kinds.map((kind) => {
    const width = sum === 0 ? 0 : (counts[kind] / sum) * 1000;
    const row = {
      kind: `k-${kind}`,
      ...words(kind),
      count: locale.number(counts[kind]),
      x: round(x),
      width: round(width),
    };
    x += width;
    return row;
  });
}

/** What cells show, as the parts of a bar. */
export function statusShares(counts: Readonly<Record<Shown, number>>, locale: Locale): CountRow[] {
  return sharesOf(SHOWN, counts, locale, (kind) => ({
    symbol: SYMBOLS[kind],
    name: locale.say(`status.${kind}`),
    short: shortOf(kind, locale),
    hint: locale.say(`status.${kind}.meaning`),
  }));
}

/** How old evidence is, as the parts of a bar. */
export function ageShares(counts: Readonly<Record<AgeBand, number>>, locale: Locale): CountRow[] {
  return sharesOf(BANDS, counts, locale, (kind) => ({
    symbol: '',
    name: locale.say(`age.${kind}`),
    hint: '',
  }));
}

const round = (value: number) => Math.round(value * 10) / 10;

function shortOf(kind: Shown, locale: Locale): string {
  const short = kind === 'documented' ? '' : locale.say(`short.${kind}`);
  return short === locale.say(`status.${kind}`) ? '' : short;
}
