import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { type CatalogueSources, loadCatalogue } from './catalogue.ts';
import { smallCatalogue, smallSources } from './small-catalogue.ts';

function refusal(file: keyof CatalogueSources, from: string, to: string): string {
  const source = smallSources[file];
  expect(source.text).toContain(from);
  try {
    loadCatalogue({ ...smallSources, [file]: { ...source, text: source.text.replace(from, to) } });
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.describe();
    throw error;
  }
  throw new Error('the catalogue was accepted');
}

describe('the catalogue', () => {
  it('gives each model its name, version, publisher and the sources it cites', () => {
    expect(smallCatalogue.models[0]).toEqual({
      id: 'gpt-4.1@2025-04-14',
      name: 'gpt-4.1',
      version: '2025-04-14',
      series: 'GPT-4.1',
      kind: 'general',
      publisher: 'openai',
      lifecycle: 'legacy',
      retires: '2027-04-14',
      vision: true,
      sources: [{ url: 'https://example.com/models', date: '2026-09-01' }],
    });
  });

  it('gives each feature its API and scope', () => {
    expect(smallCatalogue.features.map(({ id, api, scope }) => [id, api, scope])).toEqual([
      ['chat/completion', 'chat', 'model'],
      ['files/upload', 'files', 'target'],
      ['responses/create', 'responses', 'model'],
      ['responses/file-base64', 'responses', 'model'],
    ]);
  });

  it('keeps prices with their source, and has none for a model without one', () => {
    expect(smallCatalogue.prices.get('gpt-4.1@2025-04-14')).toEqual({
      input: 2,
      output: 8,
      source: { url: 'https://example.com/prices', date: '2026-08-06' },
    });
    expect(smallCatalogue.prices.has('gpt-5@2025-08-07')).toBe(false);
  });
});

describe('a wrong catalogue is refused in words', () => {
  it.each([
    ['models', 'id: gpt-5@2025-08-07', 'id: gpt-5', 'name@version, as Azure deploys it'],
    ['models', 'id: o3-mini@2025-01-31', 'id: gpt-5@2025-08-07', '"gpt-5@2025-08-07" stands here twice'],
    ['models', 'sources: [page]', 'sources: [pgae]', 'no source "pgae", did you mean "page"?'],
    ['models', 'sources: [page]', 'sources: []', 'must NOT have fewer than 1 items'],
    ['models', 'sources: [page]', 'sources: [toString]', 'no source "toString"'],
    [
      'models',
      'retires: 2027-04-14',
      'released: 2028-01-01, retires: 2027-04-14',
      'retires (2027-04-14) before it is released (2028-01-01)',
    ],
    ['models', 'retires: 2027-04-14', 'retires: 2027-04-31', '"2027-04-31" is not a valid date'],
    ['models', 'kind: reasoning', 'kind: resoning', 'did you mean "reasoning"?'],
    ['models', 'default: medium', 'default: max', 'default effort of o3-mini@2025-01-31 (max) is none of'],
    ['models', 'efforts: [low, medium', 'efforts: [low, medum', 'did you mean "medium"?'],
    ['models', 'efforts: [low, medium, high]', 'efforts: []', 'must NOT have fewer than 1 items'],
    ['models', 'lifecycle: legacy', 'lifecyle: legacy', 'unknown key "lifecyle", did you mean "lifecycle"?'],
    ['models', 'date: 2026-09-01', 'day: 2026-09-01', 'key "date" is missing'],
    ['features', 'id: chat/completion', 'id: chats/completion', 'api/name'],
    ['features', 'id: responses/create', 'id: chat/completion', '"chat/completion" stands here twice'],
    ['features', 'zh-TW: 聊天', 'zh-HK: 聊天', 'key "zh-TW" is missing'],
    [
      'prices',
      'model: o3-mini@2025-01-31',
      'model: o3-mini@2025-01-30',
      'did you mean "o3-mini@2025-01-31"?',
    ],
    ['prices', 'model: o3-mini@2025-01-31', 'model: gpt-4.1@2025-04-14', 'stands here twice'],
    ['prices', 'input: 2', 'input: -2', 'must be >= 0'],
    ['prices', 'source: list', 'source: lst', 'no source "lst", did you mean "list"?'],
    ['regions', 'name: eastus2', 'name: swedencentral', '"swedencentral" stands here twice'],
    ['regions', 'cloud: usgov', 'cloud: gov', 'did you mean "usgov"?'],
  ] as const)('%s: %s → %s', (file, from, to, reason) => {
    expect(refusal(file, from, to)).toContain(reason);
  });

  it('at the line and column of the entry', () => {
    expect(refusal('models', 'kind: image', 'kind: picture')).toMatch(
      /^models\.yaml:10:\d+ \(\/models\/5\/kind\)/,
    );
  });
});
