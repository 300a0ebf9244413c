import type { CheckResult, Drift, ExchangeReport } from '../checks/check.ts';

const SEVERITIES = ['must', 'should', 'info'];

/** Violations kept of one check; a broken stream can have thousands of the same kind. */
const KEPT_VIOLATIONS = 20;

/**
 * One result a check id: failed if it failed anywhere, with the violations of all exchanges and the
 * ordinal of the first that failed. The same check over ten exchanges is one line of a report.
 */
export function collate(
  reports: readonly ExchangeReport[],
  scenarioChecks: readonly CheckResult[],
): CheckResult[] {
  const byId = new Map<string, CheckResult>();
  for (const check of scenarioChecks) byId.set(check.id, worse(byId.get(check.id), check));
  for (const [ordinal, report] of reports.entries()) {
    for (const check of report.checks) {
      const here = check.outcome === 'failed' ? { ...check, exchange: ordinal } : check;
      byId.set(check.id, worse(byId.get(check.id), here));
    }
  }
  return [...byId.values()];
}

function worse(known: CheckResult | undefined, next: CheckResult): CheckResult {
  if (known === undefined) return next;
  if (next.outcome === 'passed') return known;
  if (known.outcome === 'passed') return next;
  const binding = SEVERITIES.indexOf(next.severity) < SEVERITIES.indexOf(known.severity) ? next : known;
  return { ...binding, violations: [...known.violations, ...next.violations].slice(0, KEPT_VIOLATIONS) };
}

/** Each new thing once. */
export function collateDrift(reports: readonly ExchangeReport[]): Drift[] {
  const seen = new Map<string, Drift>();
  for (const report of reports) {
    for (const drift of report.drift) {
      const key = `${drift.kind} ${drift.schema} ${drift.pointer} ${drift.value ?? ''}`;
      if (!seen.has(key)) seen.set(key, drift);
    }
  }
  return [...seen.values()];
}
