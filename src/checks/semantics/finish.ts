import { show } from '../stream/json.ts';
import type { Answer, AnswerEnd } from './answer.ts';
import type { SemanticFinding, SemanticRule } from './rule.ts';
import { outputLimit } from './usage.ts';

const LIMITED: ReadonlySet<string> = new Set(['length', 'max_output_tokens']);

const finishReason: SemanticRule = {
  id: 'finish.reason',
  severity: 'must',
  says: 'the answer ends for the reason it gives: tool calls with tool calls, a limit with a limit',
  reference: 'openai@7.55.0#ChatCompletion.Choice.finish_reason',
  check(answer, request, { created }) {
    const unlimited = created && request !== null && outputLimit(request, answer.api) === null;
    return answer.ends.flatMap((end) => {
      if (answer.api === 'chat') return [...toolCallFault(end), ...limitFault(end, unlimited)];
      return [...statusFault(answer, end), ...limitFault(end, unlimited)];
    });
  },
};

/** A named tool_choice ends with `stop`, so calls do not need the reason; the reason needs calls. */
function toolCallFault({ reason, calls, pointer }: AnswerEnd): SemanticFinding[] {
  if (!['tool_calls', 'function_call'].includes(reason) || calls > 0) return [];
  return [
    {
      message: 'the answer ends with tool_calls and holds none',
      pointer,
      expected: 'a tool call',
      found: show(reason),
    },
  ];
}

/** The context window and a model's own maximum are limits nobody has to ask for: worth a remark, no fault. */
function limitFault({ reason, pointer }: AnswerEnd, unlimited: boolean): SemanticFinding[] {
  if (!unlimited || !LIMITED.has(reason)) return [];
  return [
    {
      severity: 'info',
      message: 'the answer was cut at a limit that the request did not set',
      pointer,
      expected: 'an answer that ends of itself',
      found: show(reason),
    },
  ];
}

function statusFault({ body }: Answer, { pointer }: AnswerEnd): SemanticFinding[] {
  const { status, incomplete_details: details, error } = body;
  const given = (value: unknown): boolean => value !== null && value !== undefined;
  const fault = (message: string, expected: string, found: unknown): SemanticFinding[] => [
    { message, pointer, expected, found: show(found) },
  ];
  if (status === 'incomplete' && !given(details))
    return fault('an incomplete response gives no reason', 'incomplete_details', details);
  if (status === 'completed' && given(details))
    return fault('a completed response says why it is incomplete', 'null', details);
  if (status === 'completed' && given(error))
    return fault('a completed response carries an error', 'null', error);
  return [];
}

export const finishRules: readonly SemanticRule[] = [finishReason];
