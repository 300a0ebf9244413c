import { describe, expect, it } from 'vitest';
import type { Waiver } from '../matrix/types.ts';
import { outcomeOf } from './outcome.ts';
import type { CaseResult, Status } from './types.ts';

const rows = (...statuses: Status[]) => statuses.map((status) => ({ status }) as CaseResult);

describe('outcomeOf', () => {
  it.each<[Status[], number]>([
    [['supported', 'unsupported', 'not-run'], 0],
    [['supported', 'partial', 'blocked'], 1],
    [['supported', 'errored'], 1],
    [['supported', 'blocked'], 3],
    [['not-run', 'not-run'], 3],
    [[], 3],
  ])('%j exits with %i', (statuses, exitCode) => {
    expect(outcomeOf(rows(...statuses)).exitCode).toBe(exitCode);
  });

  it('exits with 4 for a waiver that no longer matches, and with 1 where something deviates besides', () => {
    const waiver = { cases: 'x' } as Waiver;
    const verdict = { waived: new Map(), stale: [waiver], expired: [] };
    expect(outcomeOf(rows('supported'), verdict).exitCode).toBe(4);
    expect(outcomeOf(rows('partial'), verdict).exitCode).toBe(1);
  });

  it('counts an excused deviation as expected', () => {
    const row = { case: 'a', status: 'partial', checks: [{ id: 'c', outcome: 'failed', severity: 'must' }] };
    const verdict = { waived: new Map([['a', new Set(['c'])]]), stale: [], expired: [] };
    expect(outcomeOf([row as unknown as CaseResult], verdict).exitCode).toBe(0);
  });
});
