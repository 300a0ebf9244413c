import type { CatalogueEntry } from '../../checks/errors/catalogue.ts';
import type { Evidence } from '../../verdict/types.ts';
import { judgeOf } from '../feed/index.ts';
import { webLink } from '../link.ts';
import type { Locale } from '../locale.ts';
import { kindOf, moment, SYMBOLS } from '../look.ts';
import type { ReportCell, ReportModel } from '../model.ts';
import { kindClass } from '../page-grid.ts';
import { hrefTo, subjectFile } from './files.ts';
import type { Site, View } from './frame.ts';
import { evidenceHref } from './lines.ts';

/** A cell in which an error was seen, or that a document has answered so. */
interface Affected {
  readonly cell: ReportCell;
  /** Null: nobody saw it. */
  readonly evidence: Evidence | null;
}

/** Where an error was seen, at real providers Azure first. */
interface Sightings {
  /** The answer was this entry of the catalogue. */
  readonly exact: readonly Affected[];
  /** A cited recording answered with an error of the class; the citation does not say which entry. */
  readonly ofClass: readonly Affected[];
  /** The project's own reference target gave this answer. Says nothing about Azure. */
  readonly reference: readonly Affected[];
}

/** Cells named on one page; the rest are counted. */
const NAMED = 200;

const PLACES: readonly ReportCell['place'][] = ['azure', 'openai', 'other', 'reference'];

export function sightingsOf(entry: CatalogueEntry, model: ReportModel): Sightings {
  const real = [...model.cells, ...model.elsewhere].sort(
    (a, b) => PLACES.indexOf(a.place) - PLACES.indexOf(b.place),
  );
  const isEntry = ({ result }: Evidence) => result?.error?.entry === entry.id;
  return {
    exact: sought(real, isEntry),
    ofClass: sought(real, ({ observation }) => observation?.errorClass === entry.class),
    reference: sought(model.selfTest.cells, isEntry),
  };
}

function sought(cells: readonly ReportCell[], fits: (evidence: Evidence) => boolean): Affected[] {
  return cells.flatMap((cell) => {
    const evidence = cell.evidence.find(fits);
    return evidence === undefined ? [] : [{ cell, evidence }];
  });
}

/** Cells that nobody has seen and a document answers no, by the entries of the error to expect there. */
function expectedOf(report: ReportModel): ReadonlyMap<string, readonly Affected[]> {
  const judge = judgeOf(report);
  const models = new Map(report.series.flatMap((group) => group.models).map((model) => [model.id, model]));
  const features = new Map(report.apis.flatMap((group) => group.features).map((each) => [each.id, each]));
  const found = report.cells.flatMap((cell) => {
    const [model, feature] = [models.get(cell.model), features.get(cell.feature)];
    if (model === undefined || feature === undefined) return [];
    const { error } = judge.advice(feature, model).answer;
    if (error?.basis !== 'documents') return [];
    return error.entries.map((entry) => ({ entry, cell, evidence: null }));
  });
  return Map.groupBy(found, ({ entry }) => entry);
}

/** One page an entry of the error catalogue: cause, remedy, and where it was seen. */
export function errorViews({ model: report, locale }: Site): View[] {
  const { tag } = locale;
  const neighbour = (other: CatalogueEntry | undefined) =>
    other === undefined
      ? null
      : { name: other.id, code: '', href: hrefTo(subjectFile('errors', other.id, tag), 'errors') };
  const expected = expectedOf(report);
  return report.errors.map((entry, at) => {
    const { exact, ofClass, reference } = sightingsOf(entry, report);
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
        expected: listed(expected.get(entry.id) ?? [], locale),
        reference: listed(reference, locale),
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
      kind: evidence?.status ?? kindClass(cell),
      // Of the answer told here; other evidence may have decided the cell.
      symbol: SYMBOLS[evidence?.status ?? cell.shown],
      status: locale.say(`status.${evidence?.status ?? cell.shown}`),
      place: locale.say(`place.${cell.place}`),
      region: evidence?.region ?? '',
      seen:
        evidence === null
          ? locale.say('line.claims')
          : `${kindOf(evidence, locale)} ${moment(evidence.observedAt, locale)}`,
    })),
    more: affected.length > NAMED ? locale.say('summary.more', { count: affected.length - NAMED }) : '',
    count: locale.number(affected.length),
  };
}
