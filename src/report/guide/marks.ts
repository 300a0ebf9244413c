/** The mark behind a statement: whether it was seen, and when, or who merely says so. */
import type { Locale } from '../locale.ts';
import { code, prose } from '../markdown-text.ts';
import type { Standing } from './standing.ts';
import type { Ground, GuideStatement } from './types.ts';

/** Models named behind a mark; the rest are counted. */
const NAMED = 4;

/** `Streams. — ✅ public 2026-06-24, with 12 models` */
export function statementLine(
  { text, rests }: GuideStatement,
  standing: (ground: Ground) => Standing,
  locale: Locale,
): string {
  return `${prose(text[locale.tag])} — ${markOf(standing(rests), locale)}`;
}

export function markOf({ kind, evidence, date, models }: Standing, locale: Locale): string {
  const when = date ?? locale.say('undated');
  switch (kind) {
    case 'seen': {
      const basis = evidence === null ? '' : `${locale.say(`basis.${evidence}.short`)} `;
      const count = models.length === 0 ? '' : ` ${locale.say('guide.models', { count: models.length })}`;
      return `✅ ${basis}${when}${count}`;
    }
    case 'contradicted':
      return `≠ **${locale.say('guide.contradicted')}** ${when} ${named(models, locale)}`.trim();
    case 'superseded':
      return `⇄ ${locale.say('guide.superseded')} ${named(models, locale)}`.trim();
    case 'quoted':
      return `💬 ${locale.say('guide.quoted')}`;
    case 'documented':
      return `📄 ${when}`;
    case 'unknown':
      return '–';
  }
}

function named(models: readonly string[], locale: Locale): string {
  const more = models.length - NAMED;
  const shown = models.slice(0, NAMED).map(code);
  return [...shown, ...(more > 0 ? [locale.say('summary.more', { count: more })] : [])].join(
    locale.say('list.comma'),
  );
}
