import { describe, expect, it } from 'vitest';
import { expectedOf } from './estimate.ts';
import { smallCatalogue } from './small-catalogue.ts';
import type { Feature, FeatureEstimate, Model } from './types.ts';

const [anyFeature] = smallCatalogue.features;
const modelOf = (name: string): Model => {
  const model = smallCatalogue.models.find((one) => one.name === name);
  if (model === undefined) throw new Error(`no ${name}`);
  return model;
};

function expected(estimate: Partial<FeatureEstimate>, model: Model) {
  if (anyFeature === undefined) throw new Error('there is no feature');
  const feature: Feature = {
    ...anyFeature,
    estimate: { requests: 3, inputTokens: 100, outputTokens: 50, ...estimate },
  };
  return expectedOf(feature, model, smallCatalogue);
}

/** low 100, medium 400, high 800 tokens of thought. */
const thinker = modelOf('o3-mini');
const efforts = ['none', 'low', 'high'] as const;

describe('what a feature is expected to take', () => {
  it.each<[string, Partial<FeatureEstimate>, Model, number]>([
    ['a model that does not think', {}, modelOf('gpt-4.1'), 0],
    ['one answer by default', {}, thinker, 400],
    ['several answers', { answers: 3 }, thinker, 1_200],
    ['no token, thus no answer', { outputTokens: 0 }, thinker, 0],
    ['an effort that the model documents', { effort: 'low', answers: 2 }, thinker, 200],
    ['an effort that it does not', { effort: 'none' }, thinker, 400],
    ['every effort, and none asked for', { effort: 'every' }, thinker, 100 + 400 + 800 + 400],
    ['a default that is documented', {}, { ...thinker, reasoning: { efforts, default: 'none' } }, 0],
    ['no default and no medium', {}, { ...thinker, reasoning: { efforts: ['high'] } }, 800],
    ['a model of which no effort is documented', {}, modelOf('gpt-5'), 400],
  ])('thinks as it will: %s', (_, estimate, model, thoughtTokens) => {
    const { outputTokens } = { outputTokens: 50, ...estimate };
    expect(expected(estimate, model)).toMatchObject({
      thoughtTokens,
      outputTokens: outputTokens + thoughtTokens,
    });
  });

  it('pays for tools beside the tokens', () => {
    const { usd, toolsUsd } = expected({ tools: { code_interpreter: 2 } }, modelOf('gpt-4.1'));
    expect(toolsUsd).toBeCloseTo(0.06);
    expect(usd).toBeCloseTo(0.06 + (100 * 2 + 50 * 8) / 1_000_000);
  });

  it('names every price that is not known, and counts the others', () => {
    const { usd, unpriced } = expected({ tools: { web_search: 1, code_interpreter: 1 } }, modelOf('gpt-5'));
    expect(unpriced).toEqual(['gpt-5@2025-08-07', 'web_search']);
    expect(usd).toBeCloseTo(0.03);
  });
});
