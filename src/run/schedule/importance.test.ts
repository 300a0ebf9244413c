import { expect, it } from 'vitest';
import { sampleCase } from '../../matrix/sample.fixture.ts';
import { byImportance, type Seen } from './importance.ts';

const CASES = ['old', 'refused', 'new', 'broken', 'recorded', 'blocked', 'recent'].map((id) =>
  sampleCase({ id }),
);
const HISTORY: Readonly<Record<string, Seen>> = {
  old: { status: 'supported', at: '2026-01-01T00:00:00Z' },
  refused: { status: 'unsupported', at: '2026-03-01T00:00:00Z' },
  broken: { status: 'partial', at: '2026-11-01T00:00:00Z' },
  recorded: { status: null, at: '2026-02-01T00:00:00Z' },
  blocked: { status: 'blocked', at: '2026-11-20T00:00:00Z' },
  recent: { status: 'supported', at: '2026-11-20T00:00:00Z' },
};

it('what was never seen goes first, then what failed, then the oldest evidence', () => {
  const ordered = byImportance(CASES, new Map(Object.entries(HISTORY)));
  expect(ordered.map(({ id }) => id)).toEqual([
    'new',
    'blocked',
    'broken',
    'old',
    'recorded',
    'refused',
    'recent',
  ]);
});
