import type { Case, RepeatSpec, Target } from '../../matrix/types.ts';
import type { CaseResult, RunMode } from '../../verdict/types.ts';
import type { Attempt } from '../../wire/index.ts';
import type { ExecutedCase } from '../execute.ts';
import { notRunResult } from '../prepare.ts';
import type { Denial, Health } from '../schedule/schedule.ts';
import { attemptsOf, brokeOff, withEarlierStarts } from './fresh-start.ts';
import { healthOf } from './health.ts';
import { combine, isOpen } from './repeat.ts';
import type { CaseLine, Traffic } from './traffic.ts';

/** One execution, and how to keep its traffic. */
export interface Execution {
  readonly executed: ExecutedCase;
  /** Stores the traffic where the run records, with attempts of earlier starts; gives the result with its evidence. */
  keep(result: CaseResult, earlier: readonly Attempt[]): Promise<CaseResult>;
}

export interface LiveCase {
  readonly item: Case;
  readonly target: Target;
  readonly mode: RunMode;
  readonly repeat: RepeatSpec;
  /** How often a case may begin anew whose answer broke off. */
  readonly retries: number;
  execute(line: CaseLine): Promise<Execution>;
}

/** A case of a live run, from its turn in the schedule to its result; null when the run was stopped before it. */
export async function runLive(traffic: Traffic, live: LiveCase): Promise<CaseResult | null> {
  const { item, target, mode } = live;
  const admission = await traffic.admit(item);
  if (admission === 'stopped') return null;
  if (admission !== 'go') return deniedResult(item, target, mode, admission);
  let health: Health = { kind: 'undecided' };
  try {
    const rounds: Round[] = [];
    const { repeat } = live;
    const results = () => rounds.map(({ result }) => result);
    let begun: CaseResult | null = null;
    while (rounds.length < repeat.min || (rounds.length < repeat.max && isOpen(results(), repeat))) {
      const round = await perform(traffic, live);
      if (round.denied !== null) {
        begun = round.result;
        if (rounds.length < repeat.min) return deniedResult(item, target, mode, round.denied, begun);
        // A repeat that it was not sure to get: those before it stand, and what it took is told.
        break;
      }
      rounds.push(round);
      health = healthOf(round.execution.executed);
      // What could not be asked is not asked three times.
      if (health.kind === 'failed' || health.kind === 'rejected') break;
    }
    const { result, chosen } = combine(results(), repeat, begun);
    const round = rounds[chosen];
    return (await round?.execution.keep(result, round.earlier)) ?? result;
  } finally {
    traffic.ended(item, health);
  }
}

/** One of the repeats. */
interface Round {
  readonly execution: Execution;
  readonly result: CaseResult;
  /** Attempts of the starts before. */
  readonly earlier: readonly Attempt[];
  /** Set when a request did not fit what the run may spend. */
  readonly denied: Denial | null;
}

/** From the start to an answer that did not break off. */
async function perform(traffic: Traffic, { item, retries, execute }: LiveCase): Promise<Round> {
  const broken: ExecutedCase[] = [];
  for (;;) {
    const line = traffic.open(item);
    const execution = await execute(line);
    const { executed } = execution;
    if (line.denied === null && broken.length < retries && brokeOff(executed)) {
      broken.push(executed);
      continue;
    }
    const result = withEarlierStarts(executed.result, broken);
    return { execution, result, earlier: attemptsOf(broken), denied: line.denied };
  }
}

/** The row of a case that was not run, or not to its end, because the run may not spend or ask more. */
function deniedResult(
  item: Case,
  target: Target,
  mode: RunMode,
  { status, reason }: Denial,
  begun?: CaseResult,
): CaseResult {
  const row = notRunResult(item, target, mode);
  const spent = begun === undefined ? {} : { usage: begun.usage, leftovers: begun.leftovers };
  return { ...row, ...spent, status, reason, notRun: status === 'not-run' ? 'budget' : null };
}
