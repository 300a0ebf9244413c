import type { CatalogueEntry } from '../../checks/errors/catalogue.ts';
import type { Evidence } from '../../verdict/types.ts';
import { webLink } from '../link.ts';
import type { Locale } from '../locale.ts';
import { kindOf, moment, SYMBOLS } from '../look.ts';
import type { ReportCell, ReportModel } from '../model.ts';
import { kindClass } from '../page-grid.ts';
import { hrefTo, subjectFile } from './files.ts';
import type { Site, View } from './frame.ts';
import { evidenceHref } from './lines.ts';

/** A cell in which an error was seen. */
export interface Affected {
  readonly cell: ReportCell;
  readonly evidence: Evidence;
}

/** Where an error was seen. */
export interface Sightings {
  /** The answer was this entry of the catalogue. */
  readonly exact: readonly Affected[];
  /** A cited recording answered with an error of the class; the citation does not say which entry. */
  readonly ofClass: readonly Affected[];
}

/** Cells named on one page; the rest are counted. */
const NAMED = 200;

export function sightingsOf(entry: CatalogueEntry, model: ReportModel): Sightings {
  const cells = [...model.cells, ...model.elsewhere, ...model.selfTest.cells];
  const sought = (fits: (evidence: Evidence) => boolean) =>
    cells.flatMap((cell) => {
      const evidence = cell.evidence.find(fits);
      return evidence === undefined ? [] : [{ cell, evidence }];
    });
  return {
    exact: sought(({ result }) => result?.error?.entry === entry.id),
    ofClass: sought(({ observation }) => observation?.errorClass === entry.class),
  };
}

/** One page an entry of the error catalogue: cause, remedy, and where it was seen. */
export function errorViews({ model: report, locale }: Site): View[] {
  const { tag } = locale;
  const neighbour = (other: CatalogueEntry | undefined) =>
    other === undefined
      ? null
      : { name: other.id, code: '', href: hrefTo(subjectFile('errors', other.id, tag), 'errors') };
  return report.errors.map((entry, at) => {
    const { exact, ofClass } = sightingsOf(entry, report);
    return {
      file: (other) => subjectFile('errors', entry.id, other),
      body: 'error',
      from: 'errors',
      name: entry.id,
      content: {
        kind: entry.status,
        symbol: SYMBOLS[entry.status],
        status: locale.say(`status.${entry.status}`),
        class: locale.sayOr(`error.${entry.class}`, entry.class),
        signs: signsOf(entry, locale),
        cause: entry.cause[tag],
        remedy: entry.remedy[tag],
        note: entry.note?.[tag] ?? '',
        evidence: entry.evidence.map((text) => ({ text, link: webLink(text) })),
        exact: listed(exact, locale),
        ofClass: listed(ofClass, locale),
        previous: neighbour(report.errors[at - 1]),
        next: neighbour(report.errors[at + 1]),
      },
    };
  });
}

/** What an answer must show to be this error. */
function signsOf(
  { match }: CatalogueEntry,
  locale: Locale,
): { readonly name: string; readonly value: string }[] {
  const said = (values: readonly (string | null)[] | undefined) =>
    (values ?? []).map((value) => value ?? locale.say('error.absent')).join(', ');
  return [
    { name: 'HTTP', value: match.http.join(', ') },
    { name: 'code', value: said(match.code) },
    { name: 'type', value: said(match.type) },
    { name: 'message', value: match.message?.source ?? '' },
  ].filter(({ value }) => value !== '');
}

function listed(affected: readonly Affected[], locale: Locale) {
  return {
    rows: affected.slice(0, NAMED).map(({ cell, evidence }) => ({
      model: cell.model === '-' ? locale.say('endpoint.heading') : cell.model,
      feature: cell.feature,
      href: evidenceHref(cell, 'errors', locale),
      kind: kindClass(cell),
      symbol: SYMBOLS[cell.shown],
      place: locale.say(`place.${cell.place}`),
      region: evidence.region ?? '',
      seen: `${kindOf(evidence, locale)} ${moment(evidence.observedAt, locale)}`,
    })),
    more: affected.length > NAMED ? locale.say('summary.more', { count: affected.length - NAMED }) : '',
    count: locale.number(affected.length),
  };
}
