import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../checks/check.ts';
import { diffRuns, exitCodeOf } from './diff.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { CaseResult, Status } from './types.ts';

const failed = (id: string, message: string, severity: CheckResult['severity'] = 'must'): CheckResult => ({
  id,
  severity,
  outcome: 'failed',
  message,
  violations: [{ check: id, severity, pointer: '/output/3/id', message }],
});
const passed = (id: string): CheckResult => ({
  id,
  severity: 'must',
  outcome: 'passed',
  message: '',
  violations: [],
});

function row(name: string, status: Status, more: Partial<CaseResult> = {}): CaseResult {
  const checks = status === 'partial' ? [failed('a', 'is wrong')] : [passed('a')];
  const base = {
    case: name,
    status,
    reason: `because ${status}`,
    notRun: null,
    checks,
    drift: [],
    error: null,
    evidence: { mode: 'live', observedLiveAt: '2026-11-20T02:23:00.000Z' },
  };
  return { ...base, ...more } as unknown as CaseResult;
}
const refused = (name: string, code: string) =>
  row(name, 'unsupported', {
    error: { httpStatus: 400, code, type: null, class: 'unsupported-operation' } as CaseResult['error'],
  });
const kinds = (base: CaseResult[], head: CaseResult[]) => diffRuns(base, head).groups.map(({ kind }) => kind);

describe('a case whose turn it was not', () => {
  const waiting = row('a', 'not-run', { notRun: 'sampled-out' });

  it('is no change: its last verdict stands', () => {
    const diff = diffRuns([row('a', 'supported')], [waiting]);
    expect(diff).toMatchObject({ groups: [], unchanged: 1 });
    expect(exitCodeOf(diff)).toBe(0);
  });

  it('is told apart from a first verdict when its turn comes, and must not break unseen', () => {
    expect(diffRuns([waiting], [row('a', 'supported')]).groups[0]).toMatchObject({
      kind: 'new',
      fingerprint: 'not in the sample of the older run: supported',
    });
    expect(kinds([waiting], [row('a', 'errored')])).toEqual(['regressed']);
  });
});

