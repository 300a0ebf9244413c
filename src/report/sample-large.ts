/** Made-up input of any size, for the benchmark and the test of the page's size. Nothing here was observed. */
import type { Claim } from '../claims/types.ts';
import type { Model } from '../matrix/types.ts';
import type { Cell, Status } from '../verdict/types.ts';
import type { RecordedCase, ReportInput } from './model.ts';
import { SAMPLE_EXCHANGE, sampleInput } from './sample.ts';
import { SAMPLE_FEATURES } from './sample-catalogue.ts';
import { sampleCell, sampleEvidence } from './sample-parts.ts';

const FEATURES = 40;
const STATUSES: readonly Status[] = [
  'supported',
  'supported',
  'supported',
  'unsupported',
  'partial',
  'blocked',
  'supported',
];

/** At least `count` cells, each with evidence, every second one with a claim, every third with a recording. */
export function largeInput(count: number): ReportInput {
  const base = sampleInput();
  const [pattern] = SAMPLE_FEATURES;
  if (pattern === undefined) return base;
  const features = Array.from({ length: FEATURES }, (_, n) => {
    const api = n < FEATURES / 2 ? ('chat' as const) : ('responses' as const);
    return { ...pattern, id: `${api}/feature-${n}`, api };
  });
  const models = Array.from({ length: Math.ceil(count / FEATURES) }, (_, n): Model => {
    const [name, version] = [`gpt-${n}`, '2025-04-14'];
    const id = `${name}@${version}`;
    return {
      id,
      name,
      version,
      series: `Series ${n % 12}`,
      kind: 'general',
      publisher: 'openai',
      lifecycle: 'unknown',
      sources: [],
    };
  });
  const cells: Cell[] = [];
  const claims: Claim[] = [];
  const recordings = new Map<string, RecordedCase>();
  models.forEach((model, row) => {
    features.forEach((feature, column) => {
      const at = `${feature.id}:${model.id}`;
      const n = row * FEATURES + column;
      const status = STATUSES[n % STATUSES.length] ?? 'supported';
      const evidence = sampleEvidence(at, n % 3 === 0 ? 'replay' : 'observation', status, '2026-03-02');
      const said: Claim[] = n % 2 === 0 ? [claimOf(at, model.name, feature.id)] : [];
      claims.push(...said);
      cells.push(sampleCell(at, status, said.length === 0 ? 'undocumented' : 'confirmed', [evidence], said));
      const path = evidence.result?.evidence.cassette;
      if (path) recordings.set(path, { exchanges: [SAMPLE_EXCHANGE], lineage: { target: 'sweden' } });
    });
  });
  return { ...base, models, features, cells, claims, results: [], recordings };
}

function claimOf(at: string, model: string, feature: string): Claim {
  return {
    id: `guide#${at}`,
    source: 'guide',
    topic: 'support',
    subject: { model, feature },
    statement: 'supported',
    where: 'table “Models”',
    quote: `${model} | yes`,
  };
}
