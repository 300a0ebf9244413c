/** Made-up catalogue for the report's tests: real-looking models and features, none of their facts checked. */
import type { Api, Feature, Model, ModelKind } from '../matrix/types.ts';

const ALL_KINDS: readonly ModelKind[] = ['general', 'reasoning', 'chat', 'codex'];

function feature(id: string, title: string, kinds = ALL_KINDS, scope: Feature['scope'] = 'model'): Feature {
  const api = id.slice(0, id.indexOf('/')) as Api;
  const estimate = { requests: 1, inputTokens: 40, outputTokens: 60 };
  return {
    id,
    api,
    title: { en: title, 'zh-CN': title, 'zh-TW': title },
    scope,
    kinds,
    estimate,
    source: id,
  };
}

export const SAMPLE_FEATURES: readonly Feature[] = [
  feature('chat/completion', 'Completion'),
  feature('chat/streaming', 'Streaming'),
  feature('chat/temperature', 'Temperature'),
  feature('chat/function-calling', 'Function calling'),
  feature('chat/structured-outputs', 'Structured outputs'),
  feature('chat/vision', 'Image input', ['general', 'reasoning', 'chat']),
  feature('responses/create', 'Create'),
  feature('responses/streaming', 'Streaming'),
  feature('responses/retrieve', 'Retrieve'),
  feature('responses/background', 'Background'),
  feature('responses/function-calling', 'Function calling'),
  feature('responses/file-base64', 'PDF input'),
  feature('responses/mcp', 'MCP'),
  feature('responses/reasoning', 'Reasoning effort', ['reasoning', 'codex']),
  feature('files/upload', 'Upload', ALL_KINDS, 'target'),
  feature('service/region', 'Region header', ALL_KINDS, 'target'),
  feature('service/auth', 'Sign-in refused', ALL_KINDS, 'target'),
];

function model(
  name: string,
  version: string,
  series: string,
  kind: ModelKind,
  more: Partial<Model> = {},
): Model {
  return {
    id: `${name}@${version}`,
    name,
    version,
    series,
    kind,
    publisher: 'openai',
    lifecycle: 'generally-available',
    sources: [],
    ...more,
  };
}

export const SAMPLE_MODELS: readonly Model[] = [
  model('gpt-4.1', '2025-04-14', 'GPT-4.1', 'general', { context: 1047576, maxOutput: 32768 }),
  model('gpt-4.1-mini', '2025-04-14', 'GPT-4.1', 'general', { context: 1047576, maxOutput: 32768 }),
  model('gpt-4.1-nano', '2025-04-14', 'GPT-4.1', 'general', { lifecycle: 'retired', retires: '2026-10-14' }),
  model('gpt-5', '2025-08-07', 'GPT-5', 'reasoning', { context: 400000, access: 'registration' }),
  model('gpt-5-mini', '2025-08-07', 'GPT-5', 'reasoning', { context: 400000 }),
  model('gpt-5-chat', '2025-10-03', 'GPT-5', 'chat', { lifecycle: 'preview', context: 128000 }),
  model('gpt-5-pro', '2025-10-06', 'GPT-5', 'reasoning', { access: 'registration' }),
  model('gpt-5-codex', '2025-09-15', 'GPT-5', 'codex'),
  model('gpt-5.2', '2025-12-11', 'GPT-5.2', 'reasoning'),
  model('gpt-5.2-codex', '2026-01-14', 'GPT-5.2', 'codex'),
  model('gpt-4o', '2024-11-20', 'GPT-4o', 'general'),
  model('gpt-4o-mini', '2024-07-18', 'GPT-4o', 'general'),
  model('gpt-35-turbo', '0125', 'GPT-3.5', 'general', { lifecycle: 'retired', vision: false }),
  model('o1-mini', '2024-09-12', 'o-series', 'reasoning', { lifecycle: 'retired', retires: '2025-10-27' }),
  model('o4-mini', '2025-04-16', 'o-series', 'reasoning', { lifecycle: 'deprecated', retires: '2026-10-16' }),
  model('ref-general', '1', 'Reference', 'general', { publisher: 'reference' }),
  model('ref-responses-only', '1', 'Reference', 'reasoning', { publisher: 'reference' }),
];
