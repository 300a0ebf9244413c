import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult, ClassifiedError, ErrorClass, Severity } from '../checks/check.ts';
import { type StatusInput, statusOf } from './status.ts';

const check = (id: string, severity: Severity, outcome: CheckResult['outcome']): CheckResult => ({
  id,
  severity,
  outcome,
  message: `${id} ${outcome}`,
  violations: [],
});
const passed = check('accepted', 'must', 'passed');

const errorOf = (change: Partial<ClassifiedError>): ClassifiedError => ({
  class: 'unsupported-operation',
  entry: 'operation-not-supported',
  status: 'unsupported',
  httpStatus: 400,
  code: 'OperationNotSupported',
  type: null,
  param: null,
  message: 'The chatCompletion operation does not work with the specified model.',
  envelope: 'model',
  ...change,
});
const refusal = errorOf({});
const throttled = errorOf({
  class: 'throttled',
  entry: 'rate-limit',
  status: 'blocked',
  httpStatus: 429,
  code: '429',
});

const ok: StatusInput = {
  checks: [passed],
  error: null,
  wireFailure: null,
  misses: 0,
  exchanges: 1,
  harnessFault: null,
};

describe('statusOf', () => {
  it.each<[string, Partial<StatusInput>, string, RegExp]>([
    ['all checks passed', {}, 'supported', /^$/],
    [
      'a failed must',
      { checks: [passed, check('usage.total', 'must', 'failed')] },
      'partial',
      /^accepted, but usage\.total: usage\.total failed$/,
    ],
    [
      'a failed should',
      { checks: [passed, check('echo', 'should', 'failed')] },
      'supported',
      /^with a deviation: echo/,
    ],
    ['a failed info', { checks: [passed, check('drift', 'info', 'failed')] }, 'supported', /^$/],
    [
      'many failed musts',
      { checks: [passed, ...['a', 'b', 'b', 'c', 'd', 'e'].map((id) => check(id, 'must', 'failed'))] },
      'partial',
      /^accepted, but a: a failed; also b, c, 2 more$/,
    ],
    ['no check at all', { checks: [] }, 'errored', /no check that must hold was made/],
    [
      'only should and info passed',
      { checks: [check('x', 'should', 'passed')] },
      'errored',
      /no check that must hold was made/,
    ],
    [
      'every must failed',
      { checks: [check('a', 'must', 'failed')] },
      'errored',
      /no check that must hold did: a/,
    ],
    ['nothing sent', { exchanges: 0 }, 'errored', /^nothing was sent$/],
    ['nothing sent and no checks', { exchanges: 0, checks: [] }, 'errored', /^nothing was sent$/],
    ['one replay miss', { misses: 1 }, 'errored', /no answer for 1 request;/],
    ['a miss beside a refusal', { misses: 2, error: refusal }, 'errored', /no answer for 2 requests/],
    ['nobody to ask', { unreachable: 'connect ECONNREFUSED' }, 'blocked', /^could not be asked: connect/],
    ['a broken wire', { wireFailure: 'reset after 3 chunks' }, 'errored', /^the wire broke: reset/],
    [
      'a fault of ours',
      { harnessFault: 'invalid request', error: refusal, misses: 1 },
      'errored',
      /^the harness failed/,
    ],
    [
      'a refusal of the feature',
      { error: refusal, checks: [] },
      'unsupported',
      /^refused: HTTP 400 OperationNotSupported \(unsupported-operation\): The chat/,
    ],
    [
      'a refusal beside failed checks',
      { error: refusal, checks: [passed, check('error.envelope', 'must', 'failed')] },
      'unsupported',
      /refused/,
    ],
    [
      'throttling in the middle',
      { error: throttled, checks: [passed, check('completes', 'must', 'failed')] },
      'blocked',
      /^could not be asked: HTTP 429/,
    ],
    [
      'an error nobody knows',
      { error: errorOf({ class: 'unknown', entry: null, status: 'errored' }) },
      'errored',
      /does not know/,
    ],
    ['an error without an entry', { error: errorOf({ entry: null }) }, 'errored', /does not know/],
    [
      'a request of ours that is refused',
      { error: errorOf({ class: 'invalid-request', status: 'errored' }) },
      'errored',
      /^failed: HTTP 400/,
    ],
    [
      'an outage called unsupported',
      { error: errorOf({ class: 'outage', status: 'unsupported' }) },
      'errored',
      /contradicts itself/,
    ],
    ['a refusal called blocked', { error: errorOf({ status: 'blocked' }) }, 'errored', /contradicts itself/],
    [
      'the refusal of a parameter that the feature is named after',
      {
        error: errorOf({ class: 'unsupported-parameter', param: 'top_p' }),
        asked: { feature: 'responses/top-p' },
      },
      'unsupported',
      /^refused/,
    ],
    [
      'the refusal of a parameter that the feature consists of, named in the message',
      {
        error: errorOf({
          class: 'unsupported-parameter',
          message: 'Unrecognized request argument supplied: reasoning_effort',
        }),
        asked: { feature: 'responses/reasoning-effort', parameters: ['reasoning', 'reasoning_effort'] },
      },
      'unsupported',
      /^refused/,
    ],
    [
      'the refusal of a parameter that has nothing to do with the feature',
      {
        error: errorOf({ class: 'unsupported-parameter', param: 'metadata.key' }),
        asked: { feature: 'responses/create' },
      },
      'errored',
      /^refused for metadata, which is not what was asked for/,
    ],
    [
      'the refusal of a parameter that nobody names',
      {
        error: errorOf({ class: 'unsupported-parameter', message: 'Hosted tool is not supported with x' }),
        asked: { feature: 'responses/create' },
      },
      'unsupported',
      /^refused/,
    ],
  ])('%s', (_, change, status, reason) => {
    const verdict = statusOf({ ...ok, ...change });
    expect(verdict).toEqual({ status, reason: expect.stringMatching(reason) });
  });

  it('cuts what a service writes', () => {
    const { reason } = statusOf({ ...ok, error: errorOf({ message: 'x'.repeat(500) }) });
    expect(reason.length).toBeLessThan(300);
  });

  const classes: readonly ErrorClass[] = [
    'unsupported-operation',
    'unsupported-parameter',
    'deployment-not-found',
    'auth',
    'forbidden',
    'throttled',
    'quota',
    'content-filter',
    'context-length',
    'invalid-request',
    'not-found',
    'outage',
    'unknown',
  ];
  const anyCheck = fc
    .tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom<Severity>('must', 'should', 'info'),
      fc.constantFrom<CheckResult['outcome']>('passed', 'failed'),
    )
    .map(([id, severity, outcome]) => check(id, severity, outcome));
  const anyError = fc
    .record({
      class: fc.constantFrom(...classes),
      entry: fc.constantFrom('entry', null),
      status: fc.constantFrom<ClassifiedError['status']>('unsupported', 'blocked', 'errored'),
    })
    .map(errorOf);
  const anyInput = fc.record({
    checks: fc.array(anyCheck, { maxLength: 5 }),
    error: fc.option(anyError, { nil: null }),
    wireFailure: fc.option(fc.constant('reset'), { nil: null }),
    misses: fc.nat(2),
    exchanges: fc.nat(2),
    harnessFault: fc.option(fc.constant('thrown'), { nil: null }),
  });

  it('never lets infrastructure say anything about support, nor a refusal be blocked', () => {
    const infrastructure = new Set<ErrorClass>([
      'auth',
      'forbidden',
      'throttled',
      'quota',
      'deployment-not-found',
      'outage',
    ]);
    const refusals = new Set<ErrorClass>(['unsupported-operation', 'unsupported-parameter']);
    fc.assert(
      fc.property(anyInput, (input) => {
        const { status } = statusOf(input);
        if (input.error !== null && infrastructure.has(input.error.class))
          expect(['blocked', 'errored']).toContain(status);
        if (input.error !== null && refusals.has(input.error.class))
          expect(['unsupported', 'errored']).toContain(status);
      }),
    );
  });

  it('is supported or partial only with an exchange, no fault and a must that passed', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { status, reason } = statusOf(input);
        if (status !== 'supported') expect(reason).not.toBe('');
        if (status !== 'supported' && status !== 'partial') return;
        expect(input.exchanges).toBeGreaterThan(0);
        expect(input.misses).toBe(0);
        expect([input.error, input.wireFailure, input.harnessFault]).toEqual([null, null, null]);
        const musts = input.checks.filter(({ severity }) => severity === 'must');
        expect(musts.some(({ outcome }) => outcome === 'passed')).toBe(true);
        expect(musts.every(({ outcome }) => outcome === 'passed')).toBe(status === 'supported');
      }),
    );
  });
});
