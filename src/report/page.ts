import { correctedBySource } from './corrections/index.ts';
import { type CoverageView, coverageViews } from './coverage.ts';
import { type Finding, findingsOf } from './findings.ts';
import { webLink } from './link.ts';
import type { Locale, LocaleTag } from './locale.ts';
import { INFERRED, lookOf, MIXED, moment, STALE } from './look.ts';
import type { Gap, ReportCell, ReportModel } from './model.ts';
import { type ChangesView, changesView } from './page-changes.ts';
import { statementOf } from './page-evidence.ts';
import { evidenceTeller, type Told } from './page-fold.ts';
import { azureGrid, type Grid, hasStory, kindClass, otherGrids } from './page-grid.ts';
import { ASSESSMENTS, type Overview, overviewOf, SHOWN } from './page-overview.ts';
import { type Wrong, wrongOf } from './page-wrong.ts';

/** The page's content in one language: strings only, ready for the template. */
export interface Page {
  readonly lang: LocaleTag;
  readonly generated: string;
  readonly run: readonly string[];
  readonly incomplete: boolean;
  readonly overview: Overview;
  /** Null: the report compares with nothing, and the page has no such section. */
  readonly changes: ChangesView | null;
  /** Null: no document is known to be wrong. */
  readonly wrong: Wrong | null;
  /** Whether there is anything to say of the documents themselves: disputes or standings. */
  readonly documents: boolean;
  readonly disputes: readonly FindingView[];
  readonly standings: readonly Standing[];
  readonly coverage: readonly CoverageView[];
  readonly grid: Grid;
  readonly others: readonly Grid[];
  readonly endpoint: readonly Endpoint[];
  readonly gaps: readonly GapView[];
  readonly unplaced: readonly string[];
  readonly selfTest: SelfTestView;
  readonly articles: readonly (Told & { readonly name: string })[];
  readonly selfTestArticles: Told;
  readonly marks: { readonly inferred: string; readonly mixed: string; readonly stale: string };
  readonly statuses: readonly { readonly id: string; readonly name: string }[];
  readonly assessments: readonly { readonly id: string; readonly name: string }[];
}

interface FindingView {
  readonly model: string;
  readonly api: string;
  readonly features: readonly { readonly id: string; readonly name: string }[];
  readonly claims: readonly {
    readonly statement: string;
    readonly source: string;
    readonly link: string | null;
    readonly date: string;
    readonly quote: string;
  }[];
  readonly kind: string;
  readonly symbol: string;
  readonly status: string;
  readonly seen: string;
}

interface Standing {
  readonly title: string;
  readonly link: string | null;
  readonly date: string;
  readonly claims: string;
  /** Claims that do not hold, by what shows it. */
  readonly evidence: string;
  readonly later: string;
  readonly otherwise: string;
  /** Cells. */
  readonly confirmed: string;
  readonly contradicted: string;
  readonly disputed: string;
  readonly unverified: string;
}

interface Endpoint {
  readonly id: string;
  readonly title: string;
  readonly code: string;
  readonly kind: string;
  readonly symbol: string;
  readonly text: string;
  readonly seen: string;
  readonly signs: string;
}

interface GapView {
  readonly title: string;
  readonly meaning: string;
  readonly count: string;
  readonly note: string;
  readonly examples: string;
}

interface SelfTestView {
  readonly models: readonly string[];
  readonly rows: readonly {
    readonly feature: string;
    readonly title: string;
    readonly cells: readonly { readonly id: string; readonly symbol?: string; readonly text?: string }[];
  }[];
  readonly summary: string;
  readonly empty: boolean;
}

export function pageOf(model: ReportModel, locale: Locale): Page {
  const finding = findingViewOf(model, locale);
  const tableCells = [...model.cells, ...model.elsewhere];
  const tell = evidenceTeller([...tableCells, ...model.selfTest.cells], model, locale);
  return {
    lang: locale.tag,
    generated: moment(model.generatedAt, locale),
    run: runFacts(model, locale),
    incomplete: model.run !== null && model.run.finishedAt === null,
    overview: overviewOf(model, locale),
    changes: model.changes === null ? null : changesView(model.changes, locale),
    wrong: wrongOf(model, locale),
    documents: model.disputes.length > 0 || model.standings.length > 0,
    disputes: findingsOf(model.disputes).map(finding),
    standings: standingsOf(model, locale),
    coverage: coverageViews(model, locale),
    grid: azureGrid(model, locale),
    others: otherGrids(model, locale),
    endpoint: endpointOf(model, locale),
    gaps: model.gaps.map((gap) => gapView(gap, locale)),
    unplaced: model.unplaced.map((cell) => cell.id),
    selfTest: selfTestOf(model, locale),
    articles: [...Map.groupBy(tableCells.filter(hasStory), (cell) => cell.model)].map(([id, cells]) => ({
      name: id === '-' ? locale.say('endpoint.heading') : id,
      ...tell(cells),
    })),
    selfTestArticles: tell(model.selfTest.cells),
    marks: { inferred: INFERRED, mixed: MIXED, stale: STALE },
    statuses: SHOWN.filter((kind) => kind !== 'unknown').map((id) => ({
      id,
      name: locale.say(`status.${id}`),
    })),
    assessments: ASSESSMENTS.map((id) => ({ id, name: locale.say(`assessment.${id}`) })),
  };
}

