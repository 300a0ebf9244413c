/** One result from the repeats of a case. */
import type { CheckResult } from '../../checks/check.ts';
import type { RepeatSpec } from '../../matrix/types.ts';
import { standingOf, wilson } from '../../verdict/interval.ts';
import type { CaseResult, RepeatedCheck, Status } from '../../verdict/types.ts';

export interface Combined {
  readonly result: CaseResult;
  /** The repeat whose traffic shows the result best. */
  readonly chosen: number;
}

/**
 * A contract has to hold in all repeats. A check of a scenario may depend on what the model chooses to say: one
 * pass proves that the feature works, and that it does not always is reported as flaky. Repeats that could not
 * be asked say nothing while others could. With a threshold, a check of a scenario has to hold in that share: where
 * the interval of what was seen lies below, the case is partial.
 *
 * `begun`: a further repeat that was broken off for want of budget; it counts for what it took and left.
 */
export function combine(
  results: readonly CaseResult[],
  repeat: RepeatSpec,
  begun: CaseResult | null = null,
): Combined {
  const [first] = results;
  if (first === undefined) throw new Error('a case was run without a result');
  if (results.length === 1 && begun === null) return { result: first, chosen: 0 };
  const answered = results.filter(({ status }) => isAnswer(status));
  const checks = repeatedChecks(answered, repeat);
  const seldom = repeat.threshold === undefined ? [] : checks.filter(({ standing }) => standing === 'below');
  const shown = showing(answered.length > 0 ? answered : results, seldom);
  const chosen = results.indexOf(shown);
  const statuses = results.map(({ status }) => status);
  const flaky = checks.length > 0 || new Set(answered.map(({ status }) => status)).size > 1;
  const verdict = withVerdict(shown, answered, seldom);
  const passed = answered.filter(({ status }) => status === verdict.status).length;
  const taken = begun === null ? results : [...results, begun];
  const result = {
    ...verdict,
    usage: totalUsage(taken),
    leftovers: taken.flatMap(({ leftovers }) => leftovers),
    durationMs: taken.reduce((sum, { durationMs }) => sum + durationMs, 0),
    repeats: {
      statuses,
      agreed: { passed, all: answered.length, interval: wilson(passed, answered.length) },
      checks,
    },
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
function showing(results: readonly CaseResult[], seldom: readonly RepeatedCheck[]): CaseResult {
  const tooSeldom = (check: CheckResult) => isMoody(check) && seldom.some(({ id }) => id === check.id);
  const broken =
    results.find(({ checks }) => checks.some(isBrokenContract)) ??
    results.find(({ checks }) => checks.some(tooSeldom));
  const order: readonly Status[] = ['supported', 'partial', 'unsupported', 'errored', 'blocked', 'not-run'];
  const [best] = results.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const shown = broken ?? best;
  if (shown === undefined) throw new Error('there is no result to show');
  return shown;
}

/** A failed check of a scenario, which another answer of the model might pass. */
function isMoody(check: CheckResult): boolean {
  return check.severity === 'must' && check.outcome === 'failed' && needsOf(check.id) === 'any';
}

/**
 * Whether another repeat can tell more: a check that depends on what the model says failed at least once, and how
 * often it holds is not yet clear. A broken contract, a refusal and a broken exchange are settled as they are.
 */
export function isOpen(results: readonly CaseResult[], { threshold = EVENLY }: RepeatSpec): boolean {
  if (results.some(({ status }) => status !== 'supported' && status !== 'partial')) return false;
  const checks = results.flatMap((result) => result.checks);
  if (checks.some(isBrokenContract)) return false;
  const moody = new Set(checks.filter(isMoody).map(({ id }) => id));
  return [...moody].some((id) => {
    const { passed, failed } = timesOf(results, id);
    return standingOf(wilson(passed, passed + failed), threshold) === 'inconclusive';
  });
}

/** Where nobody says how often a check has to hold, it is told whether it does more often than not. */
const EVENLY = 0.5;

function isBrokenContract(check: CheckResult): boolean {
  return check.severity === 'must' && check.outcome === 'failed' && needsOf(check.id) === 'all';
}

/** A feature that is accepted in one repeat and refused in another is not supported, nor one that works too seldom. */
function withVerdict(
  shown: CaseResult,
  answered: readonly CaseResult[],
  seldom: readonly RepeatedCheck[],
): CaseResult {
  const refused = answered.filter(({ status }) => status === 'unsupported');
  if (shown.status === 'unsupported') return shown;
  const [rare] = seldom;
  if (refused.length === 0 && rare !== undefined && !shown.checks.some(isBrokenContract)) {
    const { id, passed, failed } = rare;
    return {
      ...shown,
      status: 'partial',
      reason: `accepted, but ${id} held in ${passed} of ${passed + failed} repeats`,
    };
  }
  if (refused.length === 0) return shown;
  const reason = `accepted, but refused in ${refused.length} of ${answered.length} repeats: ${refused[0]?.reason ?? ''}`;
  return { ...shown, status: 'partial', reason };
}

/** Checks of a scenario have plain names; those that every answer must pass have dotted ones. */
function needsOf(id: string): RepeatedCheck['needs'] {
  return id.includes('.') ? 'all' : 'any';
}

/** Checks that did not come out the same wherever they were made. */
function repeatedChecks(results: readonly CaseResult[], { threshold = EVENLY }: RepeatSpec): RepeatedCheck[] {
  const ids = [...new Set(results.flatMap(({ checks }) => checks.map(({ id }) => id)))];
  return ids.flatMap((id) => {
    const { passed, failed } = timesOf(results, id);
    if (passed === 0 || failed === 0) return [];
    const needs = needsOf(id);
    const interval = wilson(passed, passed + failed);
    const standing = needs === 'any' ? { standing: standingOf(interval, threshold) } : {};
    return [{ id, passed, failed, needs, interval, ...standing }];
  });
}

/** In how many repeats a check held wherever it was made, and in how many it did not. */
function timesOf(
  results: readonly CaseResult[],
  id: string,
): { readonly passed: number; readonly failed: number } {
  const outcomes = results.flatMap(({ checks }) => {
    const made = checks.filter((check) => check.id === id);
    return made.length === 0 ? [] : [made.every(({ outcome }) => outcome === 'passed')];
  });
  const passed = outcomes.filter((outcome) => outcome).length;
  return { passed, failed: outcomes.length - passed };
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
