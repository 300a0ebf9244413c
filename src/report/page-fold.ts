import type { Assessment } from '../verdict/types.ts';
import type { Locale } from './locale.ts';
import { lookOf, moment } from './look.ts';
import type { ReportCell, ReportModel, Shown } from './model.ts';
import { type Detail, detailOf, type WireDetail, wireDetailOf } from './page-evidence.ts';
import { hasStory } from './page-grid.ts';

/** Bytes of HTML the whole page may have. */
export const PAGE_BUDGET = 3_000_000;
/** Bytes kept for head, overview, style and script; measured on the sample, rounded up. */
const FIXED_COST = 120_000;
/** Bytes of a cell in the table and of its folded article, without its id and titles. */
const FOLDED_COST = 225;

/** The article behind a cell: in full, without its wire, or folded to one line. */
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly code: string;
  /** One line; set when the page is too large for `detail`. */
  readonly brief: string;
  readonly detail: Detail | null;
  readonly wire: WireDetail | null;
  /** Says where the exchanges are when they are left out. */
  readonly wireNote: string;
}

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
 * Articles for all cells that have something to tell, in the given order. Details are handed out by
 * urgency until the page's budget is spent, first the words of all cells, then the exchanges.
 */
export function foldArticles(cells: readonly ReportCell[], model: ReportModel, locale: Locale): Article[] {
  const told = cells.filter(hasStory);
  const titles = titlesOf(model, locale);
  let left = PAGE_BUDGET - FIXED_COST;
  for (const cell of told) left -= FOLDED_COST + 2 * cell.id.length;
  const urgent = [...told].sort((a, b) => rank(a) - rank(b));
  const details = new Map<ReportCell, Detail>();
  for (const cell of urgent) {
    if (left <= 0) break;
    const detail = detailOf(cell, model, locale);
    left -= costOf(detail);
    if (left > 0) details.set(cell, detail);
  }
  const wires = new Map<ReportCell, WireDetail>();
  for (const cell of urgent) {
    if (left <= 0) break;
    const wire = details.has(cell) ? wireDetailOf(cell, model, locale) : null;
    if (wire === null) continue;
    const cost = costOf(wire);
    if (cost > left) continue;
    left -= cost;
    wires.set(cell, wire);
  }
  return told.map((cell) => {
    const detail = details.get(cell) ?? null;
    const wire = wires.get(cell) ?? null;
    return {
      id: cell.id,
      title: titles.get(cell.feature) ?? cell.feature,
      code: cell.feature,
      brief: detail === null ? briefOf(cell, locale) : '',
      detail,
      wire,
      wireNote: detail === null || wire !== null ? '' : wireNoteOf(cell, model, locale),
    };
  });
}

function rank(cell: ReportCell): number {
  return LOUD.has(cell.assessment) || cell.mixed ? 0 : URGENCY[cell.shown];
}

/** HTML bytes of a part: its text escaped, and the tags around it. Deliberately on the high side. */
function costOf(part: Detail | WireDetail): number {
  const json = JSON.stringify(part);
  return json.length * 1.3 + 600;
}

function titlesOf(model: ReportModel, locale: Locale): Map<string, string> {
  const features = [...model.apis.flatMap((group) => group.features), ...model.endpointFeatures];
  return new Map(features.map((feature) => [feature.id, feature.title[locale.tag]]));
}

function briefOf(cell: ReportCell, locale: Locale): string {
  const look = lookOf(cell, locale);
  const parts = [`${look.symbol} ${look.words}`];
  const [first] = cell.evidence;
  if (first !== undefined)
    parts.push(`${locale.say(`basis.${first.kind}`)} ${moment(first.observedAt, locale)}`);
  if (first?.region) parts.push(first.region);
  return parts.join(' · ');
}

function wireNoteOf(cell: ReportCell, model: ReportModel, locale: Locale): string {
  const path = cell.evidence.find((each) => each.result?.evidence.cassette)?.result?.evidence.cassette;
  if (path === undefined || path === null) return '';
  return locale.say(model.recordings.has(path) ? 'wire.elsewhere' : 'wire.absent', { path });
}
