import { describe, expect, it } from 'vitest';
import { sampleModel } from '../matrix/sample.fixture.ts';
import { resolveModel } from './model-name.ts';

const CATALOGUE = [
  sampleModel('gpt-4o-mini@2024-07-18'),
  sampleModel('gpt-4o@2024-08-06'),
  sampleModel('gpt-4o@2024-11-20'),
  sampleModel('gpt-4@0613'),
  sampleModel('gpt-4@turbo-2024-04-09'),
  sampleModel('gpt-35-turbo@0125'),
  sampleModel('gpt-35-turbo@1106'),
  sampleModel('gpt-5-chat@2025-08-07'),
  sampleModel('gpt-5-chat@2025-10-03'),
  sampleModel('codex-mini@2025-05-16'),
  sampleModel('grok-4@1'),
];

const resolve = (requested: string | null, echoed: string | null = null, deployment: string | null = null) =>
  resolveModel({ requested, echoed, deployment }, CATALOGUE);

describe('resolveModel', () => {
  it.each<[string, string, string | null, string | null, boolean]>([
    // text, name, version, id, inferred
    ['gpt-4o-mini-2024-07-18', 'gpt-4o-mini', '2024-07-18', 'gpt-4o-mini@2024-07-18', false],
    ['GPT-4o-mini', 'gpt-4o-mini', '2024-07-18', 'gpt-4o-mini@2024-07-18', true],
    ['gpt-4o', 'gpt-4o', null, null, false],
    ['gpt-4o@2024-11-20', 'gpt-4o', '2024-11-20', 'gpt-4o@2024-11-20', false],
    ['gpt-4o-2024-05-13', 'gpt-4o', '2024-05-13', null, false],
    ['openai/gpt-4o-2024-08-06', 'gpt-4o', '2024-08-06', 'gpt-4o@2024-08-06', false],
    ['gpt-3.5-turbo-0125', 'gpt-35-turbo', '0125', 'gpt-35-turbo@0125', false],
    ['gpt-3.5-turbo', 'gpt-35-turbo', null, null, false],
    ['gpt-35-turbo-1106', 'gpt-35-turbo', '1106', 'gpt-35-turbo@1106', false],
    ['gpt-3.5-turbo-0613', 'gpt-35-turbo', '0613', null, false],
    ['gpt-4-0613', 'gpt-4', '0613', 'gpt-4@0613', false],
    ['gpt-4-1106-preview', 'gpt-4', '1106-preview', null, false],
    ['gpt-4o-0806', 'gpt-4o', '0806', null, false],
    ['gpt-4-turbo-2024-04-09', 'gpt-4', 'turbo-2024-04-09', 'gpt-4@turbo-2024-04-09', false],
    ['gpt-5-chat-latest', 'gpt-5-chat', null, null, false],
    ['codex-mini-latest', 'codex-mini', '2025-05-16', 'codex-mini@2025-05-16', true],
    ['grok-4', 'grok-4', '1', 'grok-4@1', true],
  ])('%s', (text, name, version, modelId, versionInferred) => {
    expect(resolve(text)).toEqual({ name, version, modelId, versionInferred });
  });

  it.each<[string, string, string | null]>([
    ['DeepSeek-V3.1', 'deepseek-v3.1', null],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5', '20251001'],
    ['MAI-DS-R1', 'mai-ds-r1', null],
    ['Mistral-large-2411', 'mistral-large-2411', null],
    ['grok-4-fast-reasoning', 'grok-4-fast-reasoning', null],
    ['moonshotai/kimi-k2', 'moonshotai/kimi-k2', null],
    ['gpt-4o-search-preview-2025-03-11', 'gpt-4o-search-preview', '2025-03-11'],
    ['gpt-5.6-sol', 'gpt-5.6-sol', null],
    ['text-embedding-3-small', 'text-embedding-3-small', null],
  ])('%s is a model the catalogue does not have', (text, name, version) => {
    expect(resolve(text)).toEqual({ name, version, modelId: null, versionInferred: false });
  });

  it.each([
    'openllmetry-testing',
    'gpt-4o-mini-async-block-banana',
    'prod-41',
    'this-model-does-not-exist-12345',
    'my-gpt-4o',
    '<script>alert(1)</script>',
    '',
    'g'.repeat(500),
  ])('the alias %j is no model', (alias) => {
    expect(resolve(alias, null, alias)).toBeNull();
  });

  it('believes the answer before the request, and both before the deployment', () => {
    expect(resolve('openllmetry-testing', 'gpt-4o-mini-2024-07-18')?.modelId).toBe('gpt-4o-mini@2024-07-18');
    expect(resolve('gpt-4o-mini', 'gpt-4o-2024-11-20')?.modelId).toBe('gpt-4o@2024-11-20');
    expect(resolve(null, null, 'gpt-4o-mini')).toMatchObject({ modelId: 'gpt-4o-mini@2024-07-18' });
    expect(resolve('gpt-4o', 'DeepSeek-V3.1')?.name).toBe('deepseek-v3.1');
    expect(resolve('gpt-4o-mini', 'prod-41')?.name).toBe('gpt-4o-mini');
  });

  it('never takes gpt-4 for its turbo version, even where the catalogue has no other', () => {
    const only = [sampleModel('gpt-4@turbo-2024-04-09')];
    const gpt4 = { requested: 'gpt-4', echoed: 'gpt-4-0613', deployment: null };
    expect(resolveModel(gpt4, only)).toMatchObject({ name: 'gpt-4', version: '0613', modelId: null });
    expect(resolveModel({ ...gpt4, echoed: null }, only)).toBeNull();
  });

  it('takes the version from wherever it is stated for the same model', () => {
    expect(resolve('gpt-4o-2024-11-20', 'gpt-4o')?.modelId).toBe('gpt-4o@2024-11-20');
    expect(resolve('gpt-4-0613', 'gpt-4o')).toMatchObject({ name: 'gpt-4o', version: null });
  });
});
