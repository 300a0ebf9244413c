import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { NO_RENAMES } from '../matrix/index.ts';
import { sampleResult } from '../report/sample-parts.ts';
import type { CaseResult, Status } from '../verdict/types.ts';
import { entryName, entryOf, entryText, type HistoryEntry, readEntry } from './entry.ts';
import { appendHistory, readHistory, removeFromHistory } from './folder.ts';
import { pastOf } from './past.ts';
import { dispensable } from './prune.ts';
import { withNamesOfToday } from './rename.ts';
import { timesOf, withEvidence } from './times.ts';

const CELL = 'chat/completion:gpt-4.1@2025-04-14';
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T02:00:00Z`;

function result(status: Status, live: string | null, target = 'sweden'): CaseResult {
  const made = sampleResult(CELL, status);
  return { ...made, case: `${CELL}:${target}`, target, evidence: { ...made.evidence, observedLiveAt: live } };
}

/** A run on a day, by default live on that day. */
function run(n: number, ...results: readonly CaseResult[]): HistoryEntry {
  return entryOf({ run: `r-${n}`, startedAt: day(n), mode: 'live' }, results, () => 'azure');
}

const ran = (n: number, status: Status) => run(n, result(status, day(n)));

describe('an entry of the history', () => {
  it('keeps of each case its status, its day and its cause, and counts what was not run', () => {
    const entry = run(3, result('unsupported', day(2)), result('not-run', null, 'east'));
    expect(entry).toMatchObject({
      notRun: 1,
      targets: { sweden: 'azure', east: 'azure' },
      fingerprints: ['', 'HTTP 400 OperationNotSupported (unsupported-operation)'],
      cases: { [`${CELL}:sweden`]: ['unsupported', day(2), 1] },
    });
    expect(entryText(entry)).not.toContain('does not work with');
  });

  it('is named by its day and content, and reads back as it was', () => {
    const entry = ran(3, 'partial');
    expect(entryName(entry)).toMatch(/^2026-11-03-[0-9a-f]{12}\.json$/);
    expect(readEntry(`history/${entryName(entry)}`, entryText(entry))).toEqual(entry);
    expect(entryName(ran(3, 'supported'))).not.toBe(entryName(entry));
    expect(entryName(run(3, result('partial', day(3))))).toBe(entryName(entry));
  });

  it.each([
    ['no JSON', '{'],
    ['another form', '{"schema":2}'],
    ['a status that cannot stand there', entryText(ran(3, 'partial')).replace('"partial"', '"not-run"')],
    ['another status than was written', entryText(ran(3, 'partial')).replace('"partial"', '"supported"')],
    ['other spacing than was written', `${entryText(ran(3, 'partial'))}\n`],
  ])('is refused with %s', (_, text) => {
    expect(() => readEntry(`history/${entryName(ran(3, 'partial'))}`, text)).toThrow(ConfigurationFailure);
  });
});

describe('the times of a cell', () => {
  const times = (...entries: readonly HistoryEntry[]) => timesOf(entries).get(CELL);

  it('are those of the first and last live verdict, and of the last other one', () => {
    expect(
      times(ran(1, 'supported'), ran(2, 'supported'), ran(4, 'unsupported'), ran(5, 'unsupported')),
    ).toEqual({
      firstSeen: day(1),
      lastSeenLive: day(5),
      lastChanged: day(4),
      points: [1, 2, 4, 5].map((n) => ({ at: day(n), status: n < 4 ? 'supported' : 'unsupported' })),
    });
  });

  it('do not depend on the order of the files', () => {
    const entries = [ran(1, 'supported'), ran(2, 'partial'), ran(3, 'supported')];
    expect(timesOf(entries.toReversed())).toEqual(timesOf(entries));
  });

  it('are not touched by a run that was blocked, broke, or did not ask', () => {
    const quiet = [
      ran(1, 'supported'),
      ran(2, 'blocked'),
      ran(3, 'errored'),
      ran(4, 'not-run'),
      ran(5, 'supported'),
    ];
    expect(times(...quiet)).toMatchObject({ firstSeen: day(1), lastSeenLive: day(5), lastChanged: null });
    expect(times(...quiet.slice(0, 4))).toMatchObject({ lastSeenLive: day(1) });
  });

  it('do not make a cell younger by a replay', () => {
    const replay = run(9, result('supported', day(1)));
    expect(times(ran(1, 'supported'), replay)).toMatchObject({ lastSeenLive: day(1), lastChanged: null });
  });

  it('change with the cause of the same status', () => {
    const other = sampleResult(CELL, 'unsupported');
    const cause = {
      ...result('unsupported', day(2)),
      error: other.error && { ...other.error, code: 'Another' },
    };
    expect(times(ran(1, 'unsupported'), run(2, cause))).toMatchObject({ lastChanged: day(2) });
  });

  it('are of the best of several regions', () => {
    const entry = run(1, result('unsupported', day(1), 'east'), result('supported', day(1)));
    expect(times(entry)?.points).toEqual([{ at: day(1), status: 'supported' }]);
  });

  it('count the public observations that the table holds', () => {
    const seen = (status: Status, observedAt: string | null) =>
      ({ kind: 'observation', status, observedAt, region: null, versionInferred: false }) as const;
    const evidence = [seen('supported', '2026-01-05'), seen('blocked', '2025-01-01'), seen('partial', null)];
    expect(withEvidence(times(ran(3, 'supported')), evidence)).toMatchObject({
      firstSeen: '2026-01-05',
      lastSeenLive: day(3),
    });
    expect(withEvidence(undefined, [])).toEqual({
      firstSeen: null,
      lastSeenLive: null,
      lastChanged: null,
      points: [],
    });
  });
});

describe('a renamed target', () => {
  it('has one timeline, under the name of today', () => {
    const renames = { ...NO_RENAMES, targets: new Map([['gateway', 'sweden']]) };
    const before = entryOf(
      { run: 'r-1', startedAt: day(1), mode: 'live' },
      [result('unsupported', day(1), 'gateway')],
      () => 'other',
    );
    const after = entryOf(
      { run: 'r-2', startedAt: day(2), mode: 'live' },
      [result('supported', day(2))],
      () => 'other',
    );
    const times = timesOf([before, after].map((entry) => withNamesOfToday(entry, renames)));
    expect([...times.keys()]).toEqual([`${CELL}:other`]);
    expect(times.get(`${CELL}:other`)).toMatchObject({ firstSeen: day(1), lastChanged: day(2) });
    const past = pastOf([before, after].map((entry) => withNamesOfToday(entry, renames)));
    expect(past.get(`${CELL}:sweden`)?.map(({ status }) => status)).toEqual(['supported', 'unsupported']);
  });
});

describe('what the past of a case holds', () => {
  it('is its live runs, newest first, without the one that is judged', () => {
    const replay = { ...ran(3, 'supported'), mode: 'replay' as const };
    const past = pastOf(
      [ran(2, 'partial'), replay, ran(1, 'supported'), ran(4, 'blocked')],
      new Set(['r-4']),
    );
    expect(past.get(`${CELL}:sweden`)?.map(({ status }) => status)).toEqual(['partial', 'supported']);
  });
});

describe('pruning', () => {
  it('keeps the newest runs and those that a date rests on', () => {
    const entries = [1, 2, 3, 4, 5, 6].map((n) => ran(n, n < 3 ? 'supported' : 'partial'));
    expect(dispensable(entries, 1).map(({ run: id }) => id)).toEqual(['r-2', 'r-4', 'r-5']);
    expect(dispensable(entries, 99)).toEqual([]);
  });

  it('never changes a date of any cell', () => {
    const status = fc.constantFrom<Status>(
      'supported',
      'partial',
      'unsupported',
      'blocked',
      'errored',
      'not-run',
    );
    const history = fc.array(fc.tuple(status, status), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(history, fc.nat(4), (statuses, keep) => {
        const entries = statuses.map(([one, two], n) =>
          run(n + 1, result(one, day(n + 1)), { ...result(two, day(n + 1)), case: 'chat/vision:m@1:sweden' }),
        );
        const gone = dispensable(entries, keep);
        const dates = (of: readonly HistoryEntry[]) =>
          Object.fromEntries([...timesOf(of)].map(([cell, { points: _, ...rest }]) => [cell, rest]));
        expect(dates(entries.filter((entry) => !gone.includes(entry)))).toEqual(dates(entries));
        expect(entries.slice(-keep || entries.length).some((entry) => keep > 0 && gone.includes(entry))).toBe(
          false,
        );
      }),
    );
  });
});

describe('the folder', () => {
  it('takes a run once, gives all back oldest first, and lets one go', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'history-')), 'deep', 'history');
    try {
      expect(readHistory(folder)).toEqual([]);
      const [late, early] = [ran(4, 'partial'), ran(2, 'supported')];
      expect(appendHistory(folder, late)).toBe(entryName(late));
      expect(appendHistory(folder, early)).toBe(entryName(early));
      expect(appendHistory(folder, late)).toBeNull();
      writeFileSync(join(folder, 'README.md'), 'mine');
      expect(readHistory(folder)).toEqual([early, late]);
      removeFromHistory(folder, early);
      expect(readdirSync(folder).sort()).toEqual([entryName(late), 'README.md']);
      const file = join(folder, entryName(late));
      writeFileSync(file, readFileSync(file, 'utf8').replace('"partial"', '"supported"'));
      expect(() => readHistory(folder)).toThrow(/was changed after it was written/);
    } finally {
      rmSync(join(folder, '..', '..'), { recursive: true, force: true });
    }
  });
});
