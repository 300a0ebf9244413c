import type { ExitCode } from '../failure.ts';
import { isStale, lostRecordings } from './recording.ts';
import type { CaseResult } from './types.ts';
import { isExcused, type WaiverVerdict } from './waivers.ts';

const NO_WAIVERS: WaiverVerdict = { waived: new Map(), stale: [], expired: [], exceeded: [] };

/** Why a finished run exits as it does; DESIGN section 7. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** One sentence for the last line of the summary. */
  readonly sentence: string;
}

/**
 * - a failed check or a broken exchange that nobody expected, or a flake beyond its budget: 1
 * - otherwise, a recording that is damaged or no longer fits its scenario, or a waiver that no longer
 *   matches or is past its date: 4
 * - otherwise, something that could not be asked or paid for, or a recording that is gone: 3
 * - otherwise, nothing that could run at all: 3, since a missing prerequisite is never green
 * - otherwise 0
 *
 * A refusal for the right reason (`unsupported`) is a result, not a deviation.
 */
export function outcomeOf(results: readonly CaseResult[], waivers: WaiverVerdict = NO_WAIVERS): Outcome {
  const count = (...statuses: readonly string[]) =>
    results.filter((row) => statuses.includes(row.status) && !isExcused(row, waivers)).length;
  const stale = results.filter((row) => row.status === 'errored' && isStale(row)).length;
  const beyond = new Set(waivers.exceeded.map((one) => one.case));
  const passedNow = results.filter((row) => row.status === 'supported' && beyond.has(row.case)).length;
  const deviations = count('partial') + passedNow;
  const errored = count('errored') - stale;
  const rerecord = `${cases(stale)} cannot be judged by the recording; mend it or record again`;
  if (deviations + errored > 0) {
    const told = [
      ...(deviations > 0 ? [`${cases(deviations)} deviated from what is documented`] : []),
      ...(errored > 0 ? [`${cases(errored)} errored: the harness or the wire broke`] : []),
      ...(stale > 0 ? [rerecord] : []),
    ];
    return { exitCode: 1, sentence: told.join('; ') };
  }
  if (stale > 0) return { exitCode: 4, sentence: rerecord };
  const outdated = waivers.stale.length + waivers.expired.length;
  if (outdated > 0) {
    const noun = outdated === 1 ? '1 waiver no longer holds' : `${outdated} waivers no longer hold`;
    return { exitCode: 4, sentence: `${noun}; delete what is listed above` };
  }
  const unaffordable = results.filter(({ notRun }) => notRun === 'budget').length;
  const blocked = count('blocked');
  if (unaffordable > 0) {
    const others = blocked > 0 ? `, ${cases(blocked)} could not be asked` : '';
    return {
      exitCode: 3,
      sentence: `${cases(unaffordable)} did not fit the budget${others}; nothing deviated`,
    };
  }
  if (blocked > 0) return { exitCode: 3, sentence: `${cases(blocked)} could not be asked; nothing deviated` };
  const lost = lostRecordings(results.map((row) => ({ ...row, recorded: recordedOf(row) })));
  if (lost.length > 0) {
    const which = lost
      .slice(0, 3)
      .map((row) => row.case)
      .join(', ');
    const more = lost.length > 3 ? ', …' : '';
    const sentence = `${cases(lost.length)} without a recording that should be there (${which}${more}); record ${lost.length === 1 ? 'it' : 'them'}, or exclude ${lost.length === 1 ? 'it' : 'them'} in the matrix`;
    return { exitCode: 3, sentence };
  }
  if (results.length === count('not-run')) {
    return { exitCode: 3, sentence: 'no case could run; see the reasons above' };
  }
  return { exitCode: 0, sentence: 'everything that ran went as expected' };
}

/** Whether a recording answered; null where none was looked for. */
function recordedOf({ notRun, evidence }: CaseResult): boolean | null {
  if (evidence.mode !== 'replay') return null;
  if (notRun === null) return true;
  return notRun === 'no-recording' ? false : null;
}

function cases(count: number): string {
  return count === 1 ? '1 case' : `${count} cases`;
}
