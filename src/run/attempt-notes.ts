import type { AttemptNote } from '../verdict/types.ts';
import type { Attempt } from '../wire/index.ts';

/** Attempts as they stand in a result: what happened, without bodies. */
export function attemptNotes(attempts: readonly Attempt[]): AttemptNote[] {
  return attempts.map(({ request, exchange: { response, failure }, pauseMs }) => {
    const broke = failure === undefined ? 'no answer' : `${failure.kind}: ${failure.message}`;
    return {
      request,
      cause: response === null || failure !== undefined ? broke : `HTTP ${response.status}`,
      pauseMs,
    };
  });
}
