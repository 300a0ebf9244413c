import { type CellTimes, type HistoryEntry, timesOf, withEvidence } from '../history/index.ts';
import type { Api, Feature, Model } from '../matrix/types.ts';
import type { CaseResult } from '../verdict/types.ts';
import { reportCell, selfTestCell } from './cells.ts';
import { correctionsOf, omissionsOf, outdatedLists } from './corrections/index.ts';
import { coveredDocuments } from './coverage.ts';
import type {
  ApiGroup,
  ReportCell,
  ReportInput,
  ReportModel,
  RunSummary,
  SelfTest,
  SeriesGroup,
} from './model.ts';
import { compareModels } from './order.ts';
import { emptyCells, gapsOf, noStatuses, standingsOf, totalsOf } from './totals.ts';

/**
 * The view model of the report, from plain data. Series and features keep the order of the catalogue,
 * models stand by family and size in theirs (`compareModels`), cells keep the order of the catalogue; the order of `cells`, `results` and `claims` in the input does not matter.
 * The reference target's results appear in `selfTest` only.
 */
export function buildReport(input: ReportInput): ReportModel {
  const models = input.models.filter((model) => model.publisher !== 'reference');
  const claimsById = new Map(input.claims.map((claim) => [claim.id, claim]));
  const order = cellOrder(input.models, input.features);
  const all = input.cells.map((cell) => reportCell(cell, claimsById, input.generatedAt)).sort(order);
  const placed = placedIn(models, input.features);
  const table = all.filter(placed);
  const cells = table.filter((cell) => cell.place === 'azure');
  const claims = [...input.claims].sort((a, b) => (a.id < b.id ? -1 : 1));
  const guide = input.guide ?? null;
  const { sources } = input;
  const today = input.generatedAt.slice(0, 10);
  return {
    version: 2,
    generatedAt: input.generatedAt,
    run: runSummary(input),
    series: bySeries(models),
    apis: byApi(input.features.filter((feature) => feature.scope === 'model')),
    endpointFeatures: input.features.filter((feature) => feature.scope === 'target'),
    cells,
    elsewhere: table.filter((cell) => cell.place !== 'azure' && cell.evidence.length > 0),
    totals: totalsOf(cells, emptyCells(cells, models, input.features), input.generatedAt),
    unplaced: all.filter((cell) => !placed(cell)),
    contradictions: cells.filter((cell) => cell.assessment === 'contradicted'),
    corrections: correctionsOf({ claims, sources, cells, models, guide, today }),
    omissions: [...omissionsOf(claims, sources, models), ...outdatedLists(claims, sources)],
    disputes: cells.filter((cell) => cell.assessment === 'disputed'),
    standings: standingsOf(
      cells,
      claims.map((claim) => claim.source),
    ),
    coverage: input.coverage === undefined ? [] : coveredDocuments(input.coverage, cells),
    reasons: input.coverage?.reasons ?? {},
    guide,
    gaps: gapsOf(input.results),
    selfTest: selfTestOf(input.results, order),
    claims,
    sources: new Map(sources.map((source) => [source.id, source])),
    recordings: input.recordings,
    changes: input.changes ?? null,
    checks: input.coverage?.checks ?? {},
    errors: input.errors ?? [],
    fields: input.fields ?? null,
    history: input.history ?? [],
    times: cellTimes(all, input.history ?? []),
  };
}

/** Of each cell of a real provider, from the history and from the evidence that it holds. */
function cellTimes(
  cells: readonly ReportCell[],
  history: readonly HistoryEntry[],
): ReadonlyMap<string, CellTimes> {
  const times = timesOf(history);
  return new Map(cells.map(({ id, evidence }) => [id, withEvidence(times.get(id), evidence)]));
}

function runSummary({ header, footer, results }: ReportInput): RunSummary | null {
  if (header === null) return null;
  return {
    id: header.run,
    startedAt: header.startedAt,
    finishedAt: footer?.finishedAt ?? null,
    mode: header.mode,
    harness: header.harness,
    sdk: header.sdk,
    planned: header.cases,
    results: results.length,
  };
}

function bySeries(models: readonly Model[]): SeriesGroup[] {
  return [...Map.groupBy(models, (model) => model.series)].map(([name, group]) => ({
    name,
    models: group.toSorted(compareModels),
  }));
}

function byApi(features: readonly Feature[]): ApiGroup[] {
  return [...Map.groupBy<Api, Feature>(features, (feature) => feature.api)].map(([api, group]) => ({
    api,
    features: group,
  }));
}

function placedIn(models: readonly Model[], features: readonly Feature[]) {
  const modelIds = new Set(models.map((model) => model.id)).add('-');
  const featureIds = new Set(features.map((feature) => feature.id));
  return (cell: ReportCell): boolean => modelIds.has(cell.model) && featureIds.has(cell.feature);
}

function cellOrder(models: readonly Model[], features: readonly Feature[]) {
  const modelRank = new Map(models.map((model, rank) => [model.id, rank]));
  const featureRank = new Map(features.map((feature, rank) => [feature.id, rank]));
  const last = Number.MAX_SAFE_INTEGER;
  return (a: ReportCell, b: ReportCell): number =>
    (modelRank.get(a.model) ?? last) - (modelRank.get(b.model) ?? last) ||
    (featureRank.get(a.feature) ?? last) - (featureRank.get(b.feature) ?? last) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function selfTestOf(results: readonly CaseResult[], order: ReturnType<typeof cellOrder>): SelfTest {
  const own = results.filter((result) => result.targetKind === 'reference');
  const cells = own.map(selfTestCell).sort(order);
  const byStatus = noStatuses();
  const checks = { passed: 0, failed: 0 };
  for (const result of own) {
    byStatus[result.status] += 1;
    for (const check of result.checks) checks[check.outcome] += 1;
  }
  return {
    models: [...new Set(cells.map((cell) => cell.model))],
    features: [...new Set(cells.map((cell) => cell.feature))],
    cells,
    byStatus,
    checks,
  };
}
