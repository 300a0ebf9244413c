import { PLAIN_FEATURE, polarityOf } from '../../claims/about.ts';
import { type Conflict, type ConflictSide, compareSources } from '../../claims/conflicts.ts';
import type { Claim, ClaimSource } from '../../claims/types.ts';
import type { Evidence } from '../../verdict/types.ts';
import type { ReportCell } from '../model.ts';
import type { Correction, Settler } from './types.ts';

type Sources = ReadonlyMap<string, ClaimSource>;

/** Claims that the evidence of their cell speaks against. */
export function refutedClaims(cells: readonly ReportCell[]): Correction[] {
  const byClaim = new Map<string, { claim: Claim; cells: ReportCell[] }>();
  for (const cell of cells) {
    for (const claim of wrongIn(cell)) {
      const found = byClaim.get(claim.id);
      if (found === undefined) byClaim.set(claim.id, { claim, cells: [cell] });
      else found.cells.push(cell);
    }
  }
  return [...byClaim.values()].map(({ claim, cells: against }) => ({
    claim,
    settledBy: 'observation',
    instead: polarityOf(claim) === 'yes' ? 'no' : 'yes',
    against: [],
    cells: against,
    note: null,
  }));
}

/**
 * Those that a contradicted cell refutes, and those that say no by leaving the model out of a list while it
 * works and another document says so.
 */
function wrongIn({ assessment, refuted, status, claims }: ReportCell): readonly Claim[] {
  if (assessment === 'contradicted') return refuted.filter(({ basis }) => basis !== 'absence');
  if (status !== 'supported' || assessment !== 'confirmed') return [];
  return claims.filter(({ basis }) => basis === 'absence');
}

/**
 * Ids of claims that an observation agrees with. A claim about no model in particular, or about every version
 * of one, is borne out by any of the cells it covers: what the others do is not known.
 */
export function borneOut(cells: readonly ReportCell[]): ReadonlySet<string> {
  return new Set(
    cells.flatMap(({ status, claims }) => {
      if (status !== 'supported' && status !== 'unsupported') return [];
      const seen = status === 'supported' ? 'yes' : 'no';
      return claims.filter((claim) => polarityOf(claim) === seen).map(({ id }) => id);
    }),
  );
}

/**
 * Claims that no answer can bear out which passed one of the checks they exclude. Of an API as a whole, its
 * plainest feature is looked at.
 */
export function excludedClaims(claims: readonly Claim[], cells: readonly ReportCell[]): Correction[] {
  return claims.flatMap((claim): Correction[] => {
    const { excludes, subject } = claim;
    if (excludes === undefined) return [];
    const feature = subject.feature ?? PLAIN_FEATURE[subject.api ?? ''];
    const against = cells
      .filter((cell) => cell.feature === feature && cell.evidence.some((one) => passedOne(one, excludes)))
      .toSorted((a, b) => ((a.observedAt ?? '') < (b.observedAt ?? '') ? 1 : -1));
    if (against.length === 0) return [];
    const note = excludes.join(', ');
    return [{ claim, settledBy: 'observation', instead: null, against: [], cells: against, note }];
  });
}

function passedOne({ result, observation }: Evidence, checks: readonly string[]): boolean {
  const passed =
    result?.checks.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id) ??
    observation?.checks.passed ??
    [];
  return passed.some((id) => checks.includes(id));
}

/** The losing sides of a conflict; where nothing settles it, all sides but the first. */
export function conflictingClaims(conflict: Conflict, sources: Sources): Correction[] {
  const [best, ...others] = conflict.sides;
  if (best === undefined) return [];
  return others.flatMap((side) =>
    side.claims.map((claim) => {
      const settledBy = settlerOf(conflict.kind, best, claim, sources);
      return {
        claim,
        settledBy,
        instead: settledBy === 'open' || settledBy === 'itself' ? null : best.says,
        against: best.claims,
        cells: [],
        note: null,
      };
    }),
  );
}

function settlerOf(kind: Conflict['kind'], best: ConflictSide, claim: Claim, sources: Sources): Settler {
  if (kind === 'superseded') return 'later-document';
  if (best.claims.every(({ source }) => source === claim.source)) return 'itself';
  const [leading] = best.claims;
  const [ours, theirs] = [sources.get(leading?.source ?? ''), sources.get(claim.source)];
  const outranked =
    ours !== undefined &&
    theirs !== undefined &&
    compareSources({ ...ours, date: '', id: '' }, { ...theirs, date: '', id: '' }) < 0;
  return best.claims.every(({ basis }) => basis === 'absence') && outranked ? 'list' : 'open';
}
