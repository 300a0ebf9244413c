import { INFRASTRUCTURE } from '../../verdict/status.ts';
import type { ExecutedCase } from '../execute.ts';
import type { Health } from '../schedule/schedule.ts';

/**
 * Entries of the error catalogue by which a service says that it takes this credential for nothing. A missing
 * role (`missing-data-action`) is not among them: another operation may need another one.
 */
export const CREDENTIAL_REFUSED: ReadonlySet<string | null> = new Set([
  'invalid-subscription-key',
  'access-token-rejected',
  'tenant-mismatch',
  'incorrect-api-key',
  'local-auth-disabled',
]);

/**
 * What a case says about its target. A refusal is an answer, so that the target is well; a case that stumbled
 * over a sound answer says nothing.
 */
export function healthOf({ result, exchanges, credential }: ExecutedCase): Health {
  const { status, error, reason } = result;
  if (status === 'blocked' && credential === 'refused' && CREDENTIAL_REFUSED.has(error?.entry ?? null))
    return { kind: 'rejected', cause: reason };
  if (status === 'blocked' && (error === null || INFRASTRUCTURE.has(error.class)))
    return { kind: 'failed', cause: reason };
  if (status !== 'errored') return { kind: 'well', accepted: credential === 'accepted' };
  const broken = exchanges.some(({ failure }) => failure !== undefined && failure.kind !== 'aborted');
  const outage = error !== null && error.httpStatus >= 500;
  return broken || outage || reason.includes('timeout-case')
    ? { kind: 'failed', cause: reason }
    : { kind: 'undecided' };
}
