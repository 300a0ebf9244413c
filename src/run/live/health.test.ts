import { describe, expect, it } from 'vitest';
import { shippedCatalogue } from '../../checks/errors/index.ts';
import type { ExecutedCase } from '../execute.ts';
import type { CredentialHeard } from '../line.ts';
import { CREDENTIAL_REFUSED, healthOf } from './health.ts';

type Seen = Partial<Pick<ExecutedCase['result'], 'status' | 'reason'>> & {
  readonly error?: { readonly class: string; readonly entry: string; readonly httpStatus: number };
  readonly credential?: CredentialHeard;
  readonly failure?: string;
};

function executed({
  status = 'supported',
  reason = '',
  error,
  credential = null,
  failure,
}: Seen): ExecutedCase {
  const exchanges = failure === undefined ? [] : [{ failure: { kind: failure, message: '' } }];
  return {
    result: { status, reason, error: error ?? null },
    exchanges,
    attempts: [],
    credential,
  } as unknown as ExecutedCase;
}

const KEY = { class: 'auth', entry: 'invalid-subscription-key', httpStatus: 401 };
const ROLE = { class: 'auth', entry: 'missing-data-action', httpStatus: 401 };
const OUTAGE = { class: 'outage', entry: 'service-unavailable', httpStatus: 503 };

describe('what a case says about its target', () => {
  it.each<[string, Seen, object]>([
    ['an answer', { credential: 'accepted' }, { kind: 'well', accepted: true }],
    ['a refusal', { status: 'unsupported', credential: 'refused' }, { kind: 'well', accepted: false }],
    ['an outage', { status: 'blocked', error: OUTAGE, reason: 'r' }, { kind: 'failed', cause: 'r' }],
    [
      'a refused key',
      { status: 'blocked', error: KEY, credential: 'refused', reason: 'r' },
      { kind: 'rejected', cause: 'r' },
    ],
    [
      'a key that is refused after it was taken',
      { status: 'blocked', error: KEY, credential: 'accepted', reason: 'r' },
      { kind: 'failed', cause: 'r' },
    ],
    [
      'a refused key of somebody else',
      { status: 'blocked', error: KEY, credential: null, reason: 'r' },
      { kind: 'failed', cause: 'r' },
    ],
    [
      'a missing role',
      { status: 'blocked', error: ROLE, credential: 'refused', reason: 'r' },
      { kind: 'failed', cause: 'r' },
    ],
    [
      'a key refused on purpose',
      { status: 'supported', error: KEY, credential: 'refused' },
      { kind: 'well', accepted: false },
    ],
    ['a broken wire', { status: 'errored', failure: 'network', reason: 'r' }, { kind: 'failed', cause: 'r' }],
    ['a stumble of our own', { status: 'errored' }, { kind: 'undecided' }],
  ])('%s', (_, seen, health) => {
    expect(healthOf(executed(seen))).toEqual(health);
  });

  it('names entries that the error catalogue has', () => {
    const ids = new Set(shippedCatalogue().entries.map(({ id }) => id));
    expect([...CREDENTIAL_REFUSED].filter((id) => id === null || !ids.has(id))).toEqual([]);
  });
});
