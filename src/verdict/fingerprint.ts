/**
 * What a failure is recognised by in another run and in another case: one cause, one fingerprint. Ids, numbers
 * and places in lists differ from run to run and are left out.
 */
import type { CheckResult } from '../checks/check.ts';
import type { CaseResult } from './types.ts';

/** Of a result that is not simply supported; empty for one that is. */
export function fingerprintOf(result: CaseResult): string {
  const { status, notRun, error, checks, reason } = result;
  if (status === 'not-run') return `not run: ${notRun ?? 'unknown'}`;
  if (error !== null) {
    const name = error.code ?? error.type;
    return [`HTTP ${error.httpStatus}`, name, `(${error.class})`].filter((part) => part !== null).join(' ');
  }
  const failed = failedMusts(checks);
  const [first] = failed;
  if (first !== undefined) return [...new Set(failed.map(checkFingerprint))].sort()[0] ?? '';
  return status === 'supported' ? '' : generalised(reason);
}

/** `schema.response /choices/*: a key is missing`. */
export function checkFingerprint(check: CheckResult): string {
  const pointer = check.violations[0]?.pointer ?? '';
  const place = pointer === '' ? '' : ` ${anyIndex(pointer)}`;
  return `${check.id}${place}: ${generalised(check.violations[0]?.message ?? check.message)}`;
}

/** Checks that weigh most first: failed `must`, or else failed `should`. */
function failedMusts(checks: readonly CheckResult[]): readonly CheckResult[] {
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const musts = failed.filter(({ severity }) => severity === 'must');
  return musts.length > 0 ? musts : failed.filter(({ severity }) => severity === 'should');
}

/** A JSON pointer with no place in a list. */
export function anyIndex(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*');
}

/** Words without what is different each time: ids, times, numbers. */
export function generalised(text: string): string {
  return text
    .replace(/[A-Za-z]+[_-][0-9A-Za-z]*\d[0-9A-Za-z_-]{7,}/g, '<id>')
    .replace(/\b[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b/gi, '<id>')
    .replace(/\d+(?:\.\d+)?/g, '<n>')
    .slice(0, 200);
}
