import { describe, expect, it } from 'vitest';
import { claimsAbout, indexClaims, speaksOfFeature } from './about.ts';
import type { Claim } from './types.ts';

const claim = (
  subject: Claim['subject'],
  statement: Claim['statement'] = 'supported',
  more: Partial<Claim> = {},
): Claim => ({
  id: `page#${JSON.stringify(subject)}/${statement}`,
  source: 'page',
  topic: 'support',
  subject,
  statement,
  where: 'here',
  ...more,
});

const finds = (one: Claim, model: string, feature: string) =>
  claimsAbout(indexClaims([one]), { model, feature }).length === 1;

describe('claimsAbout', () => {
  const gpt5 = 'gpt-5@2025-08-07';
  it.each<[string, Claim, string, string, boolean]>([
    ['a name covers every version', claim({ model: 'gpt-5', feature: 'chat/seed' }), gpt5, 'chat/seed', true],
    ['an id covers its version', claim({ model: gpt5, feature: 'chat/seed' }), gpt5, 'chat/seed', true],
    [
      'an id covers no other version',
      claim({ model: 'gpt-5@2026-01-01', feature: 'chat/seed' }),
      gpt5,
      'chat/seed',
      false,
    ],
    [
      'a name is no prefix',
      claim({ model: 'gpt-5', feature: 'chat/seed' }),
      'gpt-5-pro@2025-10-06',
      'chat/seed',
      false,
    ],
    [
      'a rule of the API covers every model',
      claim({ feature: 'responses/compact' }, 'unsupported'),
      gpt5,
      'responses/compact',
      true,
    ],
    [
      'chat supported counts for the completion',
      claim({ model: 'gpt-5', api: 'chat' }),
      gpt5,
      'chat/completion',
      true,
    ],
    [
      'chat supported promises no other feature',
      claim({ model: 'gpt-5', api: 'chat' }),
      gpt5,
      'chat/seed',
      false,
    ],
    [
      'responses supported counts for create',
      claim({ model: 'gpt-5', api: 'responses' }),
      gpt5,
      'responses/create',
      true,
    ],
    [
      'responses unsupported counts for each feature',
      claim({ model: 'gpt-5', api: 'responses' }, 'unsupported'),
      gpt5,
      'responses/mcp',
      true,
    ],
    [
      'and for create',
      claim({ model: 'gpt-5', api: 'responses' }, 'unsupported'),
      gpt5,
      'responses/create',
      true,
    ],
    [
      'and for no other API',
      claim({ model: 'gpt-5', api: 'responses' }, 'unsupported'),
      gpt5,
      'chat/completion',
      false,
    ],
    [
      'absence counts for create',
      claim({ model: 'gpt-5', api: 'responses' }, 'unsupported', { basis: 'absence' }),
      gpt5,
      'responses/create',
      true,
    ],
    [
      'absence says nothing of a feature',
      claim({ model: 'gpt-5', api: 'responses' }, 'unsupported', { basis: 'absence' }),
      gpt5,
      'responses/mcp',
      false,
    ],
  ])('%s', (_, one, model, feature, found) => {
    expect(finds(one, model, feature)).toBe(found);
  });

  it('finds a claim about a feature of scope target', () => {
    expect(finds(claim({ feature: 'service/entra-token' }), '-', 'service/entra-token')).toBe(true);
  });
});

describe('speaksOfFeature', () => {
  it.each<[string, Claim, boolean]>([
    ['a region', claim({ api: 'responses', region: 'uksouth' }, 'supported', { topic: 'region' }), false],
    [
      'a limit',
      claim({ model: 'gpt-5', parameter: 'context-window' }, 'value', { topic: 'limit', value: 400_000 }),
      false,
    ],
    [
      'a parameter of an API',
      claim({ api: 'responses', parameter: 'messages' }, 'unsupported', { topic: 'parameter' }),
      false,
    ],
    [
      'a parameter that a feature is about',
      claim({ feature: 'chat/temperature', parameter: 'temperature' }, 'unsupported', { topic: 'parameter' }),
      true,
    ],
    ['advice', claim({ feature: 'responses/mcp' }, 'supported', { topic: 'advice' }), false],
  ])('judges %s', (_, one, speaks) => {
    expect(speaksOfFeature(one)).toBe(speaks);
  });
});
