/**
 * Known-flaky checks and their budget: how often a check failed of late, by this run, its repeats, and the
 * history of the runs before. Pure.
 */
import type { Waiver } from '../matrix/types.ts';
import { anyIndex, generalised } from './fingerprint.ts';
import type { CaseResult, Status } from './types.ts';

/** A case in an earlier run; `fingerprint` as `fingerprintOf` gives it. */
export interface PastRun {
  readonly status: Status;
  readonly fingerprint: string;
}

/** By case id, newest run first. */
export type Past = ReadonlyMap<string, readonly PastRun[]>;

export interface Flakes {
  readonly failed: number;
  readonly seen: number;
}

/** Whether a check id is the one that a waiver names, or of its family (`schema` for `schema.response`). */
export function isOfCheck(id: string, check: string): boolean {
  return id === check || id.startsWith(`${check}.`);
}

/**
 * Failures among the last `of` times that the check was made. The repeats of this run all count, also where they are
 * more; of an earlier run only the cause that the history keeps, so that a check beside a worse one is not seen.
 */
export function flakesOf(
  waiver: Waiver,
  result: CaseResult,
  failedNow: boolean,
  past: readonly PastRun[],
): Flakes {
  const now = repeatsOf(result, waiver.check, failedNow);
  const room = Math.max(0, (waiver.flaky?.of ?? 0) - now.seen);
  const before = past.filter(({ status }) => isAnswer(status)).slice(0, room);
  return {
    failed: now.failed + before.filter((run) => failedSo(waiver, run)).length,
    seen: now.seen + before.length,
  };
}

/** More failures than the budget allows, or the same share of more repeats than it speaks of. */
export function exceeds({ flaky }: Waiver, { failed, seen }: Flakes): boolean {
  if (flaky === undefined) return false;
  return failed > flaky.at_most * Math.max(1, seen / flaky.of);
}

function repeatsOf({ repeats, status }: CaseResult, check: string, failedNow: boolean): Flakes {
  const answered = repeats?.statuses.filter(isAnswer).length ?? 0;
  const differing = repeats?.checks.find(({ id }) => isOfCheck(id, check));
  if (differing !== undefined) return { failed: differing.failed, seen: differing.passed + differing.failed };
  if (answered > 0) return { failed: failedNow ? answered : 0, seen: answered };
  return isAnswer(status) ? { failed: failedNow ? 1 : 0, seen: 1 } : { failed: 0, seen: 0 };
}

function isAnswer(status: Status): boolean {
  return status === 'supported' || status === 'partial';
}

/** A history keeps causes without numbers and places in lists, and so the waiver is read. */
function failedSo({ check, fingerprint }: Waiver, run: PastRun): boolean {
  const [id = ''] = run.fingerprint.split(/[ :]/, 1);
  const words = [generalised(fingerprint), anyIndex(fingerprint)];
  return (
    run.status === 'partial' && isOfCheck(id, check) && words.some((text) => run.fingerprint.includes(text))
  );
}
