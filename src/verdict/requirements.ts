/**
 * Requirement sets: what "conformant" meant on a date, by the ids of features and binding checks. A run is
 * scored by a set; what came later (a new feature, a new check) is reported and never scored, so that a
 * verdict of last spring means the same today.
 */
import type { CaseResult } from './types.ts';

export interface RequirementSet {
  readonly version: 1;
  /** ISO date. */
  readonly date: string;
  /** Binding checks that every exchange is held to. */
  readonly checks: readonly string[];
  /** Each feature with the binding checks of its own scenario. */
  readonly features: Readonly<Record<string, readonly string[]>>;
}

/** A case and the checks it failed. */
export interface Failing {
  readonly case: string;
  readonly checks: readonly string[];
}

export interface TargetScore {
  readonly target: string;
  readonly conformant: number;
  /** Refused for the right reason: no deviation, and no support. */
  readonly refused: number;
  /** Failed a check of the set. */
  readonly deviating: readonly Failing[];
  /** Not run, blocked or broken: nothing is known. */
  readonly unjudged: number;
  /** Failed checks that came after the set. */
  readonly later: readonly Failing[];
  /** Cases of features that came after the set. */
  readonly newFeatures: number;
}

/** Targets in the order of their names. */
export function scoreRun(results: readonly CaseResult[], set: RequirementSet): TargetScore[] {
  return [...Map.groupBy(results, ({ target }) => target)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, own]) => scoreTarget(target, own, set));
}

function scoreTarget(target: string, results: readonly CaseResult[], set: RequirementSet): TargetScore {
  const shared = new Set(set.checks);
  const asked = results.filter(({ feature }) => Object.hasOwn(set.features, feature));
  const judged = asked.filter(({ status }) => ['supported', 'partial', 'unsupported'].includes(status));
  const failing = judged.map((result) => {
    const own = new Set(set.features[result.feature]);
    const failed = result.checks
      .filter(({ outcome, severity }) => outcome === 'failed' && severity === 'must')
      .map(({ id }) => id);
    const required = failed.filter((id) => shared.has(id) || own.has(id));
    return { result, required, later: failed.filter((id) => !required.includes(id)) };
  });
  const list = (key: 'required' | 'later'): Failing[] =>
    failing
      .filter((each) => each[key].length > 0)
      .map((each) => ({ case: each.result.case, checks: each[key] }));
  const sound = failing.filter(({ required }) => required.length === 0);
  const refused = sound.filter(({ result }) => result.status === 'unsupported').length;
  return {
    target,
    conformant: sound.length - refused,
    refused,
    deviating: list('required'),
    unjudged: asked.length - judged.length,
    later: list('later'),
    newFeatures: results.length - asked.length,
  };
}
