import { INFRASTRUCTURE } from '../../verdict/status.ts';
import type { ExecutedCase } from '../execute.ts';
import type { Health } from '../schedule/schedule.ts';

/**
 * What a case says about its target. A refusal is an answer, so that the target is well; a case that stumbled
 * over a sound answer says nothing.
 */
export function healthOf({ result, exchanges }: ExecutedCase): Health {
  const { status, error, reason } = result;
  if (status === 'blocked' && (error === null || INFRASTRUCTURE.has(error.class)))
    return { kind: 'failed', cause: reason };
  if (status !== 'errored') return { kind: 'well' };
  const broken = exchanges.some(({ failure }) => failure !== undefined && failure.kind !== 'aborted');
  const outage = error !== null && error.httpStatus >= 500;
  return broken || outage || reason.includes('timeout-case')
    ? { kind: 'failed', cause: reason }
    : { kind: 'undecided' };
}
