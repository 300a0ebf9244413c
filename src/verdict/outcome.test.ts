import { describe, expect, it } from 'vitest';
import type { Waiver } from '../matrix/types.ts';
import { outcomeOf } from './outcome.ts';
import { recordingIntact, recordingMatches } from './recording.ts';
import type { CaseResult, Status } from './types.ts';

const rows = (...statuses: Status[]) =>
  statuses.map((status) => ({ status, checks: [], evidence: { mode: 'live' } }) as unknown as CaseResult);
const evidence = { mode: 'replay' };
const stale = {
  status: 'errored',
  evidence,
  checks: [recordingIntact('the hash differs')],
} as unknown as CaseResult;
const missed = {
  status: 'errored',
  evidence,
  checks: recordingMatches([{ message: 'no recorded request matches' }]),
} as unknown as CaseResult;

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

  it('exits with 3 where the budget left something out, and with 1 where something deviates besides', () => {
    const [left] = rows('not-run').map((row) => ({ ...row, notRun: 'budget' as const }));
    const others = (status: Status) => [...rows(status), ...(left === undefined ? [] : [left])];
    expect(outcomeOf(others('supported'))).toEqual({
      exitCode: 3,
      sentence: '1 case did not fit the budget; nothing deviated',
    });
    expect(outcomeOf(others('blocked')).sentence).toContain('1 case could not be asked');
    expect(outcomeOf(others('partial')).exitCode).toBe(1);
  });

  it('exits with 4 for a waiver that no longer matches, and with 1 where something deviates besides', () => {
    const waiver = { cases: 'x' } as Waiver;
    const verdict = { waived: new Map(), stale: [waiver], expired: [], exceeded: [] };
    expect(outcomeOf(rows('supported'), verdict).exitCode).toBe(4);
    expect(outcomeOf(rows('partial'), verdict).exitCode).toBe(1);
  });

  it('exits with 1 where a case passed and is flaky beyond its budget', () => {
    const row = { ...rows('supported')[0], case: 'a' } as CaseResult;
    const over = { waiver: { cases: 'a' } as Waiver, case: 'a', failed: 4, seen: 10 };
    const verdict = { waived: new Map(), stale: [], expired: [], exceeded: [over] };
    expect(outcomeOf([row], verdict)).toMatchObject({ exitCode: 1 });
  });

  it('counts an excused deviation as expected', () => {
    const row = {
      case: 'a',
      status: 'partial',
      evidence,
      checks: [{ id: 'c', outcome: 'failed', severity: 'must' }],
    };
    const verdict = { waived: new Map([['a', new Set(['c'])]]), stale: [], expired: [], exceeded: [] };
    expect(outcomeOf([row as unknown as CaseResult], verdict).exitCode).toBe(0);
  });

  it.each<[string, CaseResult[], number]>([
    ['a damaged recording is no deviation of the target', [stale, ...rows('supported')], 4],
    ['nor is one that no longer fits its scenario', [missed, ...rows('supported', 'not-run')], 4],
    [
      'a recording that proves nothing outweighs a target that could not be asked',
      [stale, ...rows('blocked')],
      4,
    ],
    ['a deviation outweighs both', [stale, ...rows('partial', 'blocked')], 1],
  ])('%s', (_, results, exitCode) => {
    expect(outcomeOf(results).exitCode).toBe(exitCode);
  });

  const replayed = (target: string, targetKind: string, notRun: string | null) =>
    ({
      case: `chat/completion:m:${target}`,
      target,
      targetKind,
      status: notRun === null ? 'supported' : 'not-run',
      notRun,
      checks: [],
      evidence: { mode: 'replay' },
    }) as unknown as CaseResult;

  it.each<[string, CaseResult[], number]>([
    [
      'a lost recording of the reference target',
      [replayed('reference', 'reference', null), replayed('reference', 'reference', 'no-recording')],
      3,
    ],
    [
      'all of them lost, beside a target that still has its own',
      [replayed('reference', 'reference', 'no-recording'), replayed('sweden', 'azure', null)],
      3,
    ],
    [
      'a case without a recording at a target that has others',
      [replayed('sweden', 'azure', null), replayed('sweden', 'azure', 'no-recording')],
      3,
    ],
    [
      'a target that was never recorded',
      [replayed('reference', 'reference', null), replayed('sweden', 'azure', 'no-recording')],
      0,
    ],
    [
      'an excluded case',
      [replayed('reference', 'reference', null), replayed('reference', 'reference', 'excluded')],
      0,
    ],
  ])('%s', (_, results, exitCode) => {
    expect(outcomeOf(results).exitCode).toBe(exitCode);
  });

  it('names what is lost', () => {
    const { sentence } = outcomeOf([replayed('reference', 'reference', 'no-recording')]);
    expect(sentence).toMatch(/^1 case without a recording .*chat\/completion:m:reference/);
  });

  it('takes what broke for no deviation', () => {
    expect(outcomeOf(rows('errored'))).toEqual({
      exitCode: 1,
      sentence: '1 case errored: the harness or the wire broke',
    });
    expect(outcomeOf(rows('errored', 'partial', 'partial')).sentence).toBe(
      '2 cases deviated from what is documented; 1 case errored: the harness or the wire broke',
    );
  });

  it('counts the two apart', () => {
    expect(outcomeOf([stale, missed, ...rows('partial')]).sentence).toMatch(
      /^1 case deviated .*; 2 cases cannot/,
    );
  });
});

describe('the check of requests against the recording', () => {
  it('is silent where every request was answered', () => {
    expect(recordingMatches([])).toEqual([]);
  });

  it('tells the first miss and counts the others', () => {
    const misses = Array.from({ length: 9 }, (_, index) => ({ message: `miss ${index}` }));
    const [check] = recordingMatches(misses);
    expect(check?.message).toBe('miss 0 (and 8 more)');
    expect(check?.violations).toHaveLength(5);
  });
});
