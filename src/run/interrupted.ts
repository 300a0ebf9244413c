import type { CheckResult, ClassifiedError, ExchangeReport } from '../checks/check.ts';

export interface Interruption {
  /** The error that ended the scenario. */
  readonly error: ClassifiedError | null;
  readonly reports: readonly ExchangeReport[];
  /** The assertions that the scenario made before. */
  readonly asserted: readonly CheckResult[];
}

/**
 * Whether the error that ended a scenario is the rest of a broken promise, not an answer to the question: the
 * service had accepted a request, and had then not done what was asked, or does not know what it
 * gave. Such a case is accepted but wrong, whatever the error means elsewhere. Without any answer (quota,
 * throttling, outage) nothing is known.
 */
export function isBrokenPromise({ error, reports, asserted }: Interruption): boolean {
  if (error === null || error.status === 'blocked') return false;
  if (!reports.some((report) => report.error === null && report.checks.length > 0)) return false;
  return error.class === 'not-found' || asserted.some(isBroken);
}

/** A check that must hold and does not. */
export function isBroken({ severity, outcome }: CheckResult): boolean {
  return severity === 'must' && outcome === 'failed';
}
