import type { Feature, Model } from '../../matrix/types.ts';
import type { Locale } from '../locale.ts';
import { lookOf, SYMBOLS } from '../look.ts';
import type { ReportCell } from '../model.ts';
import { hasStory, kindClass } from '../page-grid.ts';
import { type TimesView, timesView } from '../page-times.ts';
import { hrefTo, pageFile, type SubjectFolder, subjectFile } from './files.ts';
import type { Site } from './frame.ts';

/** One cell of the table as a line of a page about its model or its feature. */
export interface Line {
  /** The other side of the cell: the feature on a model's page, the model on a feature's. */
  readonly name: string;
  readonly code: string;
  readonly href: string;
  readonly kind: string;
  readonly symbol: string;
  readonly status: string;
  /** Link to the evidence; empty where there is none. */
  readonly evidence: string;
  /** What was seen and when, or what else the link leads to. */
  readonly seen: string;
  readonly documents: string;
  readonly regions: string;
  readonly times: TimesView;
}

/** Lines under one heading. */
export interface LineGroup {
  readonly name: string;
  readonly lines: readonly Line[];
}

interface Subject {
  readonly name: string;
  readonly code: string;
  readonly href: string;
}

/** The feature of a cell, as the model's page names it. */
export function featureSubject(feature: Feature, from: SubjectFolder | '', locale: Locale): Subject {
  return {
    name: feature.title[locale.tag],
    code: feature.id,
    href: hrefTo(subjectFile('features', feature.id, locale.tag), from),
  };
}

/** The model of a cell, as the feature's page names it. */
export function modelSubject(model: Model, from: SubjectFolder | '', locale: Locale): Subject {
  return {
    name: model.name,
    code: model.version,
    href: hrefTo(subjectFile('models', model.id, locale.tag), from),
  };
}

export function lineOf(
  subject: Subject,
  cell: ReportCell | undefined,
  from: SubjectFolder | '',
  { model, locale }: Pick<Site, 'model' | 'locale'>,
): Line {
  const times = timesView(cell === undefined ? undefined : model.times.get(cell.id), locale);
  if (cell === undefined || !hasStory(cell)) {
    const shown = cell?.shown ?? 'unknown';
    return {
      ...subject,
      kind: shown,
      symbol: SYMBOLS[shown],
      status: locale.say(`status.${shown}`),
      evidence: '',
      seen: '',
      documents: '',
      regions: '',
      times,
    };
  }
  const look = lookOf(cell, locale);
  return {
    ...subject,
    kind: kindClass(cell),
    symbol: look.symbol,
    status: cell.shown === 'documented' ? look.text : locale.say(`status.${cell.shown}`),
    evidence: evidenceHref(cell, from, locale),
    seen: look.seen === '' ? locale.say(cell.claims.length > 0 ? 'line.claims' : 'line.why') : look.seen,
    documents: look.words,
    regions: [
      ...new Set(cell.evidence.flatMap(({ status, region }) => (status === 'not-run' ? [] : (region ?? [])))),
    ]
      .sort()
      .join(', '),
    times,
  };
}

/** The article behind a cell, on the page with the table. */
export function evidenceHref(cell: ReportCell, from: SubjectFolder | '', locale: Locale): string {
  return `${hrefTo(pageFile('index', locale.tag), from)}#${encodeURI(cell.id)}`;
}
