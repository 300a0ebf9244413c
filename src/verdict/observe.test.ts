import { describe, expect, it } from 'vitest';
import type { CheckResult, ClassifiedError, ErrorClass, ExchangeReport } from '../checks/check.ts';
import { sampleModel } from '../matrix/sample.fixture.ts';
import type { SourcedExchange } from '../wire/formats/index.ts';
import { observe, type Recogniser, type Seen } from './observe.ts';

const CATALOGUE = [
  sampleModel('gpt-4.1@2025-04-14'),
  sampleModel('gpt-4o@2024-08-06'),
  sampleModel('gpt-4o@2024-11-20'),
];

const SOURCED: SourcedExchange = {
  id: 'row',
  exchange: {
    request: {
      method: 'POST',
      origin: 'https://azure.recording.invalid',
      path: '/openai/v1/responses',
      query: {},
      headers: {},
      body: { kind: 'none' },
    },
    response: {
      status: 200,
      headers: { 'x-ms-region': 'East US 2' },
      body: { kind: 'none' },
      complete: true,
    },
  },
  operation: 'responses.create',
  hostKind: 'azure',
  recordedAt: '2026-03-01T10:00:00.000Z',
  recordedAtSource: 'date-header',
  fidelity: 'wire',
  synthetic: false,
  citation: { repository: 'a/b', commit: 'c0ffee', path: 'tests/x.yaml', index: '0', license: 'MIT' },
  hints: { model: null, streaming: false },
};

const SEEN: Seen = {
  operation: 'responses.create',
  status: 200,
  request: { model: 'gpt-4.1', background: true, secret: 'canary' },
  answer: { model: 'gpt-4.1', output: 'canary' },
  events: [],
  streaming: false,
  error: null,
};

const check = (id: string, outcome: CheckResult['outcome'], severity: CheckResult['severity'] = 'must') => ({
  id,
  severity,
  outcome,
  message: 'canary',
  violations: [],
});
const PASSED: ExchangeReport = { checks: [check('schema.response', 'passed')], drift: [], error: null };

const refused = (errorClass: ErrorClass, status: ClassifiedError['status'], param: string | null = null) => ({
  ...PASSED,
  error: {
    class: errorClass,
    entry: 'entry',
    status,
    httpStatus: 400,
    code: null,
    type: null,
    param,
    message: 'canary',
    envelope: 'openai',
  },
});

const BACKGROUND: Recogniser = {
  feature: 'responses/background',
  recognise: ({ request }) =>
    typeof request === 'object' && request !== null && 'background' in request
      ? [{ id: 'echo', ok: true }]
      : null,
};

const NEVER: Recogniser = { feature: 'responses/mcp', recognise: () => null };

interface Change {
  readonly sourced?: Partial<SourcedExchange>;
  readonly seen?: Partial<Seen>;
  readonly report?: ExchangeReport;
  readonly recogniser?: Partial<Recogniser>;
}

function observed({ sourced = {}, seen = {}, report = PASSED, recogniser = {} }: Change = {}) {
  const recognisers = [NEVER, { ...BACKGROUND, ...recogniser }];
  return observe({ ...SOURCED, ...sourced }, { ...SEEN, ...seen }, report, recognisers, CATALOGUE);
}

const response = (change: object) => ({
  exchange: { ...SOURCED.exchange, response: { ...(SOURCED.exchange.response ?? never()), ...change } },
});
function never(): never {
  throw new Error('the sample has a response');
}

