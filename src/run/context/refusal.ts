import type { ErrorClass } from '../../checks/check.ts';
import { classifyError, type ErrorAnswer, shippedCatalogue } from '../../checks/errors/index.ts';
import { objectAt } from '../../checks/stream/json.ts';
import type { Refusal } from '../scenario.ts';

/** Refused because the API is not offered at all: no request of it could have gone better. */
const ELSEWHERE: ReadonlySet<ErrorClass> = new Set<ErrorClass>(['unsupported-operation']);

/**
 * How the service refuses `ask`; null where it answers it. Throws what is no answer to the question: a
 * broken wire, and a refusal that has nothing to do with it (throttled, no quota, the model does not offer the
 * API), unless its class is one of `expected`.
 */
export async function refusalOf(
  ask: () => Promise<unknown>,
  ...expected: readonly ErrorClass[]
): Promise<Refusal | null> {
  try {
    await ask();
    return null;
  } catch (error) {
    const answer = answerIn(error);
    if (answer === null) throw error;
    const refusal = classifyError(answer, shippedCatalogue());
    const unrelated = refusal.status === 'blocked' || ELSEWHERE.has(refusal.class);
    if (unrelated && !expected.includes(refusal.class)) throw error;
    return { ...refusal, body: objectAt(answer.body, 'error') ?? {} };
  }
}

/** The error answer in an APIError of the SDK, which unwraps its body; null for an error without an answer. */
export function answerIn(error: unknown): ErrorAnswer | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  return { status: error.status, body: 'error' in error ? { error: error.error } : null, inStream: false };
}
