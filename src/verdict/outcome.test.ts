import { describe, expect, it } from 'vitest';
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
});
