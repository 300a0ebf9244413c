import { describe, expect, it } from 'vitest';
import type { CheckResult, ExchangeReport, Severity } from '../checks/check.ts';
import { collate, collateDrift } from './collate.ts';

const check = (id: string, outcome: 'passed' | 'failed', severity: Severity = 'must'): CheckResult => ({
  id,
  severity,
  outcome,
  message: `${id} ${outcome}`,
  violations: outcome === 'failed' ? [{ check: id, severity, pointer: '/x', message: 'm' }] : [],
});
const report = (...checks: CheckResult[]): ExchangeReport => ({ checks, drift: [], error: null });

describe('collate', () => {
  it('gives one result a check, failed if it failed in any exchange, and says in which', () => {
    const checks = collate(
      [report(check('a', 'passed')), report(check('a', 'failed')), report(check('a', 'passed'))],
      [],
    );
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({ outcome: 'failed', exchange: 1 });
  });

  it('keeps the binding severity when the same check failed twice', () => {
    const [only] = collate(
      [report(check('a', 'failed', 'should')), report(check('a', 'failed', 'must'))],
      [],
    );
    expect(only?.severity).toBe('must');
    expect(only?.violations).toHaveLength(2);
  });

  it("puts the scenario's own checks first", () => {
    expect(collate([report(check('b', 'passed'))], [check('a', 'passed')]).map(({ id }) => id)).toEqual([
      'a',
      'b',
    ]);
  });

  it('does not let a broken stream fill the result', () => {
    const many = Array.from({ length: 500 }, () => report(check('a', 'failed')));
    expect(collate(many, [])[0]?.violations.length).toBeLessThan(50);
  });
});

describe('collateDrift', () => {
  it('counts the same news once', () => {
    const drift = { kind: 'unknown-field', pointer: '/a', schema: 'S' } as const;
    const reports = [drift, drift, { ...drift, pointer: '/b' }].map((one) => ({ ...report(), drift: [one] }));
    expect(collateDrift(reports).map(({ pointer }) => pointer)).toEqual(['/a', '/b']);
  });
});
