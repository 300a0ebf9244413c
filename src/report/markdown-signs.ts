/** One cell in Markdown: what was seen, on what it rests, when, and how documents stand to it. */
import type { Locale } from './locale.ts';
import { footnoteOf, lookOf, MARKS } from './look.ts';
import type { ReportCell, Shown } from './model.ts';

export const SIGNS: Readonly<Record<Shown, string>> = {
  supported: '✅',
  partial: '⚠️',
  unsupported: '❌',
  blocked: '⛔',
  errored: '💥',
  'not-run': '○',
  documented: '📄',
  unknown: '–',
};

/** A place in the table without a cell. */
export type Empty = 'not-applicable' | 'unknown';

/** `✅ live 2026-03-02 =` */
export function signOf(cell: ReportCell | Empty, locale: Locale): string {
  if (cell === 'not-applicable') return '';
  if (cell === 'unknown') return SIGNS.unknown;
  const mark = cell.assessment === 'unverified' ? '' : MARKS[cell.assessment];
  const marks = mark + footnoteOf(cell);
  if (cell.shown === 'documented')
    return [SIGNS.documented, lookOf(cell, locale).text, marks].filter(Boolean).join(' ');
  if (cell.basis === 'none' || cell.basis === 'claim') return SIGNS[cell.shown];
  const date = cell.observedAt?.slice(0, 10) ?? locale.say('undated');
  return [SIGNS[cell.shown], locale.say(`basis.${cell.basis}.short`), date, marks].filter(Boolean).join(' ');
}
