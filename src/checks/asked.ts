/** `id.asked`: what is read, cancelled or deleted is what the path names. */
import type { Exchange } from '../wire/exchange.ts';
import type { Operation } from '../wire/operation.ts';
import type { CheckResult, Violation } from './check.ts';
import { isObject, show } from './stream/json.ts';

export const ASKED = {
  id: 'id.asked',
  severity: 'must',
  says: 'the answer is about the id in the path',
  reference: 'openai@7.55.0#Response.id, openai@7.55.0#FileObject.id',
} as const;

const BY_ID: readonly Operation[] = [
  'responses.retrieve',
  'responses.cancel',
  'responses.delete',
  'files.retrieve',
  'files.delete',
  'containers.retrieve',
  'containers.delete',
  'container-files.retrieve',
  'container-files.delete',
  'vector-stores.retrieve',
  'vector-stores.delete',
  'vector-store-files.retrieve',
  'vector-store-files.delete',
];

/**
 * Null where nothing can be said: another operation, no success, or ids of two kinds, as recorders leave
 * them that replace ids in one of the two places. `answer`: the JSON of the answer, a stream's folded. Pure.
 */
export function checkAsked(
  { request, response }: Exchange,
  answer: unknown,
  operation: Operation,
): CheckResult | null {
  if (!BY_ID.includes(operation) || response === null || response.status >= 400) return null;
  const asked = /\/(?:responses|files|containers|vector_stores)\/([^/]+)(?:\/cancel)?\/?$/.exec(
    request.path,
  )?.[1];
  const given = isObject(answer) ? answer.id : undefined;
  if (asked === undefined || typeof given !== 'string' || kindOf(asked) !== kindOf(given)) return null;
  const { id, severity, says, reference } = ASKED;
  if (asked === given) return { id, severity, outcome: 'passed', message: says, violations: [] };
  const message = 'the answer has another id than the one asked for';
  const violation: Violation = {
    check: id,
    severity,
    pointer: '/id',
    message,
    expected: show(asked),
    found: show(given),
    reference,
  };
  return { id, severity, outcome: 'failed', message, violations: [violation] };
}

/** `resp_1a2b` is of the kind `resp_`. */
function kindOf(id: string): string {
  return /^[a-z]+[_-]/.exec(id)?.[0] ?? id;
}
