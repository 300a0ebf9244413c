import type { Claim } from '../claims/types.ts';
import type { CellTimes } from '../history/index.ts';
import type { Evidence } from '../verdict/types.ts';
import { citationLink } from './link.ts';
import type { ReportCell, ReportModel } from './model.ts';
import { visibleJson } from './visible.ts';

/** Where the schema lies, seen from `reports/`. */
const SCHEMA = '../fixtures/schemas/compatibility.schema.json';

/** A run that the report is made of, to be checked by `report --verify`. */
export interface RunFile {
  /** Seen from the folder of the report. */
  readonly file: string;
  /** Of its bytes, hex. */
  readonly sha256: string;
}

/**
 * The report for programs, valid against `fixtures/schemas/compatibility.schema.json`. Exchanges stay in
 * their cassettes, which are named by path and hash. Deceptive characters are written as `\uXXXX`.
 */
export function renderJson(model: ReportModel, runs: readonly RunFile[] = []): string {
  const document = {
    $schema: SCHEMA,
    version: model.version,
    generatedAt: model.generatedAt,
    run: model.run,
    runs,
    totals: model.totals,
    models: model.series.flatMap(({ models }) =>
      models.map(({ id, name, version, series, kind, lifecycle }) => ({
        id,
        name,
        version,
        series,
        kind,
        lifecycle,
      })),
    ),
    features: [...model.apis.flatMap((group) => group.features), ...model.endpointFeatures].map(
      ({ id, api, title, scope }) => ({ id, api, scope, title }),
    ),
    cells: [...model.cells, ...model.elsewhere].map((cell) => cellJson(cell, model.times.get(cell.id))),
    unplaced: model.unplaced.map((cell) => cellJson(cell, model.times.get(cell.id))),
    standings: model.standings,
    coverage: model.coverage,
    missing: model.gaps,
    selfTest: {
      byStatus: model.selfTest.byStatus,
      checks: model.selfTest.checks,
      cells: model.selfTest.cells.map((cell) => cellJson(cell, undefined)),
    },
    sources: [...model.sources.values()],
    claims: model.claims.map(claimJson),
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

/** `times` undefined: nothing of the cell is dated, or it is one of the self-test, which was never seen live. */
function cellJson(cell: ReportCell, times: CellTimes | undefined) {
  return {
    id: cell.id,
    feature: cell.feature,
    model: cell.model,
    place: cell.place,
    status: cell.status,
    assessment: cell.assessment,
    basis: cell.basis,
    says: cell.says,
    observedAt: cell.observedAt,
    firstSeen: times?.firstSeen ?? null,
    lastSeenLive: times?.lastSeenLive ?? null,
    lastChanged: times?.lastChanged ?? null,
    mixed: cell.mixed,
    versionInferred: cell.versionInferred,
    claims: cell.claims.map((claim) => claim.id),
    refuted: cell.refuted.map((claim) => claim.id),
    evidence: cell.evidence.map(evidenceJson),
  };
}

function evidenceJson({ kind, status, observedAt, region, versionInferred, result, observation }: Evidence) {
  return {
    kind,
    status,
    observedAt,
    region,
    versionInferred,
    case: result?.case ?? null,
    replayedAt: result?.evidence.replayedAt ?? null,
    reason: result?.reason ?? null,
    errorClass: result?.error?.class ?? observation?.errorClass ?? null,
    checks: {
      passed: result === undefined ? (observation?.checks.passed ?? []) : checkIds(result, 'passed'),
      failed: result === undefined ? (observation?.checks.failed ?? []) : checkIds(result, 'failed'),
    },
    cassette: result?.evidence.cassette ?? null,
    sha256: result?.evidence.sha256 ?? null,
    ...(result?.flaky === true ? { flaky: true } : {}),
    ...(result?.repeats === undefined ? {} : { repeats: result.repeats }),
    ...(result?.attempts === undefined ? {} : { attempts: result.attempts }),
    citation:
      observation === undefined ? null : { ...observation.citation, url: citationLink(observation.citation) },
  };
}

function checkIds(result: NonNullable<Evidence['result']>, outcome: 'passed' | 'failed'): string[] {
  return result.checks.filter((check) => check.outcome === outcome).map((check) => check.id);
}

function claimJson({ id, source, topic, subject, statement, value, where, quote }: Claim) {
  return { id, source, topic, subject, statement, value: value ?? null, where, quote: quote ?? null };
}
