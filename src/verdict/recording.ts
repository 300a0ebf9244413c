/**
 * The checks about a recording itself. They stand in a result only where they failed: the verdict of a
 * replay is then about the recording and says nothing about the target.
 */
import type { CheckResult } from '../checks/check.ts';
import type { TargetKind } from '../matrix/types.ts';
import type { CaseResult } from './types.ts';

/** The cassette can be read, is whole, unaltered and in its place. */
const INTACT = 'recording.intact';
/** Every request of the scenario is one of the recorded ones. */
const MATCHES = 'recording.matches';

/** Misses kept of one case; the rest are counted. */
const KEPT = 5;

export function recordingIntact(fault: string): CheckResult {
  return failed(INTACT, [fault]);
}

/** Nothing when each request found its answer. `message` of a miss: the closest request and the difference. */
export function recordingMatches(misses: readonly { readonly message: string }[]): CheckResult[] {
  return misses.length === 0
    ? []
    : [
        failed(
          MATCHES,
          misses.map(({ message }) => message),
        ),
      ];
}

/** Whether a result rests on a recording that is damaged or older than its scenario; exit code 4. */
export function isStale({ checks }: Pick<CaseResult, 'checks'>): boolean {
  return checks.some(({ id, outcome }) => outcome === 'failed' && (id === INTACT || id === MATCHES));
}

/**
 * Results whose recording should be there and is not: of the reference target, whose recordings come with the
 * project, and of each target that others were recorded of. A target that nobody ever recorded has lost nothing.
 */
export function lostRecordings<
  T extends { readonly target: string; readonly targetKind: TargetKind; readonly recorded: boolean | null },
>(cases: readonly T[]): readonly T[] {
  const recorded = new Set(cases.filter((item) => item.recorded === true).map((item) => item.target));
  return cases.filter(
    (item) => item.recorded === false && (item.targetKind === 'reference' || recorded.has(item.target)),
  );
}

function failed(id: string, messages: readonly string[]): CheckResult {
  const severity = 'must';
  const violations = messages
    .slice(0, KEPT)
    .map((message) => ({ check: id, severity, pointer: '', message }) as const);
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : '';
  return { id, severity, outcome: 'failed', message: `${messages[0] ?? ''}${more}`, violations };
}
