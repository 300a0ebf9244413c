/**
 * Waivers: deviations that somebody expects, answers for, and dates. A waiver excuses one check of the cases
 * it selects, and only where the failure carries its fingerprint; a different failure is not waived. One that is
 * flaky may fail and need not, within its budget (flaky.ts).
 */
import type { CheckResult } from '../checks/check.ts';
import { compileSelector, partsOf } from '../matrix/selector.ts';
import type { Waiver } from '../matrix/types.ts';
import { exceeds, type Flakes, flakesOf, isOfCheck, type Past } from './flaky.ts';
import type { CaseResult } from './types.ts';

export interface WaiverVerdict {
  /** Case id to the ids of its waived checks. */
  readonly waived: ReadonlyMap<string, ReadonlySet<string>>;
  /** Waivers whose cases ran and did not fail as described: delete them. */
  readonly stale: readonly Waiver[];
  /** Waivers past their date; they excuse nothing. */
  readonly expired: readonly Waiver[];
  /** Cases that failed more often than their flaky waiver allows; it does not excuse them. */
  readonly exceeded: readonly Exceeded[];
}

export interface Exceeded extends Flakes {
  readonly waiver: Waiver;
  /** Case id. */
  readonly case: string;
}

/**
 * `today`: ISO date. A waiver none of whose cases ran is neither used nor stale. A flaky one is stale only where
 * its check was made as often as its budget says and never failed.
 */
export function applyWaivers(
  results: readonly CaseResult[],
  waivers: readonly Waiver[],
  today: string,
  past: Past = new Map(),
): WaiverVerdict {
  const waived = new Map<string, Set<string>>();
  const stale: Waiver[] = [];
  const exceeded: Exceeded[] = [];
  const expired = waivers.filter((waiver) => waiver.expires < today);
  for (const waiver of waivers) {
    if (expired.includes(waiver)) continue;
    const selector = compileSelector(waiver.cases);
    const asked = results.filter((result) => wasAsked(result) && selector.fits(partsOf(result.case)));
    const seen = asked.map((result) => {
      const excused = result.checks.filter((check) => excuses(waiver, check));
      const flakes = flakesOf(waiver, result, excused.length > 0, past.get(result.case) ?? []);
      return { result, excused, flakes };
    });
    if (seen.length > 0 && seen.every(({ excused, flakes }) => isIdle(waiver, excused, flakes)))
      stale.push(waiver);
    for (const { result, excused, flakes } of seen) {
      if (exceeds(waiver, flakes)) exceeded.push({ waiver, case: result.case, ...flakes });
      else
        for (const check of excused)
          waived.set(result.case, (waived.get(result.case) ?? new Set()).add(check.id));
    }
  }
  return { waived, stale, expired, exceeded };
}

/** Nothing of the case needs the waiver. */
function isIdle({ flaky }: Waiver, excused: readonly CheckResult[], { failed, seen }: Flakes): boolean {
  return excused.length === 0 && (flaky === undefined || (failed === 0 && seen >= flaky.of));
}

/** A case that was not run or could not be asked neither needs a waiver nor disproves one. */
export function wasAsked(result: CaseResult): boolean {
  return result.status !== 'not-run' && result.status !== 'blocked';
}

/** `schema` stands for `schema.response` and all its kind; the fingerprint stands in the failure's words. */
function excuses(waiver: Waiver, check: CheckResult): boolean {
  if (check.outcome !== 'failed') return false;
  if (!isOfCheck(check.id, waiver.check)) return false;
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
