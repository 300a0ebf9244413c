import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../checks/check.ts';
import { sampleResult } from '../report/sample-parts.ts';
import { type RequirementSet, scoreRun } from './requirements.ts';
import type { CaseResult, Status } from './types.ts';

const SET: RequirementSet = {
  version: 1,
  date: '2026-11-21',
  checks: ['schema.response'],
  features: { 'chat/completion': ['text'] },
};
const failed = (id: string, severity: CheckResult['severity'] = 'must'): CheckResult => ({
  id,
  severity,
  outcome: 'failed',
  message: id,
  violations: [],
});
const result = (
  status: Status,
  checks: readonly CheckResult[] = [],
  feature = 'chat/completion',
): CaseResult => sampleResult(`${feature}:gpt-4.1@2025-04-14`, status, { checks });
const score = (...results: readonly CaseResult[]) => scoreRun(results, SET)[0];
const NOTHING = { conformant: 0, refused: 0, deviating: [], unjudged: 0, later: [], newFeatures: 0 };
const id = 'chat/completion:gpt-4.1@2025-04-14:sweden';

describe('a run by a frozen set', () => {
  it.each<[string, CaseResult, object]>([
    ['supported', result('supported'), { conformant: 1 }],
    ['refused for the right reason', result('unsupported'), { refused: 1 }],
    ['not run', result('not-run'), { unjudged: 1 }],
    ['blocked', result('blocked'), { unjudged: 1 }],
    ['broken', result('errored'), { unjudged: 1 }],
    [
      'failing a check of all',
      result('partial', [failed('schema.response')]),
      { deviating: [{ case: id, checks: ['schema.response'] }] },
    ],
    [
      'failing a check of its own',
      result('partial', [failed('text')]),
      { deviating: [{ case: id, checks: ['text'] }] },
    ],
    [
      'failing a later check alone',
      result('partial', [failed('usage.total')]),
      { conformant: 1, later: [{ case: id, checks: ['usage.total'] }] },
    ],
    [
      'failing both',
      result('partial', [failed('text'), failed('usage.total')]),
      { deviating: [{ case: id, checks: ['text'] }], later: [{ case: id, checks: ['usage.total'] }] },
    ],
    ['failing what does not bind', result('supported', [failed('text', 'should')]), { conformant: 1 }],
    ['of a later feature', result('partial', [failed('text')], 'chat/vision'), { newFeatures: 1 }],
  ])('a case %s', (_, row, expected) => {
    expect(score(row)).toEqual({ target: 'sweden', ...NOTHING, ...expected });
  });
});
