/**
 * A case in the words of test reports (JUnit, CTRF), which know passed, failed, broken and skipped only:
 * a refusal for the right reason is a result and passes; what could not be asked is skipped, never passed.
 */
import { fingerprintOf } from '../verdict/fingerprint.ts';
import type { CaseResult } from '../verdict/types.ts';
import { isExcused, type WaiverVerdict } from '../verdict/waivers.ts';

export interface TestOutcome {
  readonly kind: 'passed' | 'failed' | 'errored' | 'skipped';
  /** One sentence; empty for a pass without a word to say. */
  readonly message: string;
  /** Equal for one cause; empty for a pass. */
  readonly type: string;
  /** Failed checks, one a line. */
  readonly detail: string;
}

export function testOutcomeOf(result: CaseResult, waivers: WaiverVerdict): TestOutcome {
  const told = { message: result.reason, type: fingerprintOf(result) };
  const detail = detailOf(result);
  switch (result.status) {
    case 'supported':
    case 'unsupported':
      return { kind: 'passed', ...told, detail: '' };
    case 'partial':
      if (isExcused(result, waivers))
        return { kind: 'skipped', ...told, message: `waived: ${told.message}`, detail };
      return { kind: 'failed', ...told, detail };
    case 'errored':
      return { kind: 'errored', ...told, detail };
    case 'blocked':
    case 'not-run':
      return { kind: 'skipped', ...told, message: `${result.status}: ${told.message}`, detail: '' };
  }
}

function detailOf({ checks }: CaseResult): string {
  return checks
    .filter(({ outcome, severity }) => outcome === 'failed' && severity !== 'info')
    .flatMap(({ id, severity, message, violations }) =>
      violations.length === 0
        ? [`${severity} ${id}: ${message}`]
        : violations.map((one) => `${severity} ${id} at ${one.pointer || '/'}: ${one.message}`),
    )
    .join('\n');
}
