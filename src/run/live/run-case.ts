import type { Case, Target } from '../../matrix/types.ts';
import type { CaseResult, RunMode } from '../../verdict/types.ts';
import type { ExecutedCase } from '../execute.ts';
import { notRunResult } from '../prepare.ts';
import type { Denial, Health } from '../schedule/schedule.ts';
import { healthOf } from './health.ts';
import { combine } from './repeat.ts';
import type { CaseLine, Traffic } from './traffic.ts';

/** One execution, and how to keep its traffic. */
export interface Execution {
  readonly executed: ExecutedCase;
  /** Stores the traffic where the run records; gives the result with its evidence. */
  keep(result: CaseResult): Promise<CaseResult>;
}

export interface LiveCase {
  readonly item: Case;
  readonly target: Target;
  readonly mode: RunMode;
  readonly repeat: number;
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
    const executions: Execution[] = [];
    for (let round = 0; round < live.repeat; round++) {
      const line = traffic.open(item);
      const execution = await live.execute(line);
      if (line.denied !== null)
        return deniedResult(item, target, mode, line.denied, execution.executed.result);
      executions.push(execution);
      health = healthOf(execution.executed);
      // What could not be asked is not asked three times.
      if (health.kind === 'failed' || health.kind === 'rejected') break;
    }
    const { result, chosen } = combine(executions.map(({ executed }) => executed.result));
    return (await executions[chosen]?.keep(result)) ?? result;
  } finally {
    traffic.ended(item, health);
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
