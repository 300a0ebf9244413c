import type { Api, Feature, Model } from '../matrix/types.ts';
import { coverageSections } from './coverage.ts';
import { findingsOf } from './findings.ts';
import { webLink } from './link.ts';
import type { Locale } from './locale.ts';
import { INFERRED, lookOf, MARKS, MIXED } from './look.ts';
import { code, link, plain, table } from './markdown-text.ts';
import { applies, type ReportCell, type ReportModel, type SeriesGroup, type Shown } from './model.ts';
import { changesView } from './page-changes.ts';
import { statementOf } from './page-evidence.ts';
import { noteOf } from './page-grid.ts';

const SIGNS: Readonly<Record<Shown, string>> = {
  supported: '✅',
  partial: '⚠️',
  unsupported: '❌',
  blocked: '⛔',
  errored: '💥',
  'not-run': '○',
  documented: '📄',
  unknown: '–',
};

/**
 * The compatibility guide for GitHub: tables by model series, then features, contradictions and gaps.
 * Stable order; nothing in the body changes from run to run unless the evidence does.
 */
export function renderMarkdown(model: ReportModel, locale: Locale): string {
  const cells = new Map(model.cells.map((cell) => [cell.id, cell]));
  const sections = [
    `# ${locale.say('title')}`,
    `${locale.say('generated', { date: model.generatedAt.slice(0, 10) })} · ${spanOf(model, locale)}`,
    locale.say('md.lede'),
    ...(model.run !== null && model.run.finishedAt === null ? [`> **${locale.say('run.incomplete')}**`] : []),
    heading(2, locale.say('md.read')),
    [
      locale.say('md.read.tick'),
      locale.say('md.read.marks'),
      locale.say('md.read.api'),
      locale.say('legend.clocks.text'),
    ].join('\n\n'),
    heading(2, locale.say('md.tables')),
    ...model.series.flatMap((series) => seriesSections(series, model, cells, locale)),
    ...endpointSection(model, cells, locale),
    ...changeSection(model, locale),
    ...contradictionSections(model, locale),
    ...coverageSections(model, locale),
    ...missingSection(model, locale),
    ...selfTestSection(model, locale),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const heading = (level: number, text: string) => `${'#'.repeat(level)} ${text}`;

function spanOf({ totals: { newest, oldest } }: ReportModel, locale: Locale): string {
  return newest === null || oldest === null
    ? locale.say('overview.no-evidence')
    : locale.say('overview.span', { newest, oldest });
}

type CellIndex = ReadonlyMap<string, ReportCell>;

function seriesSections(series: SeriesGroup, model: ReportModel, cells: CellIndex, locale: Locale): string[] {
  const apis = model.apis.filter((group) =>
    group.features.some((feature) => series.models.some((each) => applies(feature, each))),
  );
  const rows = series.models.map((each) => [
    code(each.id),
    ...apis.map((group) => signOf(standingForApi(group.features, each, cells), locale)),
    notesOf(each, locale, model.generatedAt.slice(0, 10)),
  ]);
  const head = [
    locale.say('table.model'),
    ...apis.map((group) => locale.say(`api.${group.api}`)),
    locale.say('md.notes'),
  ];
  return [heading(3, plain(series.name)), table(head, rows), ...featureTable(series, model, cells, locale)];
}

/** The first feature of an API stands for it; where that one says nothing, any that was accepted does. */
function standingForApi(features: readonly Feature[], model: Model, cells: CellIndex): ReportCell | Empty {
  const asked = features.filter((feature) => applies(feature, model));
  const found = asked.flatMap((feature) => cells.get(`${feature.id}:${model.id}`) ?? []);
  const [first] = asked;
  if (first === undefined) return 'not-applicable';
  const base = found.find((cell) => cell.feature === first.id);
  if (base !== undefined && settled(base)) return base;
  return found.find((cell) => cell.status === 'supported' || cell.status === 'partial') ?? base ?? 'unknown';
}

type Empty = 'not-applicable' | 'unknown';

const settled = ({ status }: ReportCell) =>
  status === 'supported' || status === 'partial' || status === 'unsupported';

function featureTable(series: SeriesGroup, model: ReportModel, cells: CellIndex, locale: Locale): string[] {
  const features = model.apis.flatMap((group) => group.features);
  const asked = features.filter((feature) => series.models.some((each) => applies(feature, each)));
  const rows = asked.flatMap((feature) => {
    const row = series.models.map(
      (each) => cells.get(`${feature.id}:${each.id}`) ?? emptyCell(feature, each),
    );
    if (row.every((cell) => typeof cell === 'string')) return [];
    return [
      [`${plain(feature.title[locale.tag])} ${code(feature.id)}`, ...row.map((cell) => signOf(cell, locale))],
    ];
  });
  if (rows.length === 0) return [];
  const unlisted = asked.length - rows.length;
  return [
    heading(4, locale.say('md.features', { series: plain(series.name) })),
    table([locale.say('table.feature'), ...series.models.map((each) => code(each.id))], rows),
    unlisted === 0 ? '' : locale.say('md.features.unlisted', { count: unlisted }),
  ];
}

const emptyCell = (feature: Feature, model: Model): Empty =>
  applies(feature, model) ? 'unknown' : 'not-applicable';

/** `✅ live 2026-03-02 =`: what was seen, on what it rests, when, and how documents stand to it. */
function signOf(cell: ReportCell | Empty, locale: Locale): string {
  if (cell === 'not-applicable') return '';
  if (cell === 'unknown') return SIGNS.unknown;
  const marks = [
    cell.assessment === 'unverified' ? '' : MARKS[cell.assessment],
    cell.versionInferred ? INFERRED : '',
    cell.mixed ? MIXED : '',
  ].join('');
  if (cell.shown === 'documented')
    return [SIGNS.documented, lookOf(cell, locale).text, marks].filter(Boolean).join(' ');
  if (cell.basis === 'none' || cell.basis === 'claim') return SIGNS[cell.shown];
  const date = cell.observedAt?.slice(0, 10) ?? locale.say('undated');
  return [SIGNS[cell.shown], locale.say(`basis.${cell.basis}.short`), date, marks].filter(Boolean).join(' ');
}

function notesOf(model: Model, locale: Locale, today: string): string {
  const access =
    model.access === 'registration' || model.access === 'limited' ? locale.say(`access.${model.access}`) : '';
  const notes = [
    noteOf(model, locale, today),
    access,
    model.context === undefined ? '' : locale.say('md.context', { tokens: model.context }),
    model.maxOutput === undefined ? '' : locale.say('md.output', { tokens: model.maxOutput }),
    model.notes ?? '',
  ];
  return plain(notes.filter((note) => note !== '').join('; '));
}

function endpointSection(model: ReportModel, cells: CellIndex, locale: Locale): string[] {
  if (model.endpointFeatures.length === 0) return [];
  const rows = model.endpointFeatures.map((feature) => [
    `${plain(feature.title[locale.tag])} ${code(feature.id)}`,
    signOf(cells.get(`${feature.id}:-`) ?? 'unknown', locale),
  ]);
  return [
    heading(2, locale.say('endpoint.heading')),
    table([locale.say('table.feature'), locale.say('overview.status')], rows),
  ];
}

function changeSection({ changes }: ReportModel, locale: Locale): string[] {
  if (changes === null) return [];
  const { since, counts, groups } = changesView(changes, locale);
  const rows = groups.map(({ name, fingerprint, cases, more }) => {
    const named = cases.map(({ id, from, to }) => `${code(id)} ${plain(from)} → ${plain(to)}`);
    return [name, code(fingerprint), [...named, ...(more === '' ? [] : [more])].join('<br>')];
  });
  const head = [locale.say('changes.heading'), locale.say('summary.cause'), locale.say('summary.which')];
  return [
    heading(2, locale.say('changes.heading')),
    `${locale.say('changes.intro', { since })} ${counts}.`,
    ...(rows.length === 0 ? [] : [table(head, rows)]),
  ];
}

function contradictionSections(model: ReportModel, locale: Locale): string[] {
  const sections = [heading(2, locale.say('contradictions.heading')), locale.say('contradictions.intro')];
  sections.push(
    model.contradictions.length === 0
      ? locale.say('contradictions.none')
      : findings(model.contradictions, model, locale),
  );
  if (model.disputes.length > 0) {
    sections.push(heading(3, locale.say('disputes.heading')), locale.say('disputes.intro'));
    sections.push(findings(model.disputes, model, locale));
  }
  if (model.standings.length === 0) return sections;
  const kinds = ['confirmed', 'contradicted', 'disputed', 'unverified'] as const;
  const head = ['source', 'date', 'claims'].map((column) => locale.say(`standings.${column}`));
  const rows = model.standings.map(({ source, claims, cells }) => {
    const known = model.sources.get(source);
    const counts = [claims, ...kinds.map((kind) => cells[kind])].map((count) => locale.number(count));
    return [link(known?.title ?? source, webLink(known?.url)), plain(known?.date ?? ''), ...counts];
  });
  const columns = [...head, ...kinds.map((kind) => locale.say(`assessment.${kind}`))];
  return [...sections, heading(3, locale.say('standings.heading')), table(columns, rows)];
}

function findings(cells: readonly ReportCell[], model: ReportModel, locale: Locale): string {
  const rows = findingsOf(cells).map((finding) => {
    const said = finding.claims.map((claim) => {
      const source = model.sources.get(claim.source);
      const title = link(source?.title ?? claim.source, webLink(source?.url));
      return `**${plain(statementOf(claim, locale))}** ${title}${source === undefined ? '' : `, ${plain(source.date)}`}`;
    });
    const features = finding.cells.map((cell) => code(cell.feature)).join('<br>');
    const seen = finding.cells.map((cell) => signOf(cell, locale)).join('<br>');
    return [code(finding.model), features, said.join('<br>'), seen];
  });
  const head = [
    locale.say('table.model'),
    locale.say('table.feature'),
    locale.say('finding.said'),
    locale.say('finding.saw'),
  ];
  return table(head, rows);
}

function missingSection(model: ReportModel, locale: Locale): string[] {
  const sections = [heading(2, locale.say('missing.heading'))];
  if (model.gaps.length === 0) sections.push(locale.say('missing.none'));
  else {
    const rows = model.gaps.map((gap) => {
      const prefix = gap.kind === 'blocked' ? 'error' : 'gap';
      const reason = locale.sayOr(`${prefix}.${gap.reason}`, gap.reason);
      return [
        `${locale.say(`status.${gap.kind}`)}: ${plain(reason)}`,
        locale.number(gap.cases),
        code(gap.examples[0] ?? ''),
      ];
    });
    const head = [locale.say('md.reason'), locale.say('md.count'), locale.say('md.example')];
    sections.push(locale.say('missing.intro'), table(head, rows));
  }
  if (model.unplaced.length > 0) {
    sections.push(
      `${locale.say('missing.unplaced')} ${model.unplaced.map((cell) => code(cell.id)).join(', ')}`,
    );
  }
  return sections;
}

function selfTestSection({ selfTest, apis, endpointFeatures }: ReportModel, locale: Locale): string[] {
  const title = heading(2, locale.say('selftest.heading'));
  if (selfTest.cells.length === 0) return [title, locale.say('selftest.none')];
  const apiOf = new Map<string, Api>(
    [...apis.flatMap((group) => group.features), ...endpointFeatures].map((each) => [each.id, each.api]),
  );
  const byApi = Map.groupBy(selfTest.cells, (cell) => apiOf.get(cell.feature) ?? cell.feature);
  const rows = [...byApi].map(([api, cells]) => {
    const count = (shown: Shown) => locale.number(cells.filter((cell) => cell.shown === shown).length);
    return [
      plain(locale.sayOr(`api.${api}`, api)),
      count('supported'),
      count('partial'),
      count('unsupported'),
      count('blocked'),
      count('errored'),
      count('not-run'),
    ];
  });
  const statuses = ['supported', 'partial', 'unsupported', 'blocked', 'errored', 'not-run'] as const;
  const { passed, failed } = selfTest.checks;
  return [
    title,
    locale.say('selftest.intro'),
    locale.say('selftest.summary', { cases: selfTest.cells.length, passed, failed }),
    table(['API', ...statuses.map((status) => locale.say(`status.${status}`))], rows),
  ];
}
