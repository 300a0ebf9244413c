import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { azureTarget, sampleCase } from '../matrix/sample.fixture.ts';
import type { Case } from '../matrix/types.ts';
import { cassettePath } from '../wire/index.ts';
import { historyOf } from './history.ts';
import { notRunResult } from './prepare.ts';

const root = mkdtempSync(join(tmpdir(), 'aoai-history-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const caseOf = (feature: string): Case =>
  sampleCase({ id: `chat/${feature}:m:sweden`, feature: `chat/${feature}`, model: 'm' });

function record(item: Case, text: string): void {
  const file = cassettePath(root, item);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

it('knows the status and time of an earlier row, else the date of a recording, else nothing', () => {
  const [ran, recorded, damaged, unknown] = ['ran', 'recorded', 'damaged', 'unknown'].map(caseOf);
  if (!ran || !recorded || !damaged || !unknown) throw new Error('four cases');
  record(recorded, JSON.stringify({ lineage: { recordedAt: '2026-05-01T00:00:00Z' } }, null, 2));
  record(damaged, 'not a recording');
  const row = notRunResult(ran, azureTarget(), 'live');
  const evidence = { ...row.evidence, observedLiveAt: '2026-11-01T00:00:00Z' };
  const history = historyOf([ran, recorded, damaged, unknown], root, [
    { ...row, status: 'partial', notRun: null, evidence },
  ]);
  expect([...history]).toEqual([
    [ran.id, { status: 'partial', at: '2026-11-01T00:00:00Z' }],
    [recorded.id, { status: null, at: '2026-05-01T00:00:00Z' }],
  ]);
});
