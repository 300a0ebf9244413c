/** How faults become check results. */
import type { Operation } from '../../wire/operation.ts';
import type { CheckResult, Violation } from '../check.ts';
import { type Fault, valueAt } from './findings.ts';
import { packageVersion, tolerances } from './generated/constants.ts';

/** What must be known about an exchange to choose its schema. */
export interface SchemaContext {
  /** Whose deviations are tolerated: some errata of the overlay hold on Azure only. */
  readonly hostKind: 'azure' | 'openai' | 'other';
  readonly operation: Operation;
}

/** Types of fixtures/schemas/types.ts, which the package does not have. */
const OWN_TYPES = /^(Azure|Wire|ErrorBody|FileList|ModelList|ResponseDeleted|ApplyPatchDiff)/;

/** A `must` of that id: failed exactly when there are violations; `sentence` is what passing means. */
export function resultOf(id: string, violations: readonly Violation[], sentence: string): CheckResult {
  const [first] = violations;
  if (first === undefined) return { id, severity: 'must', outcome: 'passed', message: sentence, violations };
  const more = violations.length > 1 ? `, and ${violations.length - 1} more` : '';
  return { id, severity: 'must', outcome: 'failed', message: `${first.message}${more}`, violations };
}

export function violationOf(check: string, fault: Fault): Violation {
  const { pointer, message, expected, found, suggestion, definition } = fault;
  const source = OWN_TYPES.test(definition) ? 'fixtures/schemas/types.ts' : `openai@${packageVersion}`;
  return {
    check,
    severity: 'must',
    pointer,
    message,
    expected,
    found,
    reference: `${source}#${definition}`,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/**
 * True when the overlay knows that such answers do so. `created`: Unix seconds at which the answer says it
 * was created, null where it does not say.
 */
export function isTolerated(
  fault: Fault,
  root: unknown,
  context: SchemaContext,
  created: number | null,
): boolean {
  return tolerances.some(
    (tolerance) =>
      tolerance.definition === fault.definition &&
      fault.pointer.endsWith(`/${tolerance.property}`) &&
      (tolerance.hosts.length === 0 || tolerance.hosts.includes(context.hostKind)) &&
      (tolerance.before === undefined ||
        (created !== null && created < Date.parse(tolerance.before) / 1000)) &&
      (fault.kind === 'missing'
        ? tolerance.missing
        : tolerance.values.includes(valueAt(root, fault.pointer))),
  );
}

/** When an answer, chunk or event says it was created, Unix seconds; null where it does not say. */
export function createdOf(value: unknown): number | null {
  for (const pointer of ['/created', '/created_at', '/response/created_at']) {
    const time = valueAt(value, pointer);
    // Azure's prelude chunk says 0.
    if (typeof time === 'number' && time > 0) return time;
  }
  return null;
}

/** An error body under a success status is `error.in-success`, not a list of missing fields. */
export function isErrorBody(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('error' in value)) return false;
  return typeof value.error === 'object' && value.error !== null && !('object' in value);
}
