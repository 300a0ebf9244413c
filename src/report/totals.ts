import type { Feature, Model } from '../matrix/types.ts';
import type { Assessment, CaseResult, Status } from '../verdict/types.ts';
import {
  type AgeBand,
  applies,
  type Basis,
  type Gap,
  type ReportCell,
  type Shown,
  type SourceStanding,
  type Totals,
} from './model.ts';

const DAY_MS = 86_400_000;

/** Whole days from an ISO date or time to another; null where either is no date. */
export function daysBetween(from: string | null, to: string): number | null {
  const days = from === null ? Number.NaN : Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);
  return Number.isNaN(days) ? null : Math.max(0, days);
}

export function ageBand(observedAt: string | null, generatedAt: string): AgeBand {
  const days = daysBetween(observedAt, generatedAt);
  if (days === null) return 'undated';
  if (days <= 30) return '30';
  if (days <= 90) return '90';
  return days <= 365 ? '365' : 'older';
}

export const noStatuses = (): Record<Status, number> => ({
  supported: 0,
  partial: 0,
  unsupported: 0,
  blocked: 0,
  errored: 0,
  'not-run': 0,
});

const noAssessments = (): Record<Assessment, number> => ({
  confirmed: 0,
  contradicted: 0,
  undocumented: 0,
  unverified: 0,
  disputed: 0,
  unknown: 0,
});

/** Cells the Azure table has although nothing is known about them. */
export function emptyCells(
  cells: readonly ReportCell[],
  models: readonly Model[],
  features: readonly Feature[],
): number {
  const filled = new Set(cells.map((cell) => cell.id));
  let count = 0;
  for (const feature of features) {
    if (feature.scope === 'target') count += filled.has(`${feature.id}:-`) ? 0 : 1;
    for (const model of models) {
      if (applies(feature, model) && !filled.has(`${feature.id}:${model.id}`)) count += 1;
    }
  }
  return count;
}

/** Counts over the Azure table: its cells, and `empty` more of which nothing is known. */
export function totalsOf(cells: readonly ReportCell[], empty: number, generatedAt: string): Totals {
  const byStatus: Record<Shown, number> = { ...noStatuses(), documented: 0, unknown: 0 };
  const byBasis: Record<Basis, number> = { live: 0, replay: 0, observation: 0, claim: 0, none: 0 };
  const byAssessment = noAssessments();
  const byAge: Record<AgeBand, number> = { '30': 0, '90': 0, '365': 0, older: 0, undated: 0 };
  const dates: string[] = [];
  for (const cell of cells) {
    byStatus[cell.shown] += 1;
    byBasis[cell.basis] += 1;
    byAssessment[cell.assessment] += 1;
    if (cell.basis === 'claim' || cell.basis === 'none') continue;
    byAge[ageBand(cell.observedAt, generatedAt)] += 1;
    if (daysBetween(cell.observedAt, generatedAt) !== null) dates.push((cell.observedAt ?? '').slice(0, 10));
  }
  byStatus.unknown += empty;
  byBasis.none += empty;
  byAssessment.unknown += empty;
  dates.sort();
  return {
    cells: cells.length + empty,
    byStatus,
    byBasis,
    byAssessment,
    byAge,
    newest: dates.at(-1) ?? null,
    oldest: dates[0] ?? null,
  };
}

/** Why cases of real targets say nothing, the most frequent reason first. */
export function gapsOf(results: readonly CaseResult[]): Gap[] {
  const groups = new Map<string, CaseResult[]>();
  for (const result of results) {
    if (result.targetKind === 'reference') continue;
    if (result.status !== 'not-run' && result.status !== 'blocked') continue;
    const key = `${result.status} ${reasonOf(result)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups.values()]
    .flatMap((group) => {
      group.sort((a, b) => compare(a.case, b.case));
      const [first] = group;
      if (first === undefined) return [];
      const kind: Gap['kind'] = first.status === 'blocked' ? 'blocked' : 'not-run';
      const examples = group.slice(0, 3).map((result) => result.case);
      return [{ kind, reason: reasonOf(first), cases: group.length, note: first.reason, examples }];
    })
    .sort((a, b) => b.cases - a.cases || compare(a.reason, b.reason));
}

function reasonOf(result: CaseResult): string {
  return (result.status === 'blocked' ? result.error?.class : result.notRun) ?? 'unknown';
}

/**
 * For each source: how many claims it makes, and how many of the cells it speaks about were confirmed,
 * contradicted, never seen. One claim may be about many cells, or about none.
 */
export function standingsOf(cells: readonly ReportCell[], claimSources: readonly string[]): SourceStanding[] {
  const standings = new Map<string, { claims: number; cells: Record<Assessment, number> }>();
  for (const source of claimSources) {
    const standing = standings.get(source);
    if (standing === undefined) standings.set(source, { claims: 1, cells: noAssessments() });
    else standing.claims += 1;
  }
  for (const cell of cells) {
    for (const source of new Set(cell.claims.map((claim) => claim.source))) {
      const standing = standings.get(source);
      if (standing !== undefined) standing.cells[cell.assessment] += 1;
    }
  }
  return [...standings]
    .map(([source, { claims, cells: counts }]) => ({ source, claims, cells: counts }))
    .sort((a, b) => compare(a.source, b.source));
}

/** Order by code unit: the same on every machine and in every language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
