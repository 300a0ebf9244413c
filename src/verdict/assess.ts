import { polarityOf } from '../claims/about.ts';
import type { Claim } from '../claims/types.ts';
import type { Assessment, Cell } from './types.ts';

/** What the evidence of a cell says about one claim. */
export type ClaimVerdict = 'confirmed' | 'contradicted' | 'unverified';

/**
 * One claim against the status of its cell. `supported`, `preview` and `limited` all say that the feature
 * can be used; only the limits differ, and a status says nothing about them.
 *
 * | status        | yes, of this model | yes, of the API | no           | no, by absence |
 * |---------------|--------------------|-----------------|--------------|----------------|
 * | supported     | confirmed          | confirmed       | contradicted | unverified     |
 * | partial       | confirmed          | confirmed       | unverified   | unverified     |
 * | unsupported   | contradicted       | unverified      | confirmed    | confirmed      |
 * | anything else | unverified         | unverified      | unverified   | unverified     |
 *
 * - `partial` confirms a yes, since the request was accepted and the deviation is in the status, but it never
 *   contradicts: a parameter that is taken and ignored is not what "unsupported" denies.
 * - A yes of the API as such ("the Responses API supports function calling") is not refuted by one model.
 * - Absence from a list is no sentence: what works all the same is undocumented rather than denied.
 */
export function judgeClaim(claim: Claim, status: Cell['status']): ClaimVerdict {
  const says = polarityOf(claim);
  if (says === undefined) return 'unverified';
  if (status === 'supported') {
    if (says === 'yes') return 'confirmed';
    return claim.basis === 'absence' ? 'unverified' : 'contradicted';
  }
  if (status === 'partial') return says === 'yes' ? 'confirmed' : 'unverified';
  if (status === 'unsupported') {
    if (says === 'no') return 'confirmed';
    return claim.subject.model === undefined ? 'unverified' : 'contradicted';
  }
  return 'unverified';
}

/**
 * The claims about a cell (`claimsAbout`) against its status:
 *
 * - `contradicted`: the evidence contradicts at least one of them, whatever it does to the others; when sources
 *   disagree, evidence that settles it shows who was wrong.
 * - `confirmed`: it contradicts none and confirms at least one.
 * - `undocumented`: verified evidence that no claim foretold (it works and nobody says so, or it is refused and
 *   nobody warned).
 * - `disputed`: the evidence settles nothing, and one claim says yes where another says no. A sentence about
 *   one model ("not this one") is an exception to the rule of an API ("supports images"), not a dispute.
 * - `unverified`: claimed, never seen, or seen only in a way that settles nothing.
 * - `unknown`: neither claim nor verified evidence.
 */
export function assess(claims: readonly Claim[], status: Cell['status']): Assessment {
  const relevant = withoutOverruled(claims.filter((claim) => polarityOf(claim) !== undefined));
  const verdicts = relevant.map((claim) => judgeClaim(claim, status));
  if (verdicts.includes('contradicted')) return 'contradicted';
  if (status === 'partial' && inDispute(relevant)) return 'disputed';
  if (verdicts.includes('confirmed')) return 'confirmed';
  if (status === 'supported' || status === 'unsupported') return 'undocumented';
  if (relevant.length === 0) return status === 'partial' ? 'undocumented' : 'unknown';
  return inDispute(relevant) ? 'disputed' : 'unverified';
}

/** A sentence about this model that says no takes the place of rules of the API that say yes. */
export function withoutOverruled(claims: readonly Claim[]): readonly Claim[] {
  const excepted = claims.some((claim) => claim.subject.model !== undefined && polarityOf(claim) === 'no');
  return excepted
    ? claims.filter((claim) => claim.subject.model !== undefined || polarityOf(claim) === 'no')
    : claims;
}

function inDispute(claims: readonly Claim[]): boolean {
  return new Set(claims.map(polarityOf)).size > 1;
}
