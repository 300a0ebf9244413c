import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../build.ts';
import { readLocale } from '../locale.ts';
import type { ReportCell } from '../model.ts';
import { sampleInput } from '../sample.ts';
import { timeAxis } from './time-axis.ts';

const locale = readLocale(join(import.meta.dirname, '..', '..', '..'), 'en');
const sample = buildReport(sampleInput()).cells.find(({ evidence }) => evidence.length > 0);

function seenOn(...dates: readonly (string | null)[]): ReportCell[] {
  if (sample === undefined) throw new Error('the sample has evidence');
  const [evidence] = sample.evidence;
  if (evidence === undefined) throw new Error('the sample has evidence');
  return [{ ...sample, evidence: dates.map((observedAt) => ({ ...evidence, observedAt })) }];
}

describe("a model's days", () => {
  it('run from its release to its end, with what was seen in between', () => {
    const axis = timeAxis(
      { released: '2026-01-01', retires: '2026-01-11' },
      seenOn('2026-01-06', '2026-01-06T08:00:00Z', null),
      '2026-01-21T09:00:00Z',
      locale,
    );
    expect(axis?.spans).toEqual([
      { kind: 'alive', x: 0, width: 500 },
      { kind: 'gone', x: 500, width: 500 },
    ]);
    expect(axis?.seen.map(({ x }) => x)).toEqual([250]);
    expect(axis?.marks.map(({ kind, x, date }) => [kind, x, date])).toEqual([
      ['released', 0, '2026-01-01'],
      ['retires', 500, '2026-01-11'],
      ['today', 1000, '2026-01-21'],
    ]);
  });

  it('reach beyond the report to an end that is still to come', () => {
    const axis = timeAxis(
      { released: '2026-01-01', retires: '2026-01-21' },
      [],
      '2026-01-11T09:00:00Z',
      locale,
    );
    expect(axis?.spans).toEqual([{ kind: 'alive', x: 0, width: 1000 }]);
    expect(axis?.marks.find(({ kind }) => kind === 'today')?.x).toBe(500);
  });

  it('are not drawn where nothing is dated, or no date is one', () => {
    expect(timeAxis({}, [], '2026-01-11T09:00:00Z', locale)).toBeNull();
    expect(timeAxis({ released: 'soon' }, seenOn('yesterday'), '2026-01-11T09:00:00Z', locale)).toBeNull();
  });
});
