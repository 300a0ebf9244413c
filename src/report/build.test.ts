import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../claims/types.ts';
import { buildReport } from './build.ts';
import type { ReportInput } from './model.ts';
import { sampleInput } from './sample.ts';
import { SAMPLE_FEATURES, SAMPLE_MODELS } from './sample-catalogue.ts';
import { sampleCell, sampleEvidence, sampleResult } from './sample-parts.ts';

const AT = 'chat/completion:gpt-4.1@2025-04-14';
const CLAIM: Claim = {
  id: 'guide#1',
  source: 'guide',
  topic: 'support',
  subject: { model: 'gpt-4.1' },
  statement: 'supported',
  where: 'row 1',
};

function input(change: Partial<ReportInput> = {}): ReportInput {
  return { ...sampleInput(), cells: [], results: [], claims: [CLAIM], ...change };
}

describe('buildReport', () => {
  it('shows a cell that only a claim speaks about as documented, never as supported', () => {
    const { cells, totals } = buildReport(
      input({ cells: [sampleCell(AT, 'unknown', 'unverified', [], [CLAIM])] }),
    );
    expect(cells).toMatchObject([{ shown: 'documented', says: 'yes', basis: 'claim', status: 'unknown' }]);
    expect(totals.byStatus.supported).toBe(0);
    expect(totals.byBasis.claim).toBe(1);
  });

  it('shows a case that was not run as documented where a claim exists', () => {
    const evidence = [sampleEvidence(AT, 'replay', 'not-run', null)];
    const { cells } = buildReport(
      input({ cells: [sampleCell(AT, 'not-run', 'unverified', evidence, [CLAIM])] }),
    );
    expect(cells[0]?.shown).toBe('documented');
  });

  it('keeps the reference target out of the table and its counts, and in the self-test', () => {
    const results = [sampleResult('chat/completion:ref-general@1', 'supported')];
    const report = buildReport(input({ results }));
    expect(report.cells).toEqual([]);
    expect(
      report.series.flatMap((series) => series.models).some((model) => model.publisher === 'reference'),
    ).toBe(false);
    expect(report.totals.byStatus.supported).toBe(0);
    expect(report.selfTest.cells.map((cell) => cell.place)).toEqual(['reference']);
    expect(report.gaps).toEqual([]);
  });

  it('names the claims that the evidence speaks against, and no others', () => {
    const no: Claim = { ...CLAIM, id: 'learn#1', source: 'learn', statement: 'unsupported' };
    const evidence = [sampleEvidence(AT, 'live', 'unsupported', '2026-11-01')];
    const cell = sampleCell(AT, 'unsupported', 'contradicted', evidence, [CLAIM, no]);
    const { contradictions } = buildReport(input({ cells: [cell], claims: [CLAIM, no] }));
    expect(contradictions[0]?.refuted).toEqual([CLAIM]);
    expect(contradictions[0]?.says).toBe('differs');
  });

  it('counts empty cells as unknown, and not what the model is never asked', () => {
    const asked = SAMPLE_FEATURES.filter(
      (feature) => feature.id === 'responses/reasoning' || feature.id === 'chat/vision',
    );
    const { totals } = buildReport(
      input({ features: asked, models: SAMPLE_MODELS.filter((model) => model.id.startsWith('gpt-5.2')) }),
    );
    // chat/vision is not asked of codex models, responses/reasoning of both.
    expect(totals.cells).toBe(3);
    expect(totals.byStatus.unknown).toBe(3);
  });

  it('lists cells outside the catalogue instead of losing them', () => {
    const stray = sampleCell(
      'chat/completion:gpt-99@x',
      'supported',
      'undocumented',
      [sampleEvidence('chat/completion:gpt-99@x', 'live', 'supported', null)],
      [],
    );
    const { cells, unplaced } = buildReport(input({ cells: [stray] }));
    expect(cells).toEqual([]);
    expect(unplaced.map((cell) => cell.id)).toEqual(['chat/completion:gpt-99@x']);
  });

  it('keeps other providers out of the Azure table', () => {
    const { cells, elsewhere } = buildReport(sampleInput());
    expect(cells.every((cell) => cell.place === 'azure')).toBe(true);
    expect(elsewhere.map((cell) => cell.id)).toEqual(['chat/completion:gpt-5@2025-08-07:openai']);
  });

  it('says why cases are missing, most frequent first, with the error class of blocked ones', () => {
    const results = [
      sampleResult('chat/completion:gpt-4.1@2025-04-14', 'not-run'),
      sampleResult('chat/streaming:gpt-4.1@2025-04-14', 'not-run'),
      sampleResult('chat/streaming:gpt-5@2025-08-07', 'blocked'),
      sampleResult('chat/completion:gpt-5@2025-08-07', 'supported'),
    ];
    const { gaps } = buildReport(input({ results }));
    expect(gaps.map(({ kind, reason, cases }) => [kind, reason, cases])).toEqual([
      ['not-run', 'no-recording', 2],
      ['blocked', 'throttled', 1],
    ]);
  });

  it.each([
    ['2026-11-21', '30'],
    ['2026-10-22', '30'],
    ['2026-10-21', '90'],
    ['2026-08-01', '365'],
    ['2024-01-01', 'older'],
    ['no date', 'undated'],
    [null, 'undated'],
  ] as const)('puts evidence of %s into the age band %s', (date, band) => {
    const cell = sampleCell(
      AT,
      'supported',
      'undocumented',
      [sampleEvidence(AT, 'live', 'supported', date)],
      [],
    );
    const { totals } = buildReport(input({ cells: [cell] }));
    expect(totals.byAge[band]).toBe(1);
  });

  it('does not depend on the order of cells, results and claims', () => {
    const base = sampleInput();
    const expected = buildReport(base);
    const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    fc.assert(
      fc.property(
        shuffled(base.cells),
        shuffled(base.results),
        shuffled(base.claims),
        (cells, results, claims) => {
          expect(buildReport({ ...base, cells, results, claims })).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });
});