describe('diffRuns', () => {
  it.each<[Status, Status, string[], number]>([
    ['supported', 'supported', [], 0],
    ['supported', 'partial', ['regressed'], 1],
    ['supported', 'unsupported', ['regressed'], 1],
    ['supported', 'errored', ['regressed'], 1],
    ['supported', 'not-run', ['regressed'], 1],
    ['supported', 'blocked', ['blocked'], 3],
    ['unsupported', 'blocked', ['blocked'], 3],
    ['unsupported', 'supported', ['improved'], 0],
    ['partial', 'supported', ['improved'], 0],
    ['partial', 'unsupported', ['regressed'], 1],
    ['blocked', 'supported', ['new'], 0],
    ['not-run', 'unsupported', ['new'], 0],
    ['blocked', 'blocked', [], 0],
    ['blocked', 'not-run', [], 0],
    ['not-run', 'errored', ['regressed'], 1],
    ['errored', 'errored', [], 0],
  ])('%s to %s is %j, exit %i', (from, to, expected, code) => {
    const diff = diffRuns([row('x', from)], [row('x', to)]);
    expect(diff.groups.map(({ kind }) => kind)).toEqual(expected);
    expect(exitCodeOf(diff)).toBe(code);
    expect(diff.unchanged).toBe(expected.length === 0 ? 1 : 0);
  });

  it('fails for a case that is gone, but not for one that was never run', () => {
    const diff = diffRuns([row('x', 'supported'), row('y', 'not-run')], []);
    expect(diff.counts).toMatchObject({ removed: 1, regressed: 0 });
    expect(exitCodeOf(diff)).toBe(1);
  });

  it('tells what the budget left out, with the date of the older evidence, apart from a regression', () => {
    const left = row('x', 'not-run', {
      notRun: 'budget',
      reason: 'max_requests: 5 of 5 requests are sent, and this takes 2',
    });
    const diff = diffRuns([row('x', 'supported')], [left]);
    expect(diff.groups).toEqual([
      {
        kind: 'not-asked',
        fingerprint: 'budget: max_requests',
        changes: [
          expect.objectContaining({ from: 'supported', to: 'not-run', seenAt: '2026-11-20T02:23:00.000Z' }),
        ],
      },
    ]);
    expect(exitCodeOf(diff)).toBe(3);
    // Beside a regression it is the regression that counts.
    expect(
      exitCodeOf(diffRuns([row('x', 'supported'), row('y', 'supported')], [left, row('y', 'partial')])),
    ).toBe(1);
    expect(kinds([row('x', 'blocked')], [left])).toEqual([]);
  });

  it.each(['no-recording', 'no-endpoint', 'not-deployed', 'excluded'] as const)(
    'fails for a verified case that is no longer run: %s',
    (notRun) => {
      const diff = diffRuns([row('x', 'supported')], [row('x', 'not-run', { notRun })]);
      expect(diff.counts).toMatchObject({ regressed: 1, 'not-asked': 0 });
      expect(exitCodeOf(diff)).toBe(1);
    },
  );

  it('lets a retired model go', () => {
    expect(kinds([row('x', 'supported')], [row('x', 'not-run', { notRun: 'retired' })])).toEqual(['retired']);
  });

  it('sees a check that newly fails under the same status, by its weight', () => {
    const base = row('x', 'partial', { checks: [failed('a', 'is wrong'), passed('b'), passed('c')] });
    const must = row('x', 'partial', { checks: [failed('a', 'is wrong'), failed('b', 'too'), passed('c')] });
    const should = row('x', 'partial', { checks: [failed('a', 'is wrong'), failed('c', 'too', 'should')] });
    expect(kinds([base], [must])).toEqual(['regressed']);
    expect(kinds([base], [should])).toEqual(['drifted']);
    expect(kinds([must], [base])).toEqual(['improved']);
  });

  it('blames the harness, not the service, for a check that the older run did not make', () => {
    const head = row('x', 'partial', { checks: [passed('a'), failed('new', 'is wrong')] });
    expect(kinds([row('x', 'supported')], [head])).toEqual(['drifted']);
  });

  it('reports what is new to the schema once, and another reason of a refusal', () => {
    const drift = [{ kind: 'unknown-field', pointer: '/choices/{i}/colour', schema: 'S' }] as const;
    expect(kinds([row('x', 'supported')], [row('x', 'supported', { drift })])).toEqual(['drifted']);
    expect(kinds([row('x', 'supported', { drift })], [row('x', 'supported', { drift })])).toEqual([]);
    expect(kinds([refused('x', 'A')], [refused('x', 'B')])).toEqual(['drifted']);
    expect(kinds([refused('x', 'A')], [refused('x', 'A')])).toEqual([]);
  });

  it('shows one cause once, whatever ids and numbers stand in its words', () => {
    const broken = (name: string, id: string, at: number) =>
      row(name, 'partial', { checks: [failed('a', `item ${id} has index ${at}`)] });
    const { groups } = diffRuns(
      [row('x', 'supported'), row('y', 'supported'), row('z', 'supported')],
      [
        broken('x', 'msg_0123456789abcdef', 1),
        broken('y', 'msg_fedcba9876543210', 22),
        row('z', 'unsupported'),
      ],
    );
    expect(groups.map(({ kind, changes }) => [kind, changes.length])).toEqual([
      ['regressed', 2],
      ['regressed', 1],
    ]);
    expect(groups[0]?.fingerprint).toBe('a /output/*/id: item <id> has index <n>');
  });

  const status = fc.constantFrom<Status>(
    'supported',
    'partial',
    'unsupported',
    'blocked',
    'errored',
    'not-run',
  );
  const run = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), status), { selector: ([id]) => id })
    .map((pairs) => pairs.map(([id, one]) => row(`c${id}`, one)));

  it('says nothing about a run against itself, and the same in any order', () => {
    fc.assert(
      fc.property(run, run, (base, head) => {
        expect(diffRuns(base, base).groups).toEqual([]);
        expect(diffRuns([...base].reverse(), [...head].reverse())).toEqual(diffRuns(base, head));
      }),
    );
  });

  it('tells each case of the newer run once, as changed or unchanged', () => {
    fc.assert(
      fc.property(run, run, (base, head) => {
        const diff = diffRuns(base, head);
        const told = diff.groups.flatMap(({ changes }) => changes.map((change) => change.case));
        expect(new Set(told).size).toBe(told.length);
        const gone = diff.counts.removed;
        expect(told.length - gone + diff.unchanged).toBe(head.length);
      }),
    );
  });
});

describe('fingerprintOf', () => {
  it('is empty for a case without a deviation', () => {
    expect(fingerprintOf(row('x', 'supported'))).toBe('');
  });

  it('names a refusal by status, code and class, not by its message', () => {
    expect(fingerprintOf(refused('x', 'OperationNotSupported'))).toBe(
      'HTTP 400 OperationNotSupported (unsupported-operation)',
    );
  });
});
