import { describe, expect, it } from 'vitest';
import type { CheckResult, ClassifiedError, ExchangeReport } from '../checks/check.ts';
import { isBrokenPromise } from './interrupted.ts';

const check = (outcome: CheckResult['outcome'], severity: CheckResult['severity'] = 'must'): CheckResult => ({
  id: 'accepted',
  severity,
  outcome,
  message: '',
  violations: [],
});

const errorOf = (name: ClassifiedError['class'], status: ClassifiedError['status']): ClassifiedError => ({
  class: name,
  entry: name,
  status,
  httpStatus: 400,
  code: null,
  type: null,
  param: null,
  message: '',
  envelope: 'model',
});
const refusal = errorOf('unsupported-operation', 'unsupported');
const lost = errorOf('not-found', 'errored');
const throttled = errorOf('throttled', 'blocked');

const report = (error: ClassifiedError | null): ExchangeReport => ({
  checks: [check('passed')],
  drift: [],
  error,
});

describe('an error that ends a scenario', () => {
  it.each<[string, ClassifiedError | null, (ClassifiedError | null)[], CheckResult[], boolean]>([
    ['is none', null, [null], [check('failed')], false],
    ['refuses the first request', refusal, [refusal], [], false],
    ['refuses a later request after all was well', refusal, [null, refusal], [check('passed')], false],
    ['refuses a later request after a broken promise', refusal, [null, refusal], [check('failed')], true],
    [
      'comes after a deviation that is none of must',
      refusal,
      [null, refusal],
      [check('failed', 'should')],
      false,
    ],
    ['does not know what the service gave', lost, [null, lost], [], true],
    ['does not know what nobody gave', lost, [lost], [], false],
    ['says that nobody could be asked', throttled, [null, throttled], [check('failed')], false],
  ])('that %s', (_, error, answers, asserted, broken) => {
    expect(isBrokenPromise({ error, reports: answers.map(report), asserted })).toBe(broken);
  });
});
