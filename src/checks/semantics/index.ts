/**
 * Checks of what an answer means: its arithmetic, its times, its tool calls, its JSON, the reason it
 * ends, and whether it repeats what it was asked. Streamed answers are folded first.
 */
import type { CheckResult } from '../check.ts';
import { isObject } from '../stream/json.ts';
import { readAnswer } from './answer.ts';
import { echoRules } from './echo.ts';
import { finishRules } from './finish.ts';
import { identityRules } from './identity.ts';
import { jsonRules } from './json-output.ts';
import { type SemanticContext, type SemanticRule, semanticResult } from './rule.ts';
import { toolRules } from './tools.ts';
import { usageRules } from './usage.ts';

export { type Effect, judgeEffect, type Observable, observableOf } from './effect.ts';
export type { SemanticContext } from './rule.ts';

/** Every rule about the meaning of an answer. */
export const SEMANTIC_RULES: readonly SemanticRule[] = [
  ...usageRules,
  ...identityRules,
  ...toolRules,
  ...jsonRules,
  ...finishRules,
  ...echoRules,
];

/**
 * Checks a chat completion or a response against its request (null where it is unknown). Gives one
 * result for every rule that concerns the answer, none for anything that is neither.
 */
export function checkSemantics(request: unknown, answer: unknown, context: SemanticContext): CheckResult[] {
  const read = readAnswer(answer);
  if (read === null) return [];
  const asked = isObject(request) ? request : null;
  const results: CheckResult[] = [];
  for (const rule of SEMANTIC_RULES) {
    const findings = rule.check(read, asked, context);
    if (findings !== null) results.push(semanticResult(rule, findings));
  }
  return results;
}
