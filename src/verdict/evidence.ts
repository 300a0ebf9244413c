import type { CaseResult, Cell, Evidence, Status } from './types.ts';

const STRENGTH: Readonly<Record<Evidence['kind'], number>> = { live: 0, replay: 1, observation: 2 };

/** On one day the best answer speaks for the cell, since a claim is about a model, not about a region. */
const RANK: Readonly<Record<Status, number>> = {
  supported: 0,
  partial: 1,
  unsupported: 2,
  blocked: 3,
  errored: 4,
  'not-run': 5,
};

/** The service answered and the answer says something about support. */
export function isVerified(status: Cell['status']): status is 'supported' | 'partial' | 'unsupported' {
  return status === 'supported' || status === 'partial' || status === 'unsupported';
}

/** Says nothing about support, though the case could have been asked. */
export function isSilent({ status, notRun }: CaseResult): boolean {
  return status === 'blocked' || notRun === 'sampled-out' || notRun === 'budget';
}

/**
 * Order of evidence in a cell: what was seen before what was not run; live before replay before observation;
 * within one strength the later day, undated last; within a day the better status, then the later time; then
 * by identity, so that the order is total. Days rather than times, because the order in which one night's
 * regions happen to be asked must not turn a cell.
 */
export function compareEvidence(a: Evidence, b: Evidence): number {
  return (
    Number(a.status === 'not-run') - Number(b.status === 'not-run') ||
    STRENGTH[a.kind] - STRENGTH[b.kind] ||
    compareText(dayOf(b), dayOf(a)) ||
    RANK[a.status] - RANK[b.status] ||
    compareText(b.observedAt ?? '', a.observedAt ?? '') ||
    compareText(identityOf(a), identityOf(b)) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

/**
 * The evidence that speaks for a cell, the piece that gives the status first: verified, of the strongest kind
 * there is, and of each case only the newest (an earlier one is history, not disagreement). Observations all
 * stay, since nothing says that two of them were made on the same deployment. Empty where nothing was verified.
 */
export function currentEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  const verified = evidence.filter(({ status }) => isVerified(status));
  const strongest = Math.min(...verified.map(({ kind }) => STRENGTH[kind]));
  const newest = new Map<string, Evidence>();
  for (const item of verified) {
    if (STRENGTH[item.kind] !== strongest) continue;
    const at = item.result?.case ?? identityOf(item);
    const other = newest.get(at);
    if (other === undefined || compareAge(item, other) < 0) newest.set(at, item);
  }
  return [...newest.values()].sort(compareEvidence);
}

/** Of one case the later traffic first, of one recording the later replay. */
function compareAge(a: Evidence, b: Evidence): number {
  return (
    compareText(b.observedAt ?? '', a.observedAt ?? '') ||
    compareText(b.result?.evidence.replayedAt ?? '', a.result?.evidence.replayedAt ?? '') ||
    compareEvidence(a, b)
  );
}

function dayOf({ observedAt }: Evidence): string {
  return observedAt?.slice(0, 10) ?? '';
}

function identityOf({ result, observation }: Evidence): string {
  if (observation !== undefined) return observation.id;
  if (result === undefined) return '';
  const { cassette, sha256, replayedAt } = result.evidence;
  return [result.case, cassette, sha256, replayedAt, result.reason].join(' ');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
