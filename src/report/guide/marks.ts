/** The mark behind a statement: whether it was seen, and when, or who merely says so. */
import { webLink } from '../link.ts';
import type { Locale } from '../locale.ts';
import { code, link, plain, prose } from '../markdown-text.ts';
import type { Part, QuotedAnswer, Standing } from './standing.ts';
import type { Ground, GuideStatement } from './types.ts';

/** Models named behind a mark; the rest are counted. */
const NAMED = 4;

/** Answers named behind a mark; the error catalogue has them all. */
const QUOTED = 2;

/** `Streams. — ✅ public 2026-06-24, with 12 models` */
export function statementLine(
  { text, rests }: GuideStatement,
  standing: (ground: Ground) => Standing,
  locale: Locale,
): string {
  return `${prose(text[locale.tag])} — ${markOf(standing(rests), locale)}`;
}

export function markOf(standing: Standing, locale: Locale): string {
  const { kind, date, models } = standing;
  const when = date ?? locale.say('undated');
  switch (kind) {
    case 'seen':
      return `✅ ${sighting(standing, locale)}`;
    case 'partly':
      return partsOf(standing.parts ?? [], locale);
    case 'contradicted':
      return `≠ **${locale.say('guide.contradicted')}** ${when} ${named(models, locale)}`.trim();
    case 'superseded':
    case 'denied':
      return `↪ ${locale.say(`guide.${kind}`)} ${named(models, locale)}`.trim();
    case 'disputed':
      return `⇄ ${locale.say('guide.disputed')} ${named(models, locale)}`.trim();
    case 'quoted':
      return `💬 ${locale.say('guide.quoted')} ${quotedIn(standing.answers ?? [], locale)}`.trim();
    case 'documented':
      return `📄 ${when}`;
    case 'unknown':
      return '–';
  }
}

/** `public 2026-06-24 (12 models)` */
function sighting({ evidence, date, models }: Standing, locale: Locale): string {
  const basis = evidence === null ? '' : `${locale.say(`basis.${evidence}.short`)} `;
  const count = models.length === 0 ? '' : ` ${locale.say('guide.models', { count: models.length })}`;
  return `${basis}${date ?? locale.say('undated')}${count}`;
}

/** ``◐ seen: `chat/json-mode` public 2025-12-08 (1 model); 📄 documented, unverified: `chat/stop` 2026-07-30`` */
function partsOf(parts: readonly Part[], locale: Locale): string {
  const list = (kind: Part['kind'], words: (part: Part) => string) =>
    parts
      .filter((part) => part.kind === kind)
      .map((part) => `${code(part.feature)} ${words(part)}`.trim())
      .join(locale.say('list.comma'));
  const seen = list('seen', (part) => sighting(part, locale));
  const documented = list('documented', ({ date }) => date ?? locale.say('undated'));
  const unknown = list('unknown', () => '');
  return [
    `◐ ${locale.say('guide.partly')} ${seen}`,
    ...(documented === '' ? [] : [`📄 ${locale.say('guide.unverified')} ${documented}`]),
    ...(unknown === '' ? [] : [`– ${locale.say('guide.unsaid')} ${unknown}`]),
  ].join('; ');
}

/** Links first: a reader can follow those. */
function quotedIn(answers: readonly QuotedAnswer[], locale: Locale): string {
  const unique = [...new Map(answers.map((answer) => [answer.where, answer])).values()];
  const ranked = unique.toSorted(
    (a, b) => Number(webLink(a.where) === null) - Number(webLink(b.where) === null),
  );
  const shown = ranked.slice(0, QUOTED).map(({ where, date }) => {
    const address = webLink(where);
    const source = address === null ? plain(where) : link(titleOf(address), address);
    return date === null ? source : `${source} ${date}`;
  });
  const more = ranked.length - shown.length;
  return [...shown, ...(more > 0 ? [locale.say('summary.more', { count: more })] : [])].join(
    locale.say('list.comma'),
  );
}

/** `owner/name#12` of a thread on GitHub, else host and path. */
function titleOf(address: string): string {
  const { host, pathname } = new URL(address);
  const thread = /^\/([^/]+\/[^/]+)\/(?:issues|pull|discussions)\/(\d+)$/.exec(pathname);
  return host === 'github.com' && thread !== null ? `${thread[1]}#${thread[2]}` : `${host}${pathname}`;
}

function named(models: readonly string[], locale: Locale): string {
  const more = models.length - NAMED;
  const shown = models.slice(0, NAMED).map(code);
  return [...shown, ...(more > 0 ? [locale.say('summary.more', { count: more })] : [])].join(
    locale.say('list.comma'),
  );
}
