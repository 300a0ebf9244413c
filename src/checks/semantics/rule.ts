import type { CheckResult, Severity } from '../check.ts';
import type { JsonObject } from '../stream/json.ts';
import { type Finding, resultOf } from '../stream/rule.ts';
import type { Answer } from './answer.ts';

/** What a semantic rule may know besides the answer. */
export interface SemanticContext {
  readonly hostKind: 'azure' | 'openai' | 'other';
  /** The answer to a retrieve or a cancel: the request's body says nothing about it. */
  readonly created: boolean;
}

/** A fault; `severity` where it weighs less than its rule. */
export type SemanticFinding = Omit<Finding, 'event'> & { readonly severity?: Severity };

/** One sentence about the meaning of an answer. */
export interface SemanticRule {
  readonly id: string;
  readonly severity: Severity;
  /** The sentence, true where the rule is kept. */
  readonly says: string;
  readonly reference: string;
  /** The faults; null where the rule does not concern the answer. */
  readonly check: (
    answer: Answer,
    request: JsonObject | null,
    context: SemanticContext,
  ) => readonly SemanticFinding[] | null;
}

const WEIGHT: Readonly<Record<Severity, number>> = { must: 2, should: 1, info: 0 };

/** A result weighs as much as its gravest violation. */
export function semanticResult(rule: SemanticRule, findings: readonly SemanticFinding[]): CheckResult {
  const result = resultOf(rule, findings, []);
  if (findings.length === 0) return result;
  const violations = result.violations.map((violation, i) => ({
    ...violation,
    severity: findings[i]?.severity ?? rule.severity,
  }));
  const gravest = violations.reduce<Severity | null>(
    (worst, { severity }) => (worst === null || WEIGHT[severity] > WEIGHT[worst] ? severity : worst),
    null,
  );
  return { ...result, severity: gravest ?? rule.severity, violations };
}
