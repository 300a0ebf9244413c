/**
 * A case whose answer broke off on the wire begins anew: a request whose answer had begun is not sent a second
 * time under the eyes of a scenario, which may have read half of it. What broke stays as an attempt.
 */
import type { CaseResult } from '../../verdict/types.ts';
import type { Attempt } from '../../wire/index.ts';
import { attemptNotes } from '../attempt-notes.ts';
import type { ExecutedCase } from '../execute.ts';

/** Whether the connection was lost in the middle of an answer; what the service itself ends early is a broken contract. */
export function brokeOff(executed: ExecutedCase): boolean {
  return executed.result.status === 'errored' && lostIn(executed) !== -1;
}

/** The attempts of executions that were followed by a fresh start, the lost answer of each among them. */
export function attemptsOf(broken: readonly ExecutedCase[]): Attempt[] {
  return broken.flatMap((executed) => {
    const request = lostIn(executed);
    const exchange = executed.exchanges[request];
    return [...executed.attempts, ...(exchange === undefined ? [] : [{ request, exchange, pauseMs: 0 }])];
  });
}

/** The result of the last start, with what those before it took, left behind and went through. */
export function withEarlierStarts(last: CaseResult, broken: readonly ExecutedCase[]): CaseResult {
  if (broken.length === 0) return last;
  const all = [...broken.map(({ result }) => result), last];
  const sum = (name: keyof CaseResult['usage']) => all.reduce((total, { usage }) => total + usage[name], 0);
  return {
    ...last,
    usage: {
      requests: sum('requests'),
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
    },
    leftovers: all.flatMap(({ leftovers }) => leftovers),
    attempts: [...attemptNotes(attemptsOf(broken)), ...(last.attempts ?? [])],
    durationMs: all.reduce((total, { durationMs }) => total + durationMs, 0),
  };
}

function lostIn({ exchanges }: ExecutedCase): number {
  return exchanges.findIndex(({ response, failure }) => response !== null && failure?.kind === 'network');
}
