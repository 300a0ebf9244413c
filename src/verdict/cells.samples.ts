/** Small catalogue and builders of results, observations and claims for the tests of cells. */
import type { Claim } from '../claims/types.ts';
import { sampleModel } from '../matrix/sample.fixture.ts';
import type { Feature } from '../matrix/types.ts';
import { buildCells, type CellsInput } from './cells.ts';
import type { CaseResult, Observation, Status } from './types.ts';

export const featureOf = (id: string, api: Feature['api'], more: Partial<Feature> = {}): Feature => ({
  id,
  api,
  title: { en: id, 'zh-CN': id, 'zh-TW': id },
  scope: 'model',
  kinds: ['general', 'reasoning'],
  estimate: { requests: 1, inputTokens: 1, outputTokens: 1 },
  source: 'page',
  ...more,
});

export const GPT = 'gpt-4.1@2025-04-14';
export const catalogue = {
  models: [
    sampleModel(GPT),
    sampleModel('gpt-4o@2024-05-13'),
    sampleModel('gpt-4o@2024-08-06'),
    sampleModel('gpt-image-1@2025-04-15', { kind: 'image' }),
    sampleModel('ref-general@2026-11-01', { publisher: 'reference' }),
  ],
  features: [
    featureOf('chat/completion', 'chat'),
    featureOf('chat/streaming', 'chat'),
    featureOf('responses/create', 'responses'),
    featureOf('service/region', 'service', { scope: 'target', kinds: [] }),
  ],
};

export interface ResultChange extends Partial<CaseResult> {
  readonly mode?: CaseResult['evidence']['mode'];
  readonly at?: string | null;
  readonly replayed?: string | null;
}

export function resultOf({
  mode = 'live',
  at = '2026-11-20T02:00:00Z',
  replayed = null,
  ...change
}: ResultChange): CaseResult {
  const model = change.model ?? GPT;
  const feature = change.feature ?? 'chat/completion';
  const target = change.target ?? 'sweden';
  return {
    type: 'result',
    case: `${feature}:${model}:${target}`,
    feature,
    model,
    target,
    targetKind: 'azure',
    status: 'supported',
    reason: '',
    notRun: null,
    checks: [],
    drift: [],
    error: null,
    evidence: { mode, observedLiveAt: at, replayedAt: replayed, cassette: null, sha256: null },
    region: target,
    surface: 'v1',
    modelEchoed: null,
    usage: { requests: 1, inputTokens: 1, outputTokens: 1 },
    leftovers: [],
    durationMs: 1,
    ...change,
  };
}

export const observationOf = (change: Partial<Observation>): Observation => ({
  id: JSON.stringify(change),
  model: 'gpt-4.1',
  version: '2025-04-14',
  api: 'chat',
  feature: 'chat/completion',
  targetKind: 'azure',
  status: 'supported',
  errorClass: null,
  checks: { passed: [], failed: [] },
  region: null,
  date: '2026-03-01',
  dateSource: null,
  fidelity: 'wire',
  citation: { repository: 'a/b', commit: 'c', path: 'd', index: '0', license: 'MIT' },
  ...change,
});

export const claimOf = (subject: Claim['subject'], statement: Claim['statement'] = 'supported'): Claim => ({
  id: `page#${JSON.stringify(subject)}${statement}`,
  source: 'page',
  topic: 'support',
  subject,
  statement,
  where: 'here',
});

export const build = (input: Partial<CellsInput>) =>
  buildCells({ ...catalogue, results: [], observations: [], claims: [], ...input });

export const day = (date: number, time = '02:00') => `2026-11-${String(date).padStart(2, '0')}T${time}:00Z`;
export const live = (status: Status, at: string | null, target = 'sweden') =>
  resultOf({ status, at, target });
export const replay = (status: Status, at: string | null, replayed = day(21)) =>
  resultOf({ status, at, mode: 'replay', replayed });
export const seen = (status: Observation['status'], date: string | null = '2026-03-01') =>
  observationOf({ status, date });
