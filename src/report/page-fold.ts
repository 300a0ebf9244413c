import type { Assessment } from '../verdict/types.ts';
import type { Locale } from './locale.ts';
import { kindOf, lookOf, moment } from './look.ts';
import type { ReportCell, ReportModel, Shown } from './model.ts';
import { type Detail, detailOf, type WireDetail, wireDetailOf } from './page-evidence.ts';
import { hasStory } from './page-grid.ts';

/** Bytes of HTML the whole page may have. */
export const PAGE_BUDGET = 3_000_000;
/** Bytes kept for head, overview, style and script; measured on the sample, rounded up. */
const FIXED_COST = 120_000;
/** Bytes of a cell in the table and of its line in a fold, without its ids. */
const FOLDED_COST = 200;

/** What stands behind one cell. */
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly code: string;
  readonly detail: Detail;
  readonly wire: WireDetail | null;
  /** Says where the exchanges are when they are left out. */
  readonly wireNote: string;
}

/** One line for all cells of a model that rest on the same evidence, where the page has no room for more. */
export interface Fold {
  readonly brief: string;
  readonly cells: readonly { readonly id: string; readonly code: string }[];
}

/** The evidence of a group of cells, in full or folded. */
export interface Told {
  readonly articles: readonly Article[];
  readonly folds: readonly Fold[];
}

/** Bytes of a finding or correction in the list of contradictions. */
const FINDING_COST = 700;

/** What a reader looks for first comes first when room is short. */
const URGENCY: Readonly<Record<Shown, number>> = {
  unsupported: 1,
  partial: 1,
  errored: 2,
  blocked: 3,
  supported: 4,
  documented: 5,
  'not-run': 6,
  unknown: 6,
};
const LOUD: ReadonlySet<Assessment> = new Set<Assessment>(['contradicted', 'disputed']);

/**
 * Hands out room on the page for the evidence of all cells: by urgency, until the page's budget is spent,
 * first the words of each cell, then the exchanges. The result tells the evidence of any group of them.
 */
export function evidenceTeller(
  cells: readonly ReportCell[],
  model: ReportModel,
  locale: Locale,
): (group: readonly ReportCell[]) => Told {
  const told = cells.filter(hasStory);
  const urgent = [...told].sort((a, b) => rank(a) - rank(b));
  const findings = model.contradictions.length + model.disputes.length + model.corrections.length;
  let left = PAGE_BUDGET - FIXED_COST - FINDING_COST * findings;
  for (const cell of told) left -= FOLDED_COST + 2 * cell.id.length + cell.feature.length;
  const allot = <T extends Detail | WireDetail>(make: (cell: ReportCell) => T | null): Map<ReportCell, T> => {
    const parts = new Map<ReportCell, T>();
    for (const cell of urgent) {
      if (left <= 0) break;
      const part = make(cell);
      const cost = part === null ? 0 : costOf(part);
      if (part === null || cost > left) continue;
      left -= cost;
      parts.set(cell, part);
    }
    return parts;
  };
  const details = allot((cell) => detailOf(cell, model, locale));
  const wires = allot((cell) => (details.has(cell) ? wireDetailOf(cell, model, locale) : null));
  const titles = titlesOf(model, locale);
  const articleOf = (cell: ReportCell): readonly Article[] => {
    const detail = details.get(cell);
    const wire = wires.get(cell) ?? null;
    if (detail === undefined) return [];
    const wireNote = wire === null ? wireNoteOf(cell, model, locale) : '';
    return [
      {
        id: cell.id,
        title: titles.get(cell.feature) ?? cell.feature,
        code: cell.feature,
        detail,
        wire,
        wireNote,
      },
    ];
  };
  return (group) => ({
    articles: group.flatMap(articleOf),
    folds: foldsOf(
      group.filter((cell) => hasStory(cell) && !details.has(cell)),
      locale,
    ),
  });
}

function foldsOf(cells: readonly ReportCell[], locale: Locale): Fold[] {
  return [...Map.groupBy(cells, (cell) => briefOf(cell, locale))].map(([brief, group]) => ({
    brief,
    cells: group.map((cell) => ({ id: cell.id, code: cell.feature })),
  }));
}

function rank(cell: ReportCell): number {
  const loud = LOUD.has(cell.assessment) || cell.mixed || cell.evidence.some(({ result }) => result?.flaky);
  return loud ? 0 : URGENCY[cell.shown];
}

/** HTML bytes of a part: its text escaped, and the tags around it. Deliberately on the high side. */
function costOf(part: Detail | WireDetail): number {
  const json = JSON.stringify(part);
  return json.length * 1.3 + 600;
}

function titlesOf(model: ReportModel, locale: Locale): Map<string, string> {
  const features = [...model.apis.flatMap((group) => group.features), ...model.endpointFeatures];
  return new Map(
    features.map((feature) => [
      feature.id,
      `${locale.say(`api.${feature.api}`)}: ${feature.title[locale.tag]}`,
    ]),
  );
}

function briefOf(cell: ReportCell, locale: Locale): string {
  const look = lookOf(cell, locale);
  const parts = [[look.symbol, locale.say(`status.${cell.shown}`)].join(' ')];
  if (look.words !== '') parts.push(look.words);
  const [first] = cell.evidence;
  if (first !== undefined) parts.push(`${kindOf(first, locale)} ${moment(first.observedAt, locale)}`);
  if (first?.region) parts.push(first.region);
  return parts.join(' · ');
}

function wireNoteOf(cell: ReportCell, model: ReportModel, locale: Locale): string {
  const path = cell.evidence.find((each) => each.result?.evidence.cassette)?.result?.evidence.cassette;
  if (path === undefined || path === null) return '';
  return locale.say(model.recordings.has(path) ? 'wire.elsewhere' : 'wire.absent', { path });
}
