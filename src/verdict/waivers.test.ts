import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../checks/check.ts';
import type { Waiver } from '../matrix/types.ts';
import type { Past } from './flaky.ts';
import type { CaseResult, Repeats, Status } from './types.ts';
import { applyWaivers, isExcused } from './waivers.ts';

const failed = (id: string, message: string): CheckResult => ({
  id,
  severity: 'must',
  outcome: 'failed',
  message,
  violations: [{ check: id, severity: 'must', pointer: '/choices/0/logprobs', message }],
});
const result = (id: string, status: Status, ...checks: CheckResult[]) =>
  ({ case: id, status, checks }) as unknown as CaseResult;
const waiver: Waiver = {
  cases: 'chat/logprobs:gpt-5*:*',
  check: 'schema',
  fingerprint: 'missing /choices/0/logprobs',
  reason: 'r',
  issue: 'https://example.invalid/1',
  owner: 'o',
  expires: '2027-03-01',
};
const missing = failed('schema.response', 'missing /choices/0/logprobs, which ChatCompletion requires');
const id = 'chat/logprobs:gpt-5@2025-08-07:sweden';
const judge = (row: CaseResult, today = '2026-11-21', ...waivers: Waiver[]) =>
  applyWaivers([row], waivers.length > 0 ? waivers : [waiver], today);

describe('a flaky waiver', () => {
  const flaky = { ...waiver, flaky: { at_most: 3, of: 10 } };
  const past = (...statuses: readonly Status[]): Past =>
    new Map([
      [
        id,
        statuses.map((status) => ({
          status,
          fingerprint:
            status === 'partial' ? 'schema.response /choices/*: missing /choices/<n>/logprobs, which' : '',
        })),
      ],
    ]);
  const verdict = (row: CaseResult, before: Past = new Map()) =>
    applyWaivers([row], [flaky], '2026-11-21', before);
  const many = (count: number, status: Status) => Array.from({ length: count }, () => status);

  it('may fail, and need not', () => {
    const failing = result(id, 'partial', missing);
    expect(isExcused(failing, verdict(failing))).toBe(true);
    expect(verdict(result(id, 'supported'))).toMatchObject({ stale: [], exceeded: [] });
  });

  it('counts this run and the last before it, as many as it says', () => {
    const failing = result(id, 'partial', missing);
    const twice = verdict(failing, past('supported', 'partial', 'partial', ...many(6, 'supported')));
    expect(isExcused(failing, twice)).toBe(true);
    const often = verdict(failing, past('partial', 'partial', 'partial', ...many(6, 'supported')));
    expect(often.exceeded).toEqual([{ waiver: flaky, case: id, failed: 4, seen: 10 }]);
    expect(isExcused(failing, often)).toBe(false);
    // What lies further back than ten times is forgotten.
    expect(verdict(failing, past(...many(9, 'supported'), 'partial', 'partial', 'partial')).exceeded).toEqual(
      [],
    );
  });

  it('does not count what was blocked, nor the failure of another check', () => {
    const failing = result(id, 'partial', missing);
    const other = new Map([
      [id, many(9, 'partial').map((status) => ({ status, fingerprint: 'stream.sequence: gap' }))],
    ]);
    expect(verdict(failing, other).exceeded).toEqual([]);
    expect(verdict(failing, past(...many(9, 'blocked'))).exceeded).toEqual([]);
  });

  it('is beyond its budget by repeats alone, though the last one passed', () => {
    const interval = [0, 1] as const;
    const repeats = (passed: number, failed: number): Repeats => ({
      statuses: [...many(passed, 'supported'), ...many(failed, 'partial')],
      agreed: { passed, all: passed + failed, interval },
      checks: [{ id: 'schema.response', passed, failed, needs: 'all', interval }],
    });
    const row = (passed: number, failed: number) => ({
      ...result(id, 'supported'),
      repeats: repeats(passed, failed),
    });
    expect(verdict(row(7, 3)).exceeded).toEqual([]);
    expect(verdict(row(6, 4)).exceeded).toMatchObject([{ failed: 4, seen: 10 }]);
    expect(verdict(row(14, 6)).exceeded).toEqual([]);
    expect(verdict(row(13, 7)).exceeded).toMatchObject([{ failed: 7, seen: 20 }]);
  });

  it('is stale once it was looked at as often as it says, and never failed', () => {
    expect(verdict(result(id, 'supported'), past(...many(8, 'supported'))).stale).toEqual([]);
    expect(verdict(result(id, 'supported'), past(...many(9, 'supported'))).stale).toEqual([flaky]);
    expect(verdict(result(id, 'supported'), past('partial', ...many(8, 'supported'))).stale).toEqual([]);
  });
});

describe('a waiver', () => {
  it('excuses the failure that carries its fingerprint', () => {
    const row = result(id, 'partial', missing);
    expect(isExcused(row, judge(row))).toBe(true);
  });

  it.each([
    ['a different failure of the same check', result(id, 'partial', failed('schema.response', 'null'))],
    ['another check', result(id, 'partial', failed('stream.sequence', missing.message))],
    ['a check whose name merely begins alike', result(id, 'partial', failed('schemata', missing.message))],
    ['another case', result('chat/logprobs:gpt-4.1@2025-04-14:sweden', 'partial', missing)],
    ['one failure out of two', result(id, 'partial', missing, failed('stream.sequence', 'gap'))],
    ['a broken exchange', result(id, 'errored', missing)],
  ])('does not excuse %s', (_, row) => {
    expect(isExcused(row, judge(row))).toBe(false);
  });

  it('excuses nothing after its date, and says so', () => {
    const row = result(id, 'partial', missing);
    const verdict = judge(row, '2027-03-02');
    expect(isExcused(row, verdict)).toBe(false);
    expect(verdict.expired).toEqual([waiver]);
  });

  it('is stale when its case ran without the failure', () => {
    expect(judge(result(id, 'supported')).stale).toEqual([waiver]);
  });

  it.each<Status>(['blocked', 'not-run'])('is not stale because of a case that was %s', (status) => {
    expect(judge(result(id, status)).stale).toEqual([]);
  });
});
