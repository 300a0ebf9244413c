import type { Claim } from '../claims/types.ts';
import { withoutOverruled } from '../verdict/assess.ts';
import type { CaseResult, Cell, Evidence, Status } from '../verdict/types.ts';
import type { Basis, ReportCell, Says, Shown } from './model.ts';
import { ageBand } from './totals.ts';

/** A published cell with its claims resolved and what it shows decided, at the time of the report. */
export function reportCell(
  cell: Cell,
  claimsById: ReadonlyMap<string, Claim>,
  generatedAt: string,
): ReportCell {
  const claims = cell.claims.flatMap((id) => claimsById.get(id) ?? []);
  const evidence = cell.evidence;
  const shown = shownAs(cell.status, claims);
  const basis = basisOf(shown, evidence);
  return {
    id: cellId(cell),
    feature: cell.feature,
    model: cell.model,
    place: cell.targetKind,
    status: cell.status,
    shown,
    says: saysOf(claims),
    basis,
    assessment: cell.assessment,
    evidence,
    observedAt: cell.observedAt,
    mixed: cell.mixed,
    versionInferred: evidence[0]?.versionInferred === true,
    stale: basis !== 'claim' && basis !== 'none' && ageBand(cell.observedAt, generatedAt) === 'older',
    claims,
    refuted: claims.filter((claim) => refutes(cell.status, claim)),
  };
}

/** A result of the reference target, as a cell of the self-test. Never carries a claim. */
export function selfTestCell(result: CaseResult): ReportCell {
  const evidence: Evidence = {
    kind: result.evidence.mode === 'replay' ? 'replay' : 'live',
    status: result.status,
    observedAt: result.evidence.observedLiveAt,
    region: result.region,
    versionInferred: false,
    result,
  };
  return {
    id: result.case,
    feature: result.feature,
    model: result.model,
    place: 'reference',
    status: result.status,
    shown: result.status,
    says: null,
    basis: basisOf(result.status, [evidence]),
    assessment: 'unknown',
    evidence: [evidence],
    observedAt: result.evidence.observedLiveAt,
    mixed: false,
    versionInferred: false,
    // It is asked in every run, and its clock says nothing about a service.
    stale: false,
    claims: [],
    refuted: [],
  };
}

/** `feature:model`; the place follows where it is not Azure. */
function cellId({ feature, model, targetKind }: Cell): string {
  return targetKind === 'azure' ? `${feature}:${model}` : `${feature}:${model}:${targetKind}`;
}

/** Only where nothing was seen do claims show, and then never as a status. */
function shownAs(status: Status | 'unknown', claims: readonly Claim[]): Shown {
  return (status === 'unknown' || status === 'not-run') && claims.length > 0 ? 'documented' : status;
}

function basisOf(shown: Shown, evidence: readonly Evidence[]): Basis {
  if (shown === 'documented') return 'claim';
  if (shown === 'unknown' || shown === 'not-run') return 'none';
  return evidence[0]?.kind ?? 'none';
}

function saysOf(claims: readonly Claim[]): Says | null {
  if (claims.length === 0) return null;
  const said = new Set(withoutOverruled(claims).map((claim) => claim.statement));
  const positive = said.has('supported') || said.has('preview') || said.has('limited');
  if (said.has('unsupported')) return positive ? 'differs' : 'no';
  if (said.has('supported')) return 'yes';
  if (said.has('limited')) return 'limited';
  return said.has('preview') ? 'preview' : 'note';
}

/** Whether what was seen speaks against the claim. Blocked, errored and not-run cases speak for nothing. */
function refutes(status: Status | 'unknown', claim: Claim): boolean {
  if (claim.statement === 'value') return false;
  if (claim.statement === 'unsupported') return status === 'supported' || status === 'partial';
  return status === 'unsupported';
}
