/** One result from the repeats of a case. */
import type { CheckResult } from '../../checks/check.ts';
import type { CaseResult, RepeatedCheck, Status } from '../../verdict/types.ts';

export interface Combined {
  readonly result: CaseResult;
  /** The repeat whose traffic shows the result best. */
  readonly chosen: number;
}

/**
 * A contract has to hold in all repeats. A check of a scenario may depend on what the model chooses to say: one
 * pass proves that the feature works, and that it does not always is reported as flaky. Repeats that could not
 * be asked say nothing while others could.
 */
export function combine(results: readonly CaseResult[]): Combined {
  const [first] = results;
  if (first === undefined) throw new Error('a case was run without a result');
  if (results.length === 1) return { result: first, chosen: 0 };
  const answered = results.filter(({ status }) => isAnswer(status));
  const chosen = results.indexOf(showing(answered.length > 0 ? answered : results));
  const shown = results[chosen] ?? first;
  const checks = repeatedChecks(answered);
  const statuses = results.map(({ status }) => status);
  const flaky = checks.length > 0 || new Set(answered.map(({ status }) => status)).size > 1;
  const result = {
    ...withVerdict(shown, answered),
    usage: totalUsage(results),
    leftovers: results.flatMap(({ leftovers }) => leftovers),
    durationMs: results.reduce((sum, { durationMs }) => sum + durationMs, 0),
    repeats: { statuses, checks },
    ...(flaky ? { flaky: true as const } : {}),
  };
  return { result, chosen };
}

function isAnswer(status: Status): boolean {
  return status === 'supported' || status === 'partial' || status === 'unsupported';
}

/**
 * A broken contract first, since it must not be outvoted; then what worked, since moods are forgiven; a refusal
 * among answers is neither.
 */
function showing(results: readonly CaseResult[]): CaseResult {
  const broken = results.find(({ checks }) => checks.some(isBrokenContract));
  const order: readonly Status[] = ['supported', 'partial', 'unsupported', 'errored', 'blocked', 'not-run'];
  const [best] = results.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const shown = broken ?? best;
  if (shown === undefined) throw new Error('there is no result to show');
  return shown;
}

function isBrokenContract(check: CheckResult): boolean {
  return check.severity === 'must' && check.outcome === 'failed' && needsOf(check.id) === 'all';
}

/** A feature that is accepted in one repeat and refused in another is not supported. */
function withVerdict(shown: CaseResult, answered: readonly CaseResult[]): CaseResult {
  const refused = answered.filter(({ status }) => status === 'unsupported');
  if (shown.status === 'unsupported' || refused.length === 0) return shown;
  const reason = `accepted, but refused in ${refused.length} of ${answered.length} repeats: ${refused[0]?.reason ?? ''}`;
  return { ...shown, status: 'partial', reason };
}

/** Checks of a scenario have plain names; those that every answer must pass have dotted ones. */
function needsOf(id: string): RepeatedCheck['needs'] {
  return id.includes('.') ? 'all' : 'any';
}

/** Checks that did not come out the same wherever they were made. */
function repeatedChecks(results: readonly CaseResult[]): RepeatedCheck[] {
  const ids = [...new Set(results.flatMap(({ checks }) => checks.map(({ id }) => id)))];
  return ids.flatMap((id) => {
    const outcomes = results.flatMap(({ checks }) => {
      const made = checks.filter((check) => check.id === id);
      return made.length === 0 ? [] : [made.every(({ outcome }) => outcome === 'passed')];
    });
    const passed = outcomes.filter((outcome) => outcome).length;
    const failed = outcomes.length - passed;
    return passed > 0 && failed > 0 ? [{ id, passed, failed, needs: needsOf(id) }] : [];
  });
}

function totalUsage(results: readonly CaseResult[]): CaseResult['usage'] {
  const sum = (name: keyof CaseResult['usage']) =>
    results.reduce((total, { usage }) => total + usage[name], 0);
  return {
    requests: sum('requests'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
  };
}
