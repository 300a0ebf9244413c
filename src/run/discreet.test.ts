import { describe, expect, it } from 'vitest';
import type { CaseResult } from '../verdict/types.ts';
import { createRedactor } from '../wire/index.ts';
import { discreet } from './discreet.ts';

const KEY = 'kQ7-vogel-schluessel-93';
const HOST = 'contoso-prod.openai.azure.com';

const check = (message: string) => ({
  id: 'right-answers',
  severity: 'must' as const,
  outcome: 'failed' as const,
  message,
  violations: [{ check: 'right-answers', severity: 'must' as const, pointer: '', message }],
});

/** Every word that came from a client names the key and the host. */
function resultWith(words: string): CaseResult {
  return {
    type: 'result',
    case: 'chat/completion:gpt-4.1@2025-04-14:sweden',
    feature: 'chat/completion',
    model: 'gpt-4.1@2025-04-14',
    target: 'sweden',
    targetKind: 'azure',
    status: 'partial',
    reason: `accepted, but ${words}`,
    notRun: null,
    checks: [check(words)],
    drift: [{ kind: 'unknown-field', pointer: '/x', schema: 'S', value: words }],
    error: {
      class: 'auth',
      entry: 'invalid-subscription-key',
      status: 'blocked',
      httpStatus: 401,
      code: words,
      type: null,
      param: words,
      message: words,
      envelope: 'v1',
    },
    evidence: {
      mode: 'record',
      observedLiveAt: '2026-11-20T02:23:00.000Z',
      replayedAt: null,
      cassette: 'recordings/sweden/chat/completion/gpt-4.1@2025-04-14.json',
      sha256: 'a'.repeat(64),
    },
    region: 'swedencentral',
    surface: 'v1',
    modelEchoed: words,
    usage: { requests: 1, inputTokens: 2, outputTokens: 3 },
    leftovers: [`file ${words}`],
    durationMs: 4,
  } as unknown as CaseResult;
}

describe('a result as it may be written', () => {
  it('tells nothing that the client was told, wherever a scenario or a check quotes it', () => {
    const redactor = createRedactor({ secrets: [KEY], aliases: { [HOST]: 'sweden' } });
    const told = discreet(resultWith(`at ${HOST} with ${KEY}`), redactor);
    const text = JSON.stringify(told);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(HOST);
    // It stays a sentence about the same thing.
    expect(told.reason).toMatch(/^accepted, but at .*sweden.* with /);
    expect(told.checks[0]?.message).toBe(told.checks[0]?.violations[0]?.message);
  });

  it('is what it was where nothing is to be hidden', () => {
    const result = resultWith('one choice is returned');
    expect(discreet(result, createRedactor({ secrets: [KEY] }))).toEqual(result);
  });

  it('keeps ids, dates and paths, though a resource may be called as a part of them is', () => {
    const result = resultWith('one choice is returned');
    // Names somebody gave to a resource, a group and an account; they are words of the case as well.
    const redactor = createRedactor({ secrets: ['swedencentral', 'completion', 'recordings', '2026-11-20'] });
    const { case: id, feature, model, target, evidence, region } = discreet(result, redactor);
    expect({ case: id, feature, model, target, evidence, region }).toEqual({
      case: result.case,
      feature: result.feature,
      model: result.model,
      target: result.target,
      evidence: result.evidence,
      region: result.region,
    });
  });

  it('hides what is learnt on the way, such as the token of a request', () => {
    const redactor = createRedactor({});
    redactor.learn(KEY);
    expect(JSON.stringify(discreet(resultWith(KEY), redactor))).not.toContain(KEY);
  });
});
