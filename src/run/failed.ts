import { Failure, formatPlace, RecordingFailure } from '../failure.ts';
import type { Case, Target } from '../matrix/types.ts';
import { MissingCredential } from '../targets/missing.ts';
import { recordingIntact } from '../verdict/recording.ts';
import type { CaseResult, RunMode } from '../verdict/types.ts';
import { notRunResult } from './prepare.ts';

/**
 * The row of a case that a person has to mend something for, so that one damaged cassette or one missing
 * key costs its own cases and no others. Throws `error` again when it is a defect of the harness.
 */
export function failedResult(item: Case, target: Target, mode: RunMode, error: unknown): CaseResult {
  if (!(error instanceof Failure)) throw error;
  const row = { ...notRunResult(item, target, mode), notRun: null };
  const place = formatPlace(error.place);
  const told = place === '' ? error.message : `${place}: ${error.message}`;
  const reason = error.remedy === '' ? told : `${told}. ${error.remedy}`;
  // Whether the target supports the feature was never asked.
  if (error instanceof MissingCredential) return { ...row, status: 'blocked', reason };
  const checks = error instanceof RecordingFailure ? [recordingIntact(told)] : [];
  return { ...row, status: 'errored', reason, checks };
}

/** The row of a case that a defect of the harness ended; `told`: the words of what was thrown. */
export function crashedResult(item: Case, target: Target, mode: RunMode, told: string): CaseResult {
  const reason = `the case ended without a result: ${told}`;
  return { ...notRunResult(item, target, mode), notRun: null, status: 'errored', reason };
}
