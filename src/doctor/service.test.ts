import { describe, expect, it } from 'vitest';
import { classifyError, shippedCatalogue } from '../checks/errors/index.ts';
import { azureTarget } from '../matrix/sample.fixture.ts';
import type { Target } from '../matrix/types.ts';
import type { Answer } from './ask.ts';
import { examineService } from './service.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const target = (over: Partial<Target> = {}) =>
  azureTarget({ endpoint: 'https://a.openai.azure.com', ...over });
const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: new Headers(headers),
  body,
  error: status < 400 ? null : classifyError({ status, body, inStream: false }, shippedCatalogue()),
  broken: null,
});
const apim = (status: number, message: string) =>
  answer(status, { error: { code: String(status), message } });
const examined = (given: Answer, over: Partial<Target> = {}) =>
  examineService(
    target(over),
    async () => given,
    () => NOW,
  );
const MODELS = { object: 'list', data: [{ id: 'a' }, { id: 'b' }] };

describe('a service', () => {
  it('that answers is open, and says what was looked at', async () => {
    const { findings, open } = await examined(answer(200, MODELS, { date: 'Fri, 20 Nov 2026 12:00:01 GMT' }));
    expect(open).toBe(true);
    expect(findings).toMatchObject([
      { check: 'auth', outcome: 'ok', says: 'the token is taken' },
      {
        check: 'surface',
        outcome: 'ok',
        says: 'v1 answers, 2 models are on offer; this request cost nothing',
      },
      { check: 'clock', outcome: 'ok' },
    ]);
  });

  it.each<[string, Answer, Partial<Target>, object]>([
    [
      'a token without a role',
      apim(401, 'Principal does not have access to API/Operation.'),
      {},
      {
        check: 'auth',
        says: 'the token is not taken (401)',
        remedy: expect.stringMatching(
          /role Cognitive Services OpenAI User .*cognitiveservices\.azure\.com\/\.default/,
        ),
      },
    ],
    [
      'a wrong key',
      apim(401, 'Access denied due to invalid subscription key or wrong API endpoint.'),
      { auth: 'api-key', keyVariable: 'KEY_OF_SWEDEN' },
      { check: 'auth', says: 'the key is not taken (401)', remedy: expect.stringContaining('KEY_OF_SWEDEN') },
    ],
    [
      'a closed network',
      apim(403, 'Access denied due to Virtual Network/Firewall rules.'),
      {},
      {
        check: 'auth',
        says: expect.stringContaining('network rules'),
        remedy: expect.stringContaining('Networking'),
      },
    ],
    [
      'another surface',
      apim(404, 'Resource not found'),
      {},
      { check: 'surface', outcome: 'failed', says: 'v1 is not answered as such (404)' },
    ],
    [
      'an unknown api-version',
      apim(400, 'API version not supported'),
      { surface: '2020-01-01' },
      { check: 'surface', outcome: 'failed', says: '2020-01-01 is not answered as such (400)' },
    ],
    ['a page for people', answer(404, '<html>'), { kind: 'azure' }, { check: 'surface', outcome: 'failed' }],
  ])('with %s is not asked further', async (_, given, over, expected) => {
    const { findings, open } = await examined(given, over);
    expect(open).toBe(false);
    expect(findings).toContainEqual(expect.objectContaining({ outcome: 'failed', ...expected }));
  });

  it('that gives no answer at all says how the line broke', async () => {
    const { findings, open } = await examined({ ...answer(200, null), status: 0, broken: 'ECONNRESET' });
    expect({ findings, open }).toMatchObject({
      open: false,
      findings: [
        {
          check: 'surface',
          outcome: 'failed',
          says: 'no answer: the connection was broken off (ECONNRESET)',
        },
      ],
    });
  });

  it('of another kind may lack the list of models', async () => {
    const { findings, open } = await examined(apim(404, 'x'), { kind: 'openai-compatible', auth: 'api-key' });
    expect(open).toBe(true);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'surface', outcome: 'warning' }));
  });

  it.each([
    ['12:00:29', 'ok'],
    ['12:01:00', 'warning'],
    ['11:50:00', 'failed'],
  ])('whose date is %s makes the clock %s', async (time, outcome) => {
    const { findings } = await examined(answer(200, MODELS, { date: `Fri, 20 Nov 2026 ${time} GMT` }));
    expect(findings).toContainEqual(expect.objectContaining({ check: 'clock', outcome }));
  });
});
