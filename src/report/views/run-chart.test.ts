import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryOf, sketchesOf } from '../../history/index.ts';
import type { Status } from '../../verdict/types.ts';
import { readLocale } from '../locale.ts';
import { sampleResult } from '../sample-parts.ts';
import { runChart } from './run-chart.ts';

const locale = readLocale(join(import.meta.dirname, '..', '..', '..'), 'en');

function run(day: string, statuses: readonly Status[], model = 'gpt-4.1@2025-04-14') {
  const results = statuses.map((status, n) => sampleResult(`chat/f-${n}:${model}`, status));
  const header = { run: day, startedAt: `${day}T02:00:00Z`, mode: 'live' as const };
  return entryOf(header, results, ({ targetKind }) => (targetKind === 'reference' ? 'reference' : 'azure'));
}

describe('the chart of the runs', () => {
  const sketches = sketchesOf([
    run('2026-11-02', ['supported', 'unsupported', 'partial', 'blocked']),
    run('2026-11-01', ['supported', 'supported']),
  ]);

  it('has a column a run, oldest first, as high as the cases it asked', () => {
    const chart = runChart(sketches, 'real', locale);
    expect(chart?.columns).toEqual([
      { x: 0, width: 425, parts: [{ kind: 'supported', y: 50, height: 50 }] },
      {
        x: 500,
        width: 425,
        parts: [
          { kind: 'supported', y: 75, height: 25 },
          { kind: 'partial', y: 50, height: 25 },
          { kind: 'unsupported', y: 25, height: 25 },
          { kind: 'blocked', y: 0, height: 25 },
        ],
      },
    ]);
    expect(chart).toMatchObject({ top: '4', from: '2026-11-01', to: '2026-11-02' });
    expect(chart?.key.map(({ kind }) => kind)).toEqual(['supported', 'partial', 'unsupported', 'blocked']);
  });

  it('is not drawn for one run, nor for a place that nobody asked', () => {
    expect(runChart(sketches.slice(1), 'real', locale)).toBeNull();
    expect(runChart(sketches, 'reference', locale)).toBeNull();
  });

  it('never mixes the reference target with real ones', () => {
    const both = sketchesOf([
      run('2026-11-01', ['supported'], 'ref-general@1'),
      run('2026-11-02', ['supported'], 'ref-general@1'),
    ]);
    expect(runChart(both, 'real', locale)).toBeNull();
    expect(runChart(both, 'reference', locale)?.columns).toHaveLength(2);
  });

  it('belongs to turns that pass over a run that was blocked', () => {
    const three = sketchesOf([
      run('2026-11-01', ['supported']),
      run('2026-11-02', ['blocked']),
      run('2026-11-03', ['partial']),
    ]);
    expect(three.map(({ turns }) => turns)).toEqual([
      [],
      [],
      [{ case: 'chat/f-0:gpt-4.1@2025-04-14:sweden', from: 'supported', to: 'partial' }],
    ]);
  });
});
