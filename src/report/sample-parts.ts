/** Made-up results, observations and cells, one of each kind on demand. For the report's tests only. */
import type { CheckResult } from '../checks/check.ts';
import type { Claim } from '../claims/types.ts';
import type { Api } from '../matrix/types.ts';
import type { Assessment, CaseResult, Cell, Evidence, Observation, Status } from '../verdict/types.ts';

const passed = (id: string): CheckResult => ({
  id,
  severity: 'must',
  outcome: 'passed',
  message: `${id} holds`,
  violations: [],
});
const PASSED = ['schema.response', 'usage.total', 'stream.envelope', 'error.envelope'].map(passed);
const FAILED: CheckResult = {
  id: 'stream.sequence',
  severity: 'must',
  outcome: 'failed',
  message: 'sequence numbers rise by one, from zero',
  exchange: 0,
  violations: [
    {
      check: 'stream.sequence',
      severity: 'must',
      pointer: '/sequence_number',
      message: 'the sequence number jumps from 3 to 5',
      expected: '4',
      found: '5',
      reference: 'https://learn.example/streaming#order',
      event: 4,
    },
  ],
};

/** A result with everything a cell can show. */
export function sampleResult(at: string, status: Status, more: Partial<CaseResult> = {}): CaseResult {
  const [featureId = '', modelId = ''] = at.split(':');
  const target = modelId.startsWith('ref-') ? 'reference' : 'sweden';
  return {
    type: 'result',
    case: `${at}:${target}`,
    feature: featureId,
    model: modelId,
    target,
    targetKind: target === 'reference' ? 'reference' : 'azure',
    status,
    reason: status === 'supported' ? '' : `made-up reason for ${status}`,
    notRun: status === 'not-run' ? 'no-recording' : null,
    checks: status === 'partial' ? [...PASSED, FAILED] : status === 'not-run' ? [] : PASSED,
    drift:
      status === 'partial'
        ? [{ kind: 'unknown-field', pointer: '/output/{i}/phase', schema: 'Response' }]
        : [],
    error:
      status === 'unsupported' || status === 'blocked'
        ? {
            class: status === 'blocked' ? 'throttled' : 'unsupported-operation',
            entry: status === 'blocked' ? null : 'operation-not-supported',
            status,
            httpStatus: status === 'blocked' ? 429 : 400,
            code: status === 'blocked' ? '429' : 'OperationNotSupported',
            type: null,
            param: null,
            message: 'The operation does not work with the specified model.',
            envelope: 'a',
          }
        : null,
    evidence: {
      mode: 'replay',
      observedLiveAt: status === 'not-run' ? null : '2026-11-02T14:05:00Z',
      replayedAt: '2026-11-21T08:00:00Z',
      cassette: status === 'not-run' ? null : `recordings/${target}/${featureId}/${modelId}.json`,
      sha256: 'ab'.repeat(32),
    },
    region: target === 'reference' ? null : 'swedencentral',
    surface: 'v1',
    modelEchoed: modelId.replace('@', '-'),
    usage: { requests: 1, inputTokens: 30, outputTokens: 12 },
    leftovers: [],
    durationMs: 412,
    ...more,
  };
}

function observation(at: string, status: Exclude<Status, 'not-run'>, date: string | null): Observation {
  const [featureId = '', modelId = ''] = at.split(':');
  return {
    id: `obs-${at}`,
    model: modelId.split('@')[0] ?? '',
    version: null,
    api: featureId.slice(0, featureId.indexOf('/')) as Api,
    feature: featureId,
    targetKind: 'azure',
    status,
    errorClass: status === 'unsupported' ? 'unsupported-operation' : null,
    checks: {
      passed: ['schema.response', 'usage.total'],
      failed: status === 'partial' ? ['stream.sequence'] : [],
    },
    region: 'East US 2',
    date,
    dateSource: date === null ? null : 'response header',
    fidelity: 'headers filtered',
    citation: {
      repository: 'example/sdk',
      commit: '0123456789abcdef0123456789abcdef01234567',
      path: 'tests/cassettes/chat.yaml',
      index: '0',
      license: 'MIT',
    },
  };
}

export function sampleEvidence(
  at: string,
  kind: Evidence['kind'],
  status: Status,
  date: string | null,
): Evidence {
  const base = {
    kind,
    status,
    observedAt: date,
    region: kind === 'observation' ? 'East US 2' : 'swedencentral',
    versionInferred: kind === 'observation',
  };
  if (kind === 'observation' && status !== 'not-run')
    return { ...base, observation: observation(at, status, date) };
  return { ...base, result: sampleResult(at, status) };
}

export function sampleCell(
  at: string,
  status: Cell['status'],
  assessment: Assessment,
  evidence: readonly Evidence[],
  claims: readonly Claim[],
): Cell {
  const [featureId = '', modelId = ''] = at.split(':');
  return {
    model: modelId,
    feature: featureId,
    targetKind: 'azure',
    status,
    evidence,
    observedAt: evidence[0]?.observedAt ?? null,
    mixed: false,
    claims: claims.map((each) => each.id),
    assessment,
  };
}
