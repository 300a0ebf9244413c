import type { Claim } from '../claims/types.ts';
import type { ReportCell } from './model.ts';
import { compare } from './totals.ts';

/** Cells of one model and API about which the same documents say the same, and the evidence shows the same. */
export interface Finding {
  readonly model: string;
  /** At least one; in table order. */
  readonly cells: readonly [ReportCell, ...ReportCell[]];
  /** One for each source and statement: those refuted, or all where none is. */
  readonly claims: readonly Claim[];
}

/** Groups that a reader would call one mistake, in the order of their first cell. */
export function findingsOf(cells: readonly ReportCell[]): Finding[] {
  const groups = new Map<string, { cells: [ReportCell, ...ReportCell[]]; claims: readonly Claim[] }>();
  for (const cell of cells) {
    const claims = distinct(cell.refuted.length > 0 ? cell.refuted : cell.claims);
    const api = cell.feature.slice(0, cell.feature.indexOf('/'));
    const key = JSON.stringify([cell.model, api, cell.shown, cell.basis, claims.map(wording)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cells: [cell], claims });
    else group.cells.push(cell);
  }
  return [...groups.values()].map((group) => ({ model: group.cells[0].model, ...group }));
}

const wording = (claim: Claim) => [claim.source, claim.statement, claim.value ?? null].join('\n');

function distinct(claims: readonly Claim[]): Claim[] {
  const byWording = new Map<string, Claim>();
  for (const claim of claims) if (!byWording.has(wording(claim))) byWording.set(wording(claim), claim);
  return [...byWording].sort(([a], [b]) => compare(a, b)).map(([, claim]) => claim);
}