function runFacts({ run }: ReportModel, locale: Locale): string[] {
  if (run === null) return [locale.say('run.none')];
  return [
    locale.say(`run.${run.mode}`),
    locale.say('run.results', { results: run.results, planned: run.planned }),
    `${run.harness} · openai ${run.sdk}`,
  ];
}

function findingViewOf({ sources, apis }: ReportModel, locale: Locale) {
  const features = new Map(apis.flatMap((group) => group.features).map((each) => [each.id, each]));
  return ({ model, cells, claims }: Finding): FindingView => {
    const [first] = cells;
    const api = features.get(first.feature)?.api;
    return {
      model,
      api: api === undefined ? '' : locale.say(`api.${api}`),
      features: cells.map((cell) => ({
        id: cell.id,
        name: features.get(cell.feature)?.title[locale.tag] ?? cell.feature,
      })),
      claims: claims.map((claim) => ({
        statement: statementOf(claim, locale),
        source: sources.get(claim.source)?.title ?? claim.source,
        link: webLink(sources.get(claim.source)?.url),
        date: sources.get(claim.source)?.date ?? '',
        quote: claim.quote ?? '',
      })),
      kind: kindClass(first),
      symbol: lookOf(first, locale).symbol,
      status: locale.say(`status.${first.shown}`),
      seen: seenIn(cells, locale),
    };
  };
}

/** `public 2026-01`, or the span of months where the cells of a finding were seen at different times. */
function seenIn(cells: readonly ReportCell[], locale: Locale): string {
  const seen = [...new Set(cells.map((cell) => lookOf(cell, locale).seen))].sort();
  const [from = '', to = from] = [seen[0], seen.at(-1)];
  return from === to ? from : `${from} – ${to}`;
}

function standingsOf({ standings, sources, corrections }: ReportModel, locale: Locale): Standing[] {
  const corrected = correctedBySource(corrections);
  return standings.map(({ source, claims, cells }) => {
    const { evidence = 0, laterDocument = 0, otherwise = 0 } = corrected.get(source) ?? {};
    return {
      title: sources.get(source)?.title ?? source,
      link: webLink(sources.get(source)?.url),
      date: sources.get(source)?.date ?? '',
      claims: locale.number(claims),
      evidence: locale.number(evidence),
      later: locale.number(laterDocument),
      otherwise: locale.number(otherwise),
      confirmed: locale.number(cells.confirmed),
      contradicted: locale.number(cells.contradicted),
      disputed: locale.number(cells.disputed),
      unverified: locale.number(cells.unverified),
    };
  });
}

function endpointOf({ endpointFeatures, cells }: ReportModel, locale: Locale): Endpoint[] {
  const byFeature = new Map(cells.filter((cell) => cell.model === '-').map((cell) => [cell.feature, cell]));
  return endpointFeatures.map((feature) => {
    const cell = byFeature.get(feature.id);
    const base = { title: feature.title[locale.tag], code: feature.id };
    if (cell === undefined || !hasStory(cell)) {
      return {
        ...base,
        id: '',
        kind: 'unknown',
        symbol: '·',
        text: locale.say('short.unknown'),
        seen: '',
        signs: '',
      };
    }
    return { ...base, id: cell.id, kind: kindClass(cell), ...lookOf(cell, locale) };
  });
}

function gapView(gap: Gap, locale: Locale): GapView {
  const prefix = gap.kind === 'blocked' ? 'error' : 'gap';
  return {
    title: `${locale.say(`status.${gap.kind}`)}: ${locale.sayOr(`${prefix}.${gap.reason}`, gap.reason)}`,
    meaning:
      gap.kind === 'blocked'
        ? locale.say('status.blocked.meaning')
        : locale.sayOr(`gap.${gap.reason}.meaning`, ''),
    count: locale.number(gap.cases),
    note: gap.note,
    examples: gap.examples.join('  '),
  };
}

function selfTestOf({ selfTest, apis, endpointFeatures }: ReportModel, locale: Locale): SelfTestView {
  const features = new Map(
    [...apis.flatMap((group) => group.features), ...endpointFeatures].map((each) => [each.id, each]),
  );
  const byPlace = new Map(selfTest.cells.map((cell) => [`${cell.feature} ${cell.model}`, cell]));
  return {
    models: selfTest.models.map((model) => (model === '-' ? locale.say('selftest.endpoint') : model)),
    rows: selfTest.features.map((feature) => ({
      feature,
      title: features.get(feature)?.title[locale.tag] ?? feature,
      cells: selfTest.models.map((model) => {
        const cell = byPlace.get(`${feature} ${model}`);
        return cell === undefined ? { id: '' } : { id: cell.id, ...lookOf(cell, locale) };
      }),
    })),
    summary: locale.say('selftest.summary', {
      cases: selfTest.cells.length,
      passed: selfTest.checks.passed,
      failed: selfTest.checks.failed,
    }),
    empty: selfTest.cells.length === 0,
  };
}
