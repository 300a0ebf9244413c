/** Whether a model does a feature, from what is known of its cell: for the guide and the capability feed. */
import { polarityOf } from '../claims/about.ts';
import { compareSources } from '../claims/conflicts.ts';
import type { Claim, ClaimSource } from '../claims/types.ts';
import { withoutOverruled } from '../verdict/assess.ts';
import type { Evidence } from '../verdict/types.ts';
import type { ReportCell, ReportModel } from './model.ts';

/** `evidence`: somebody saw it. `documents`: nobody did, and the best-ranked source says so. */
export type AnswerBasis = 'evidence' | 'documents' | 'unknown';

export interface Answer {
  readonly says: 'yes' | 'no' | 'unknown';
  readonly basis: AnswerBasis;
  /** ISO date of the traffic, or of the source that answers; null where neither has one. */
  readonly date: string | null;
  /** Sources or evidence disagree. */
  readonly disputed: boolean;
  /** The source that answers; null for evidence. */
  readonly source: string | null;
  /** Kind of the evidence; null for documents. */
  readonly evidence: Evidence['kind'] | null;
}

const UNKNOWN: Answer = {
  says: 'unknown',
  basis: 'unknown',
  date: null,
  disputed: false,
  source: null,
  evidence: null,
};

/** Answers by `<feature> <model id>`; built once a report. */
export function answersOf(model: ReportModel): (feature: string, modelId: string) => Answer {
  const cells = new Map(model.cells.map((cell) => [`${cell.feature} ${cell.model}`, cell]));
  return (feature, modelId) => answerOf(cells.get(`${feature} ${modelId}`), model.sources);
}

/**
 * What was seen decides; a request that was accepted with a deviation (`partial`) is a yes. Where nothing
 * was seen, the best-ranked source does (`compareSources`), and of one authority a sentence goes before
 * absence from a list. Blocked and errored cells answer nothing.
 */
export function answerOf(cell: ReportCell | undefined, sources: ReadonlyMap<string, ClaimSource>): Answer {
  if (cell === undefined) return UNKNOWN;
  const { status } = cell;
  if (status === 'supported' || status === 'partial' || status === 'unsupported') {
    return {
      says: status === 'unsupported' ? 'no' : 'yes',
      basis: 'evidence',
      date: cell.observedAt?.slice(0, 10) ?? null,
      disputed: cell.mixed,
      source: null,
      evidence: cell.evidence[0]?.kind ?? null,
    };
  }
  return documentedAnswer(cell.claims, sources);
}

/** What the best-ranked of these claims says. */
export function documentedAnswer(
  claims: readonly Claim[],
  sources: ReadonlyMap<string, ClaimSource>,
): Answer {
  const relevant = withoutOverruled(claims.filter((claim) => polarityOf(claim) !== undefined));
  const [best] = relevant.toSorted(bestFirst(sources));
  const says = best === undefined ? undefined : polarityOf(best);
  if (best === undefined || says === undefined) return UNKNOWN;
  return {
    says,
    basis: 'documents',
    date: sources.get(best.source)?.date ?? null,
    disputed: relevant.some((claim) => polarityOf(claim) !== says),
    source: best.source,
    evidence: null,
  };
}

function bestFirst(sources: ReadonlyMap<string, ClaimSource>): (a: Claim, b: Claim) => number {
  return (a, b) => {
    const [left, right] = [sources.get(a.source), sources.get(b.source)];
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
    const byAuthority = compareSources({ ...left, date: '', id: '' }, { ...right, date: '', id: '' });
    return (
      byAuthority ||
      Number(a.basis === 'absence') - Number(b.basis === 'absence') ||
      compareSources(left, right) ||
      (a.id < b.id ? -1 : 1)
    );
  };
}
