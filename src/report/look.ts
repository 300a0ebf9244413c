import type { Assessment, Evidence } from '../verdict/types.ts';
import type { Locale } from './locale.ts';
import type { ReportCell, Shown } from './model.ts';

/** One sign a status, readable without colour. */
export const SYMBOLS: Readonly<Record<Shown, string>> = {
  supported: '✓',
  partial: '◐',
  unsupported: '✕',
  blocked: '⊘',
  errored: '!',
  'not-run': '○',
  documented: '§',
  unknown: '·',
};

/** One sign an assessment: claim against evidence. */
export const MARKS: Readonly<Record<Assessment, string>> = {
  confirmed: '=',
  contradicted: '≠',
  undocumented: '+',
  unverified: '?',
  disputed: '⇄',
  unknown: '',
};

export const INFERRED = '†';
export const MIXED = '‡';
export const STALE = '◷';

/** Signs of what makes the evidence of a cell weaker than its status; empty for nothing. */
export function footnoteOf({ versionInferred, mixed, stale }: ReportCell): string {
  return [versionInferred ? INFERRED : '', mixed ? MIXED : '', stale ? STALE : ''].join('');
}

/** How one cell looks, in one language. */
export interface CellLook {
  readonly symbol: string;
  /** One or two words. */
  readonly text: string;
  /** Kind of evidence and month; empty where there is none. */
  readonly seen: string;
  /** How documents stand to it, then what weakens the evidence; empty for neither. */
  readonly signs: string;
  /** The signs in words, for tooltips and assistive technology; the status is in `text`. */
  readonly words: string;
}

export function lookOf(cell: ReportCell, locale: Locale): CellLook {
  const text =
    cell.shown === 'documented'
      ? locale.say(`says.${cell.says ?? 'note'}`)
      : locale.say(`short.${cell.shown}`);
  const words: string[] = [];
  if (cell.assessment !== 'unknown') words.push(locale.say(`assessment.${cell.assessment}`));
  if (cell.versionInferred) words.push(locale.say('mark.inferred'));
  if (cell.mixed) words.push(locale.say('mark.mixed'));
  if (cell.stale) words.push(locale.say('mark.stale'));
  return {
    symbol: SYMBOLS[cell.shown],
    text,
    seen: seenAs(cell, locale),
    signs: MARKS[cell.assessment] + footnoteOf(cell),
    words: words.join(' · '),
  };
}

function seenAs(cell: ReportCell, locale: Locale): string {
  if (cell.basis === 'claim' || cell.basis === 'none') return '';
  const basis = cell.place === 'reference' ? `reference.${cell.basis}` : cell.basis;
  return `${locale.say(`basis.${basis}.short`)} ${cell.observedAt?.slice(0, 7) ?? locale.say('undated')}`;
}

/** `2026-03-02`, or `2026-03-02 14:05 UTC` for a time; `undated` for neither. */
export function moment(date: string | null, locale: Locale): string {
  if (date === null) return locale.say('undated');
  const time = /T(\d\d:\d\d)/.exec(date)?.[1];
  return time === undefined ? date.slice(0, 10) : `${date.slice(0, 10)} ${time} UTC`;
}

/** What the evidence is. That of the reference target is never called live, which reads as a real provider. */
export function kindOf({ kind, result }: Evidence, locale: Locale): string {
  return locale.say(result?.targetKind === 'reference' ? `basis.reference.${kind}` : `basis.${kind}`);
}
