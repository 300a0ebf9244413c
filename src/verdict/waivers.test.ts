import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../checks/check.ts';
import type { Waiver } from '../matrix/types.ts';
import type { CaseResult, Status } from './types.ts';
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