describe('observe', () => {
  it('makes one fact of each recognised feature, and takes nothing from the bodies', () => {
    const [observation, ...rest] = observed();
    expect(rest).toEqual([]);
    expect(observation).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      model: 'gpt-4.1',
      version: null,
      api: 'responses',
      feature: 'responses/background',
      targetKind: 'azure',
      status: 'supported',
      errorClass: null,
      checks: { passed: ['echo', 'schema.response'], failed: [] },
      region: 'eastus2',
      date: '2026-03-01',
      dateSource: 'date-header',
      fidelity: 'wire',
      citation: SOURCED.citation,
    });
    expect(JSON.stringify(observation)).not.toContain('canary');
  });

  it.each<[string, Change, string, string | null]>([
    [
      'a failed must',
      { report: { ...PASSED, checks: [...PASSED.checks, check('usage.total', 'failed')] } },
      'partial',
      null,
    ],
    [
      'a failed should',
      { report: { ...PASSED, checks: [...PASSED.checks, check('x', 'failed', 'should')] } },
      'supported',
      null,
    ],
    [
      "the feature's own failed check",
      { recogniser: { recognise: () => [{ id: 'echo', ok: false }] } },
      'partial',
      null,
    ],
    [
      'an answer that passes nothing',
      { report: { ...PASSED, checks: [] }, recogniser: { recognise: () => [] } },
      'errored',
      null,
    ],
    [
      'a status that is no success and no known error',
      { sourced: response({ status: 302 }) },
      'errored',
      null,
    ],
    [
      'a refused operation',
      { report: refused('unsupported-operation', 'unsupported') },
      'unsupported',
      'unsupported-operation',
    ],
    ['throttling', { report: refused('throttled', 'blocked') }, 'blocked', 'throttled'],
    [
      'a fault of the request',
      { report: refused('invalid-request', 'errored') },
      'errored',
      'invalid-request',
    ],
    ['an unknown error', { report: refused('unknown', 'unsupported') }, 'errored', 'unknown'],
    [
      'the refused parameter of the feature',
      { report: refused('unsupported-parameter', 'unsupported', 'background') },
      'unsupported',
      'unsupported-parameter',
    ],
    [
      'a refused parameter the feature names',
      {
        report: refused('unsupported-parameter', 'unsupported', 'tools[0].type'),
        recogniser: { parameters: ['tools'] },
      },
      'unsupported',
      'unsupported-parameter',
    ],
    [
      'a refusal that the feature consists of',
      { report: refused('auth', 'blocked'), recogniser: { refusalExpected: ['auth'] } },
      'supported',
      'auth',
    ],
  ])('%s', (_name, change, status, errorClass) => {
    expect(observed(change)).toMatchObject([{ status, errorClass }]);
  });

  it.each<[string, Change]>([
    ['was written or edited by hand', { sourced: { synthetic: true } }],
    ['has no answer', { sourced: { exchange: { ...SOURCED.exchange, response: null } } }],
    ['was cut off by its recorder', { sourced: response({ complete: false }) }],
    [
      'names no model but an alias',
      { seen: { request: { background: true, model: 'prod-41' }, answer: null } },
    ],
    [
      "refuses another feature's parameter",
      { report: refused('unsupported-parameter', 'unsupported', 'temperature') },
    ],
    ['refuses a parameter it does not name', { report: refused('unsupported-parameter', 'unsupported') }],
    [
      "is another service's own model",
      {
        sourced: { hostKind: 'other' },
        seen: { request: { background: true }, answer: { model: 'kimi-k2' } },
      },
    ],
    [
      'is of OpenAI and answers with another model than asked',
      { sourced: { hostKind: 'openai' }, seen: { answer: { model: 'gpt-4o' } } },
    ],
  ])('gives nothing where the exchange %s', (_name, change) => {
    expect(observed(change)).toEqual([]);
  });

  it('judges a feature of the service by what is around the answer, not by its body', () => {
    const around = { feature: 'service/surface-v1', scope: 'target' as const };
    const bodyFails = { ...PASSED, checks: [check('schema.response', 'failed')] };
    expect(observed({ report: bodyFails })[0]?.status).toBe('partial');
    expect(observed({ report: bodyFails, recogniser: around })[0]).toMatchObject({
      status: 'supported',
      checks: { passed: ['echo'], failed: [] },
    });
    const headerFails = { ...PASSED, checks: [check('headers.region', 'failed')] };
    expect(observed({ report: headerFails, recogniser: around })[0]?.status).toBe('partial');
  });

  it('gives nothing without a citation', () => {
    const { citation: _, ...uncited } = SOURCED;
    expect(observe(uncited, SEEN, PASSED, [BACKGROUND], CATALOGUE)).toEqual([]);
  });

  it('believes the model Azure names before the deployment, and the first event that names one', () => {
    const seen = {
      request: { background: true, model: 'gpt-4.1' },
      answer: null,
      events: [{ model: '' }, { model: 'gpt-4o-2024-11-20' }],
    };
    expect(observed({ seen })).toMatchObject([{ model: 'gpt-4o', version: '2024-11-20' }]);
    const events = [{ type: 'response.created', response: { model: 'gpt-4o-2024-08-06' } }];
    expect(observed({ seen: { ...seen, events } })).toMatchObject([{ version: '2024-08-06' }]);
  });

  it('takes a deployment path that is named as a model', () => {
    const exchange = {
      ...SOURCED.exchange,
      request: { ...SOURCED.exchange.request, path: '/openai/deployments/gpt-4o/chat/completions' },
    };
    expect(
      observed({ sourced: { exchange }, seen: { request: { background: 1 }, answer: null } }),
    ).toMatchObject([{ model: 'gpt-4o', version: null }]);
  });

  it('needs no model for a feature of the endpoint', () => {
    const recogniser: Partial<Recogniser> = { feature: 'files/upload', scope: 'target' };
    const seen = { request: { background: 1 }, answer: null };
    expect(observed({ recogniser, seen })).toMatchObject([{ model: '-', api: 'files' }]);
    expect(observed({ recogniser, seen, sourced: { hostKind: 'other' } })).toEqual([]);
  });

  it('keeps the model of a compatible service that the catalogue knows', () => {
    expect(observed({ sourced: { hostKind: 'other' } })).toMatchObject([
      { targetKind: 'other', model: 'gpt-4.1' },
    ]);
  });

  it('gives a fact the same id each time, and another feature or exchange another', () => {
    const [first] = observed();
    expect(observed({ report: refused('throttled', 'blocked') })[0]?.id).toBe(first?.id);
    expect(observed({ recogniser: { feature: 'responses/create' } })[0]?.id).not.toBe(first?.id);
    const citation = { ...(SOURCED.citation ?? never()), index: '1' };
    expect(observed({ sourced: { citation } })[0]?.id).not.toBe(first?.id);
  });

  it.each([
    ['<b>here</b>', null],
    ['Sweden Central', 'swedencentral'],
    ['', null],
  ])('takes the region header %j for %j', (header, region) => {
    expect(observed({ sourced: response({ headers: { 'x-ms-region': header } }) })).toMatchObject([
      { region },
    ]);
  });
});
