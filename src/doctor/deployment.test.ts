import { describe, expect, it } from 'vitest';
import { classifyError, shippedCatalogue } from '../checks/errors/index.ts';
import { azureTarget, sampleModel } from '../matrix/sample.fixture.ts';
import type { Model } from '../matrix/types.ts';
import type { Answer } from './ask.ts';
import { examineDeployment, examineQuota, examineRegion, type Probed } from './deployment.ts';

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: new Headers(headers),
  body,
  error: status < 400 ? null : classifyError({ status, body, inStream: false }, shippedCatalogue()),
  broken: null,
});
const refusal = (status: number, code: string, message: string, headers = {}) =>
  answer(status, { error: { code, message, type: 'invalid_request_error', param: null } }, headers);
const chat = (echoed: string) =>
  answer(200, { model: echoed, usage: { prompt_tokens: 8, completion_tokens: 16 } });
const WRONG_API = refusal(
  400,
  'OperationNotSupported',
  'The chatCompletion operation does not work with the specified model, gpt-5-codex. Please choose different model and try again.',
);
const PRICE = { input: 2, output: 8, source: { url: 'https://example.com', date: '2026-08-06' } };

/** Answers in this order; says how often it was asked. */
async function examined(
  answers: readonly Answer[],
  over: Partial<Model> = {},
  price: typeof PRICE | null = PRICE,
) {
  let asked = 0;
  const ask = async () => answers[asked++] ?? answer(500, null);
  const { told } = await examineDeployment(
    { model: sampleModel('gpt-4.1@2025-04-14', over), deployment: 'prod' },
    ask,
    price ?? undefined,
  );
  return { ...told, asked };
}

describe('a deployment', () => {
  it.each<[string, readonly Answer[], object]>([
    [
      'answers',
      [chat('gpt-4.1-2025-04-14')],
      {
        outcome: 'ok',
        says: 'prod: gpt-4.1@2025-04-14 answers on chat; this cost 24 tokens, about $0.00014',
        asked: 1,
      },
    ],
    ['echoes what was sent', [chat('prod')], { outcome: 'ok' }],
    [
      'is another model',
      [chat('gpt-4o-2024-11-20')],
      {
        outcome: 'warning',
        says: expect.stringContaining('as gpt-4o-2024-11-20, the matrix says gpt-4.1@2025-04-14'),
      },
    ],
    [
      'takes responses only',
      [WRONG_API, answer(200, { model: 'prod', usage: { input_tokens: 8, output_tokens: 16 } })],
      {
        outcome: 'ok',
        says: expect.stringContaining('answers on responses, and refuses chat; this cost 24 tokens'),
        asked: 2,
      },
    ],
    [
      'is not there',
      [refusal(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist.')],
      { outcome: 'failed', says: 'prod: there is no such deployment of gpt-4.1@2025-04-14', asked: 1 },
    ],
    [
      'is throttled',
      [
        refusal(
          429,
          '429',
          'Requests to the ChatCompletions_Create Operation have exceeded call rate limit of your current OpenAI S0 pricing tier.',
          { 'retry-after': '17' },
        ),
      ],
      { outcome: 'warning', says: 'prod: throttled at the moment, for 17 s' },
    ],
    [
      'thinks first',
      [
        refusal(
          400,
          'invalid_request_error',
          'Could not finish the message because max_tokens or model output limit was reached.',
        ),
      ],
      { outcome: 'ok' },
    ],
    [
      'is out of order',
      [answer(503, 'Service Unavailable')],
      { outcome: expect.stringMatching(/failed|warning/) },
    ],
    [
      'says nothing',
      [{ ...answer(200, null), status: 0, broken: 'ETIMEDOUT' }],
      { outcome: 'failed', says: 'prod: no answer (ETIMEDOUT)' },
    ],
  ])('that %s', async (_, answers, expected) => {
    expect(await examined(answers)).toMatchObject({ check: 'deployment', ...expected });
  });

  it('without a price never costs nothing', async () => {
    expect(await examined([chat('prod')], {}, null)).toMatchObject({
      says: expect.stringContaining('24 tokens, at a price that is not known'),
    });
  });

  it('of a model that paints is not asked', async () => {
    expect(await examined([], { kind: 'image' })).toMatchObject({ outcome: 'skipped', asked: 0 });
  });
});

describe('the region', () => {
  const target = azureTarget({ region: 'swedencentral' });
  const from = (region: string) => [answer(200, {}), answer(200, {}, { 'x-ms-region': region })];

  it.each([
    ['Sweden Central', 'ok'],
    ['East US 2', 'warning'],
  ])('of the header %s is %s', (region, outcome) => {
    expect(examineRegion(target, from(region))).toMatchObject({ check: 'region', outcome });
  });

  it('is skipped where no answer or no matrix names one', () => {
    expect(examineRegion(target, [answer(200, {})])).toMatchObject({ outcome: 'skipped' });
    const { region: _, ...nowhere } = target;
    expect(examineRegion(nowhere, from('East US'))).toMatchObject({ outcome: 'skipped' });
  });
});

describe('what is left', () => {
  const probed = (deployment: string, headers: Readonly<Record<string, string>>): Probed => ({
    probe: { model: sampleModel('gpt-4.1@2025-04-14'), deployment },
    told: { check: 'deployment', outcome: 'ok', says: '', remedy: '' },
    answer: answer(200, {}, headers),
  });
  const left = (requests: string, tokens: string) => ({
    'x-ratelimit-remaining-requests': requests,
    'x-ratelimit-limit-requests': '10',
    'x-ratelimit-remaining-tokens': tokens,
    'x-ratelimit-limit-tokens': '1000',
  });
  const limits = { concurrency: 8, caseTimeoutMs: 1000 };

  it('is told of the deployment that has least', () => {
    expect(
      examineQuota([probed('a', left('9', '900')), probed('b', left('5', '900'))], limits),
    ).toMatchObject({
      outcome: 'ok',
      says: 'b has 5 of 10 requests and 900 of 1000 tokens left this minute',
    });
  });

  it.each([
    ['nothing is left', left('0', '900'), limits],
    ['the matrix allows more', left('9', '900'), { ...limits, requestsPerMinute: 60 }],
    ['the matrix allows more tokens', left('9', '900'), { ...limits, tokensPerMinute: 1001 }],
  ])('is a warning where %s', (_, headers, given) => {
    expect(examineQuota([probed('a', headers)], given)).toMatchObject({ outcome: 'warning' });
  });

  it('is skipped where nobody says', () => {
    expect(examineQuota([probed('a', {})], limits)).toMatchObject({ outcome: 'skipped' });
    expect(examineQuota([probed('a', { 'x-ratelimit-remaining-requests': '1e9' })], limits)).toMatchObject({
      outcome: 'skipped',
    });
  });
});
