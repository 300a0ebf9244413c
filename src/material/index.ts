/** What a report and `explain` are made of, gathered from disk: claims, observations, recordings, history, documented fields. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shippedCatalogue } from '../checks/errors/index.ts';
import {
  appendHistory,
  entryOf,
  type HistoryEntry,
  type HistoryPlace,
  readHistory,
  withNamesOfToday,
} from '../history/index.ts';
import { type Catalogue, type Matrix, NO_RENAMES, type Project } from '../matrix/index.ts';
import { now } from '../now.ts';
import { buildReport, type RecordedCase, type ReportModel } from '../report/index.ts';
import type { Journal } from '../run/journal.ts';
import { checksOfScenario } from '../run/scenario-checks.ts';
import { buildCells } from '../verdict/cells.ts';
import { diffRuns } from '../verdict/diff.ts';
import { isSilent } from '../verdict/evidence.ts';
import { readObservations } from '../verdict/observations.ts';
import type { CaseResult, Observation } from '../verdict/types.ts';
import { placeUnstated } from '../verdict/unstated.ts';
import { exchangesOf, loadCassetteFile } from '../wire/index.ts';
import { coverageOf, readClaims } from './claims.ts';
import { fieldsFor, isLedger } from './fields.ts';
import { guideOf } from './guide.ts';

/** What a report is made of, as a command finds it. */
interface Material {
  readonly home: string;
  /** Folder of the cassettes. */
  readonly recordings: string;
  readonly matrix: Matrix;
  readonly catalogue: Catalogue;
  readonly inventories: Project['inventories'];
  readonly journals: readonly Journal[];
  /** An earlier run to compare with. */
  readonly baseline?: Journal | undefined;
  /** Folder of the history: read, and the runs are added to it. */
  readonly history?: string | undefined;
}

/** Everything on disk that speaks about a cell, as the view model of the report. */
export async function modelOf(material: Material): Promise<ReportModel> {
  const { home, matrix, catalogue, journals, baseline } = material;
  const results = journals.flatMap((journal) => journal.results);
  const loaded = readClaims(home, material);
  const { sources, claims } = loaded;
  const { documents, reasons, tracked } = coverageOf(home, loaded);
  const { features } = catalogue;
  const { models, observations } = placeUnstated({
    models: catalogue.models,
    features,
    observations: observationsOf(home),
  });
  const openaiTargets = new Set(
    matrix.targets
      .filter((target) => target.endpoint?.includes('//api.openai.com'))
      .map((target) => target.name),
  );
  const last = journals.at(-1);
  const placeOf = ({ target, targetKind }: CaseResult): HistoryPlace => {
    if (targetKind !== 'openai-compatible') return targetKind;
    return openaiTargets.has(target) ? 'openai' : 'other';
  };
  const recordings = await recordingsIn(material.recordings, results);
  return buildReport({
    generatedAt: now().toISOString(),
    models,
    features,
    cells: buildCells({
      models,
      features,
      results: [...results, ...lastVerdicts(results, baseline)],
      observations,
      claims,
      openaiTargets,
    }),
    results,
    header: last?.header ?? null,
    footer: last?.footer ?? null,
    claims,
    sources,
    coverage: {
      documents,
      reasons,
      statements: tracked,
      checks: Object.fromEntries(
        features.map(({ id }) => [id, checksOfScenario(home, id, undefined, matrix.scenarios)]),
      ),
    },
    guide: guideOf(home, catalogue, claims),
    recordings,
    errors: shippedCatalogue().entries,
    fields: fieldsFor(home, { results, recordings }, placeOf),
    history:
      material.history === undefined
        ? []
        : historyWith(material.history, journals, placeOf).map((entry) =>
            withNamesOfToday(entry, matrix.renames ?? NO_RENAMES),
          ),
    changes:
      baseline === undefined
        ? undefined
        : { since: baseline.header.startedAt, diff: diffRuns(baseline.results, results) },
  });
}

/** Rows of the earlier run for what this one could not ask, or had no turn for: the cell keeps its verdict and ages. */
function lastVerdicts(results: readonly CaseResult[], baseline: Journal | undefined): readonly CaseResult[] {
  const silent = new Set(results.filter(isSilent).map((row) => row.case));
  return baseline?.results.filter((row) => silent.has(row.case)) ?? [];
}

/**
 * The history in a folder after the runs were added to it. A replay is not: it has seen nothing, and its dates
 * are those of the recordings, which the table holds as evidence.
 */
function historyWith(
  folder: string,
  journals: readonly Journal[],
  placeOf: (result: CaseResult) => HistoryPlace,
): readonly HistoryEntry[] {
  const known = readHistory(folder);
  for (const { header, results } of journals) {
    const entry = entryOf(header, results, placeOf);
    // The same run with verdicts carried from the night before is the table's business, not another run.
    const told = known.some((other) => sameRun(other, entry));
    if (header.mode !== 'replay' && !told) appendHistory(folder, entry);
  }
  return readHistory(folder);
}

function sameRun(one: HistoryEntry, other: HistoryEntry): boolean {
  const casesOf = ({ cases }: HistoryEntry) => Object.keys(cases).join('\n');
  return one.run === other.run && one.startedAt === other.startedAt && casesOf(one) === casesOf(other);
}

function observationsOf(home: string): readonly Observation[] {
  const folder = join(home, 'fixtures/observations');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && !isLedger(name))
    .sort()
    .flatMap((name) =>
      readObservations(`fixtures/observations/${name}`, readFileSync(join(folder, name), 'utf8')),
    );
}

/** The cassettes that results rest on, to show what crossed the wire. A cassette that is gone is not shown. */
async function recordingsIn(
  root: string,
  results: readonly CaseResult[],
): Promise<ReadonlyMap<string, RecordedCase>> {
  const recordings = new Map<string, RecordedCase>();
  for (const { evidence } of results) {
    if (evidence.cassette === null) continue;
    const cassette = await loadCassetteFile(root, join(dirname(root), evidence.cassette));
    if (cassette === null) continue;
    recordings.set(evidence.cassette, { exchanges: exchangesOf(cassette), lineage: { ...cassette.lineage } });
  }
  return recordings;
}
