/**
 * Waivers: deviations that somebody expects, answers for, and dates. A waiver excuses one check of the cases
 * it selects, and only where the failure carries its fingerprint; a different failure is not waived.
 */
import type { CheckResult } from '../checks/check.ts';
import { compileSelector, partsOf } from '../matrix/selector.ts';
import type { Waiver } from '../matrix/types.ts';
import type { CaseResult } from './types.ts';

export interface WaiverVerdict {
  /** Case id to the ids of its waived checks. */
  readonly waived: ReadonlyMap<string, ReadonlySet<string>>;
  /** Waivers whose cases ran and did not fail as described: delete them. */
  readonly stale: readonly Waiver[];
  /** Waivers past their date; they excuse nothing. */
  readonly expired: readonly Waiver[];
}

/** `today`: ISO date. A waiver none of whose cases ran is neither used nor stale. */
export function applyWaivers(
  results: readonly CaseResult[],
  waivers: readonly Waiver[],
  today: string,
): WaiverVerdict {
  const waived = new Map<string, Set<string>>();
  const stale: Waiver[] = [];
  const expired = waivers.filter((waiver) => waiver.expires < today);
  for (const waiver of waivers) {
    if (expired.includes(waiver)) continue;
    const selector = compileSelector(waiver.cases);
    const asked = results.filter((result) => wasAsked(result) && selector.fits(partsOf(result.case)));
    const excused = asked.flatMap((result) =>
      result.checks.filter((check) => excuses(waiver, check)).map((check) => ({ result, check })),
    );
    if (asked.length > 0 && excused.length === 0) stale.push(waiver);
    for (const { result, check } of excused) {
      waived.set(result.case, (waived.get(result.case) ?? new Set()).add(check.id));
    }
  }
  return { waived, stale, expired };
}

/** A case that was not run or could not be asked neither needs a waiver nor disproves one. */
function wasAsked(result: CaseResult): boolean {
  return result.status !== 'not-run' && result.status !== 'blocked';
}

/** `schema` stands for `schema.response` and all its kind; the fingerprint stands in the failure's words. */
function excuses(waiver: Waiver, check: CheckResult): boolean {
  if (check.outcome !== 'failed') return false;
  if (check.id !== waiver.check && !check.id.startsWith(`${waiver.check}.`)) return false;
  const words = [check.message, ...check.violations.map(({ pointer, message }) => `${pointer} ${message}`)];
  return words.some((text) => text.includes(waiver.fingerprint));
}

/** True when every binding check that failed is waived, so that the case went as expected. */
export function isExcused(result: CaseResult, { waived }: WaiverVerdict): boolean {
  const own = waived.get(result.case);
  if (own === undefined || result.status !== 'partial') return false;
  return result.checks.every(
    (check) => check.outcome === 'passed' || check.severity !== 'must' || own.has(check.id),
  );
}
