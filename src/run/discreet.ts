/** A result as it may be written: what a scenario or a check quotes comes from the client, which no redactor saw. */
import type { CaseResult } from '../verdict/types.ts';
import type { Redactor } from '../wire/index.ts';

/** Ids, dates and paths are ours and stay, though a resource may be called as a part of them is. */
export function discreet(result: CaseResult, redactor: Redactor): CaseResult {
  // A redacted value has the shape it had, with other strings.
  const clear = <T>(value: T): T => redactor.value(value) as T;
  return {
    ...result,
    reason: redactor.text(result.reason),
    checks: clear(result.checks),
    drift: clear(result.drift),
    error: clear(result.error),
    modelEchoed: clear(result.modelEchoed),
    leftovers: clear(result.leftovers),
  };
}
