import { correctedBySource } from './corrections/index.ts';
import { coverageSections } from './coverage.ts';
import {
  apiSections,
  errorSections,
  type GuideContext,
  guideContext,
  practiceSections,
  questionSections,
  resourceSections,
} from './guide/sections.ts';
import { webLink } from './link.ts';
import type { Locale } from './locale.ts';
import { correctionSections } from './markdown-corrections.ts';
import { changeSection, endpointSection, missingSection, selfTestSection } from './markdown-run.ts';
import { seriesSections } from './markdown-series.ts';
import { heading, link, plain, table } from './markdown-text.ts';
import type { ReportModel } from './model.ts';

/**
 * The compatibility guide for GitHub: what documents get wrong, then the guide in its own order, then what
 * the run adds. Stable order, one row a line; nothing in the body changes from run to run unless the
 * evidence does.
 */
export function renderMarkdown(model: ReportModel, locale: Locale): string {
  const cells = new Map(model.cells.map((cell) => [cell.id, cell]));
  const guide = guideContext(model, locale);
  const inGuide = (sections: (context: GuideContext) => string[]) => (guide === null ? [] : sections(guide));
  const sections = [
    heading(1, locale.say('md.title')),
    heading(2, locale.say('md.updated', { date: model.generatedAt.slice(0, 10) })),
    spanOf(model, locale),
    locale.say('md.lede'),
    ...(model.run !== null && model.run.finishedAt === null ? [`> **${locale.say('run.incomplete')}**`] : []),
    ...correctionSections(model, locale),
    ...readingSections(locale),
    ...inGuide(apiSections),
    heading(2, locale.say('md.tables')),
    ...seriesSections({ report: model, cells, locale, guide }),
    ...inGuide(errorSections),
    ...inGuide(practiceSections),
    ...inGuide(resourceSections),
    ...inGuide(questionSections),
    ...endpointSection(model, cells, locale),
    ...changeSection(model, locale),
    ...standingSection(model, locale),
    ...coverageSections(model, locale),
    ...missingSection(model, locale),
    ...selfTestSection(model, locale),
    '---',
    footOf(model, locale),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function spanOf({ totals: { newest, oldest } }: ReportModel, locale: Locale): string {
  return newest === null || oldest === null
    ? locale.say('overview.no-evidence')
    : locale.say('overview.span', { newest, oldest });
}

function readingSections(locale: Locale): string[] {
  const keys = ['md.read.tick', 'md.read.marks', 'md.read.statements', 'md.read.api', 'legend.clocks.text'];
  return [heading(2, locale.say('md.read')), ...keys.map((key) => locale.say(key))];
}

function standingSection(model: ReportModel, locale: Locale): string[] {
  if (model.standings.length === 0) return [];
  const kinds = ['confirmed', 'contradicted', 'disputed', 'unverified'] as const;
  const corrected = correctedBySource(model.corrections);
  const head = ['source', 'date', 'claims', 'evidence', 'later', 'otherwise'];
  const rows = model.standings.map(({ source, claims, cells }) => {
    const known = model.sources.get(source);
    const { evidence = 0, laterDocument = 0, otherwise = 0 } = corrected.get(source) ?? {};
    const counts = [claims, evidence, laterDocument, otherwise, ...kinds.map((kind) => cells[kind])];
    return [
      link(known?.title ?? source, webLink(known?.url)),
      plain(known?.date ?? ''),
      ...counts.map((count) => locale.number(count)),
    ];
  });
  const columns = [
    ...head.map((column) => locale.say(`standings.${column}`)),
    ...kinds.map((kind) => locale.say('standings.cells', { assessment: locale.say(`assessment.${kind}`) })),
  ];
  return [heading(2, locale.say('standings.heading')), locale.say('standings.units'), table(columns, rows)];
}

/** Version of the form, not of the facts; those have dates of their own. */
const DOCUMENT_VERSION = '2.0';

function footOf({ generatedAt, sources, totals }: ReportModel, locale: Locale): string {
  return [
    `**${locale.say('md.foot.version')}**: ${DOCUMENT_VERSION}`,
    `**${locale.say('md.foot.updated')}**: ${generatedAt.slice(0, 10)}`,
    `**${locale.say('md.foot.based')}**: ${locale.say('md.foot.basis', {
      cells: totals.byBasis.live + totals.byBasis.replay + totals.byBasis.observation,
      sources: sources.size,
    })}`,
  ].join('<br>\n');
}
