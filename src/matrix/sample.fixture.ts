/** A target, a model and a case for tests, which state only what they are about. */
import type { Case, Model, Target } from './types.ts';

/** An Azure resource on the v1 surface that takes tokens; without an endpoint, as where its variable is unset. */
export const azureTarget = (over: Partial<Target> = {}): Target => ({
  name: 'sweden',
  kind: 'azure',
  surface: 'v1',
  auth: 'entra',
  mcpServerUrl: '',
  picture: { url: '', shows: [] },
  ...over,
});

/** A generally available model by its id, `name@version`. */
export const sampleModel = (id: string, over: Partial<Model> = {}): Model => ({
  id,
  name: id.split('@')[0] ?? id,
  version: id.split('@')[1] ?? '',
  series: 'S',
  kind: 'general',
  publisher: 'openai',
  lifecycle: 'generally-available',
  sources: [],
  ...over,
});

/** Chat completion of one model at `sweden`. */
export const sampleCase = (over: Partial<Case> = {}): Case => ({
  id: 'chat/completion:gpt-4.1@2025-04-14:sweden',
  feature: 'chat/completion',
  api: 'chat',
  model: 'gpt-4.1@2025-04-14',
  carrier: 'gpt-4.1@2025-04-14',
  target: 'sweden',
  deployment: 'gpt-4.1',
  ...over,
});
