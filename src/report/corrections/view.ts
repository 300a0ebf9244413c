/** What documents get wrong, in one language: for Markdown and for the page. */
import { valueWords } from '../claim-words.ts';
import { webLink } from '../link.ts';
import type { Locale } from '../locale.ts';
import { moment } from '../look.ts';
import type { ReportModel } from '../model.ts';
import { groupCorrections } from './index.ts';
import type { Correction, CorrectionGroup, Reference, Settler } from './types.ts';

export interface CorrectionView {
  readonly kind: Settler;
  /** What settles it, in words. */
  readonly settler: string;
  /** True for evidence of behaviour; a document is none. */
  readonly evidence: boolean;
  readonly source: string;
  readonly link: string | null;
  readonly date: string;
  readonly models: readonly string[];
  readonly points: readonly string[];
  readonly said: string;
  readonly instead: string;
  /** Who says or shows so, with dates. */
  readonly against: readonly {
    readonly title: string;
    /** The title is the id of a cell. */
    readonly cell: boolean;
    readonly link: string | null;
    readonly date: string;
  }[];
}

export function correctionViews(report: ReportModel, locale: Locale): CorrectionView[] {
  const groups = groupCorrections(report.corrections, report.sources);
  return [...groups.map((group) => viewOf(group, report, locale)), ...omissionViews(report, locale)];
}

function viewOf(group: CorrectionGroup, report: ReportModel, locale: Locale): CorrectionView {
  const [first] = group.corrections;
  const { settledBy, points } = group;
  return {
    kind: settledBy,
    settler: locale.say(`settled.${settledBy}`),
    evidence: settledBy === 'observation' || settledBy === 'quoted-answer',
    ...sourceOf(group.source, report),
    models: settledBy === 'lifecycle' ? datedModels(group, locale) : group.models,
    points,
    said: saidBy(first, locale),
    instead: insteadOf(first, locale),
    against: againstOf(group, report, locale),
  };
}

/** `gpt-5-chat (2026-06-29)` */
function datedModels({ corrections }: CorrectionGroup, locale: Locale): string[] {
  const named = corrections.map(({ claim, note }) => `${claim.subject.model} (${moment(note, locale)})`);
  return [...new Set(named)].sort();
}

function saidBy({ claim }: Correction, locale: Locale): string {
  if (claim.basis === 'absence') return locale.say('corrections.absent');
  if (claim.statement === 'value') return valueWords(claim.value ?? '', locale, claim.topic);
  return locale.say(`statement.${claim.statement}`);
}

function insteadOf({ claim, settledBy, instead, note }: Correction, locale: Locale): string {
  if (settledBy === 'lifecycle') return locale.say('lifecycle.retired');
  if (instead === 'yes' || instead === 'no') return locale.say(`corrections.${instead}`);
  if (settledBy === 'observation' && note !== null) {
    // JSON reads 1.0 and 1 as one number: only that is said of a printed fraction, not that no answer holds it.
    const isWhole = claim.value !== undefined && Number.isInteger(Number(claim.value));
    return locale.say(isWhole ? 'corrections.fraction' : 'corrections.excluded', { check: note });
  }
  if (settledBy === 'itself' && instead !== null && note !== null)
    return locale.say('corrections.names-later', { date: instead, model: note });
  if (instead !== null) return valueWords(instead, locale, claim.topic);
  return note ?? locale.say('corrections.unsettled');
}

function againstOf(
  { corrections }: CorrectionGroup,
  report: ReportModel,
  locale: Locale,
): CorrectionView['against'] {
  const seen = corrections.flatMap(({ cells }) =>
    cells.map(({ id, observedAt }) => ({
      title: id,
      cell: true,
      link: null,
      date: moment(observedAt, locale).slice(0, 10),
    })),
  );
  const documents = corrections.flatMap(({ claim, against }) =>
    against.filter(({ source }) => source !== claim.source).slice(0, 1),
  );
  const sources = [...new Set(documents.map(({ source }) => source))].map((id) => {
    const { source, link, date } = sourceOf(id, report);
    return { title: source, cell: false, link, date };
  });
  const pages = corrections.flatMap(({ grounds = [] }) => grounds.map(referenceView));
  const byTitle = new Map([...seen, ...sources, ...pages].map((one) => [one.title, one]));
  return [...byTitle.values()].slice(0, SHOWN);
}

function referenceView({ url, date }: Reference): CorrectionView['against'][number] {
  return { title: referenceTitle(url), cell: false, link: webLink(url), date: date ?? '' };
}

/** `owner/repository#228` for a thread of GitHub, `owner/repository, file.mdx` for a file there. */
function referenceTitle(url: string): string {
  const { host, pathname } = new URL(url);
  const [owner, repository, kind, at = ''] = pathname.split('/').slice(1);
  if (host !== 'github.com' || kind === undefined) return `${host}${pathname}`;
  if (kind === 'issues' || kind === 'pull') return `${owner}/${repository}#${at}`;
  return `${owner}/${repository}, ${pathname.split('/').at(-1) ?? ''}`;
}

/** Cells or documents named against one mistake. */
const SHOWN = 4;

function omissionViews(report: ReportModel, locale: Locale): CorrectionView[] {
  return report.omissions.map(({ source, models, regions, by, grounds = [] }) => {
    const later = by === null ? null : sourceOf(by, report);
    return {
      kind: later === null ? 'list' : 'later-document',
      settler: locale.say(later === null ? 'settled.omission' : 'settled.later-document'),
      evidence: false,
      ...sourceOf(source, report),
      models,
      points: regions,
      said: locale.say('corrections.absent'),
      instead: locale.say(later === null ? 'corrections.released' : 'corrections.listed'),
      against:
        later === null
          ? grounds.map(referenceView)
          : [{ title: later.source, cell: false, link: later.link, date: later.date }],
    };
  });
}

function sourceOf(id: string, { sources }: ReportModel) {
  const known = sources.get(id);
  return { source: known?.title ?? id, link: webLink(known?.url), date: known?.date ?? '' };
}
