import { describe, expect, it } from 'vitest';
import type { Inventory } from '../inventory/index.ts';
import { assess } from '../verdict/assess.ts';
import { claimsAbout, indexClaims } from './about.ts';
import { conflicts } from './conflicts.ts';
import { declaredClaims } from './declared.ts';
import type { Claim, ClaimSource } from './types.ts';

const MODEL = 'gpt-5.2-codex@2026-01-14';
const inventory = (over: Partial<Inventory>): Inventory => ({
  target: 'sweden',
  discovered: '2026-11-20',
  asked: ['resource-manager'],
  deployments: [],
  models: [],
  unknown: [],
  ...over,
});
const declared = (over: Partial<Inventory>) => declaredClaims([inventory(over)], new Set([MODEL]));
const page: ClaimSource = {
  id: 'page',
  title: 'The page',
  url: 'https://example.com',
  date: '2026-07-30',
  language: 'en',
  retrieved: '2026-11-01',
  authority: 'vendor-documentation',
};
const onPage: Claim = {
  id: 'page#chat',
  source: 'page',
  topic: 'support',
  subject: { model: 'gpt-5.2-codex', api: 'chat' },
  statement: 'unsupported',
  where: 'table',
};

describe('what a resource declares', () => {
  it('becomes dated claims with their place, one a capability that means something here', () => {
    const { sources, claims } = declared({
      models: [
        {
          id: MODEL,
          capabilities: { area: 'EUR', chatCompletion: 'true', maxOutputToken: '128000', responses: 'False' },
        },
      ],
    });
    expect(sources).toMatchObject([{ id: 'arm-sweden', date: '2026-11-20', authority: 'arm', url: null }]);
    expect(claims.map(({ subject, statement, value }) => [subject, statement, value])).toEqual([
      [{ model: MODEL, api: 'chat' }, 'supported', undefined],
      [{ model: MODEL, parameter: 'max-output-tokens' }, 'value', 128000],
      [{ model: MODEL, api: 'responses' }, 'unsupported', undefined],
    ]);
    expect(claims[0]).toMatchObject({
      id: `arm-sweden#${MODEL}/chatCompletion`,
      where: `model ${MODEL}`,
      quote: 'chatCompletion: true',
    });
  });

  it('is heard of a deployment where the model itself is silent, once', () => {
    const deployment = { name: 'prod', model: MODEL, state: 'Succeeded' };
    const { claims } = declared({
      models: [{ id: MODEL, capabilities: { chatCompletion: 'true' } }],
      deployments: [{ ...deployment, capabilities: { chatCompletion: 'false', responses: 'true' } }],
    });
    expect(claims.map(({ where, statement }) => [where, statement])).toEqual([
      [`model ${MODEL}`, 'supported'],
      ['deployment prod', 'supported'],
    ]);
  });

  it('makes no claim about a model without a row, and no source without a claim', () => {
    expect(declared({ models: [{ id: 'other@1', capabilities: { chatCompletion: 'true' } }] })).toEqual({
      sources: [],
      claims: [],
    });
  });

  it('is in conflict with a document that says otherwise, and the cell is disputed until somebody looks', () => {
    const { sources, claims } = declared({
      models: [{ id: MODEL, capabilities: { chatCompletion: 'true' } }],
    });
    const all = [...claims, onPage];
    expect(conflicts(all, [...sources, page])).toMatchObject([
      {
        subject: `${MODEL} chat/completion`,
        sides: [{ says: 'no' }, { says: 'yes' }],
        kind: 'open',
      },
    ]);
    const about = claimsAbout(indexClaims(all), { model: MODEL, feature: 'chat/completion' });
    expect(assess(about, 'unknown')).toBe('disputed');
    expect(assess(about, 'unsupported')).toBe('contradicted');
  });

  it('disagrees between two resources as two documents do', () => {
    const at = (target: string, chatCompletion: string) =>
      inventory({ target, models: [{ id: MODEL, capabilities: { chatCompletion } }] });
    const { sources, claims } = declaredClaims(
      [at('sweden', 'true'), at('norway', 'false')],
      new Set([MODEL]),
    );
    expect(conflicts(claims, sources)).toMatchObject([{ kind: 'open' }]);
  });
});
