import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../checks/check.ts';
import type { CaseResult, Status } from '../../verdict/types.ts';
import { combine as combineAs, isOpen } from './repeat.ts';

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

const combine = (results: readonly CaseResult[]) =>
  combineAs(results, { min: results.length, max: results.length });

describe('repeats of a case', () => {
  it('are one result when they agree, with what all of them took', () => {
    const one = result('supported', [check('called', true)]);
    const { result: combined } = combine([one, one, one]);
    expect(combined).toMatchObject({
      status: 'supported',
      usage: { requests: 3, inputTokens: 30, outputTokens: 15 },
      durationMs: 21,
      repeats: {
        statuses: ['supported', 'supported', 'supported'],
        agreed: { passed: 3, all: 3, interval: [0.439, 1] },
        checks: [],
      },
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
        agreed: { passed: 1, all: 3, interval: [0.061, 0.792] },
        checks: [
          {
            id: 'called',
            passed: 1,
            failed: 2,
            needs: 'any',
            interval: [0.061, 0.792],
            standing: 'inconclusive',
          },
        ],
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
    expect(combined.repeats?.checks).toEqual([
      { id: 'schema.response', passed: 1, failed: 1, needs: 'all', interval: [0.095, 0.905] },
    ]);
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

const moods = (...passed: readonly boolean[]) =>
  passed.map((one) =>
    result(
      one ? 'supported' : 'partial',
      [check('schema.response', true), check('called', one)],
      one ? '' : 'accepted, but called',
    ),
  );

describe('a threshold', () => {
  const asked = { min: 1, max: 10, threshold: 0.5 };
  const once = [true, ...Array.from({ length: 9 }, () => false)];

  it('makes a case partial whose check clearly holds too seldom, shown by a repeat that failed', () => {
    const { result: combined, chosen } = combineAs(moods(...once), asked);
    expect(combined).toMatchObject({
      status: 'partial',
      reason: 'accepted, but called held in 1 of 10 repeats',
      flaky: true,
    });
    expect(combined.repeats?.checks[0]).toMatchObject({ standing: 'below', interval: [0.018, 0.404] });
    expect(chosen).toBe(1);
  });

  it('changes nothing where nobody set it: one pass proves the feature', () => {
    expect(combineAs(moods(...once), { min: 10, max: 10 }).result.status).toBe('supported');
  });

  it('changes nothing where the interval holds it', () => {
    const { result: combined } = combineAs(moods(true, false, false), asked);
    expect(combined).toMatchObject({ status: 'supported', flaky: true });
    expect(combined.repeats?.checks[0]?.standing).toBe('inconclusive');
  });
});

describe('another repeat', () => {
  it.each<[string, readonly CaseResult[], boolean]>([
    ['what passed', moods(true), false],
    ['one failure of a model', moods(false), true],
    ['one of each', moods(true, false), true],
    ['four failures', moods(false, false, false, false), false],
    ['nearly always', moods(false, ...Array.from({ length: 7 }, () => true)), false],
    [
      'a broken contract',
      [result('partial', [check('schema.response', false), check('called', false)])],
      false,
    ],
    ['a refusal', [result('unsupported')], false],
    ['a refusal after an answer', [...moods(false), result('unsupported')], false],
    ['nobody there', [result('blocked')], false],
  ])('after %s', (_, results, open) => {
    expect(isOpen(results, { min: 1, max: 20 })).toBe(open);
  });

  it('goes on longer for a threshold that is nearer', () => {
    const seen = moods(false, ...Array.from({ length: 8 }, () => true));
    expect(isOpen(seen, { min: 1, max: 20, threshold: 0.8 })).toBe(true);
  });

  it('that was broken off for want of budget counts for what it took and left', () => {
    const begun = { ...result('errored'), leftovers: ['file 1'] };
    const { result: combined } = combineAs(moods(false), { min: 1, max: 5 }, begun);
    expect(combined).toMatchObject({ status: 'partial', usage: { requests: 2 }, leftovers: ['file 1'] });
    expect(combined.repeats?.statuses).toEqual(['partial']);
  });
});
