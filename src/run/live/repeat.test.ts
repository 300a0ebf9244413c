import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../checks/check.ts';
import type { CaseResult, Status } from '../../verdict/types.ts';
import { combine } from './repeat.ts';

const check = (id: string, passed: boolean): CheckResult => ({
  id,
  severity: 'must',
  outcome: passed ? 'passed' : 'failed',
  message: '',
  violations: [],
});

function result(status: Status, checks: readonly CheckResult[] = [], reason = ''): CaseResult {
  return {
    type: 'result',
    case: 'chat/function-calling:m:t',
    feature: 'chat/function-calling',
    model: 'm',
    target: 't',
    targetKind: 'azure',
    status,
    reason,
    notRun: null,
    checks,
    drift: [],
    error: null,
    evidence: { mode: 'live', observedLiveAt: null, replayedAt: null, cassette: null, sha256: null },
    region: null,
    surface: 'v1',
    modelEchoed: null,
    usage: { requests: 1, inputTokens: 10, outputTokens: 5 },
    leftovers: [],
    durationMs: 7,
  };
}

describe('repeats of a case', () => {
  it('are one result when they agree, with what all of them took', () => {
    const one = result('supported', [check('called', true)]);
    const { result: combined } = combine([one, one, one]);
    expect(combined).toMatchObject({
      status: 'supported',
      usage: { requests: 3, inputTokens: 30, outputTokens: 15 },
      durationMs: 21,
      repeats: { statuses: ['supported', 'supported', 'supported'], checks: [] },
    });
    expect(combined.flaky).toBeUndefined();
  });

  it('need one pass of what depends on the mood of the model, and are flaky', () => {
    const moody = [
      result('partial', [check('called', false)], 'accepted, but called'),
      result('supported', [check('called', true)]),
      result('partial', [check('called', false)], 'accepted, but called'),
    ];
    const { result: combined, chosen } = combine(moody);
    expect(combined).toMatchObject({
      status: 'supported',
      flaky: true,
      repeats: {
        statuses: ['partial', 'supported', 'partial'],
        checks: [{ id: 'called', passed: 1, failed: 2, needs: 'any' }],
      },
    });
    expect(chosen).toBe(1);
  });

  it('need every pass of a contract', () => {
    const { result: combined, chosen } = combine([
      result('supported', [check('schema.response', true)]),
      result('partial', [check('schema.response', false)], 'accepted, but schema.response'),
    ]);
    expect(combined).toMatchObject({
      status: 'partial',
      flaky: true,
      reason: 'accepted, but schema.response',
    });
    expect(combined.repeats?.checks).toEqual([{ id: 'schema.response', passed: 1, failed: 1, needs: 'all' }]);
    expect(chosen).toBe(1);
  });

  it('forget what could not be asked while others were answered', () => {
    const { result: combined } = combine([result('supported'), result('blocked', [], 'HTTP 429')]);
    expect(combined).toMatchObject({ status: 'supported', repeats: { statuses: ['supported', 'blocked'] } });
    expect(combined.flaky).toBeUndefined();
    expect(combine([result('blocked'), result('blocked')]).result.status).toBe('blocked');
  });

  it('are partial when the feature is accepted once and refused once', () => {
    const { result: combined } = combine([
      result('supported'),
      result('unsupported', [], 'refused: HTTP 400'),
      result('supported'),
    ]);
    expect(combined).toMatchObject({
      status: 'partial',
      flaky: true,
      reason: 'accepted, but refused in 1 of 3 repeats: refused: HTTP 400',
    });
  });
});
