/** A catalogue small enough to know by heart, for tests of what is built on it. */
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { loadMatrix } from './load.ts';
import type { Matrix } from './types.ts';

export const smallSources = {
  models: {
    file: 'models.yaml',
    text: `
sources:
  page: { url: https://example.com/models, date: 2026-09-01 }
models:
  - { id: gpt-4.1@2025-04-14, series: GPT-4.1, kind: general, lifecycle: legacy, retires: 2027-04-14, vision: true, sources: [page] }
  - { id: gpt-5@2025-08-07, series: GPT-5, kind: reasoning, lifecycle: generally-available, retires: 2027-02-09, vision: true, sources: [page] }
  - { id: gpt-5-chat@2025-08-07, series: GPT-5, kind: chat, lifecycle: retired, retires: 2026-06-29, sources: [page] }
  - { id: gpt-5-chat@2025-10-03, series: GPT-5, kind: chat, lifecycle: retired, retires: 2026-05-13, sources: [page] }
  - { id: o3-mini@2025-01-31, series: o-series, kind: reasoning, lifecycle: unknown, vision: false, reasoning: { efforts: [low, medium, high], default: medium }, sources: [page] }
  - { id: gpt-image-1@2025-04-15, series: GPT-Image, kind: image, lifecycle: preview, sources: [page] }
  - { id: ref-general@2026-11-01, series: Reference, kind: general, publisher: reference, lifecycle: generally-available, vision: true, sources: [page] }
  - { id: ref-chat-only@2026-11-01, series: Reference, kind: chat, publisher: reference, lifecycle: generally-available, sources: [page] }
`,
  },
  features: {
    file: 'features.yaml',
    text: `
features:
  - { id: chat/completion, title: { en: Chat, zh-CN: 聊天, zh-TW: 聊天 }, kinds: [general, reasoning, chat], estimate: { requests: 1, inputTokens: 100, outputTokens: 200 }, source: https://example.com/chat }
  - { id: responses/create, title: { en: Create, zh-CN: 创建, zh-TW: 建立 }, kinds: [general, reasoning, chat], estimate: { requests: 2, inputTokens: 100, outputTokens: 200 }, source: https://example.com/create }
  - { id: responses/file-base64, title: { en: PDF, zh-CN: PDF, zh-TW: PDF }, kinds: [general, reasoning, chat], needsVision: true, estimate: { requests: 1, inputTokens: 1000, outputTokens: 200 }, source: https://example.com/pdf }
  - { id: files/upload, title: { en: Upload, zh-CN: 上传, zh-TW: 上傳 }, scope: target, kinds: [general, reasoning], estimate: { requests: 3, inputTokens: 0, outputTokens: 0 }, source: https://example.com/upload }
`,
  },
  prices: {
    file: 'prices.yaml',
    text: `
sources:
  list: { url: https://example.com/prices, date: 2026-08-06 }
thought:
  source: list
  tokens: { none: 0, minimal: 10, low: 100, medium: 400, high: 800, xhigh: 1600, max: 3200 }
tools:
  - { tool: code_interpreter, usd: 0.03, source: list }
prices:
  - { model: gpt-4.1@2025-04-14, input: 2, output: 8, source: list }
  - { model: o3-mini@2025-01-31, input: 1, output: 4, source: list }
`,
  },
  regions: {
    file: 'regions.yaml',
    text: `
sources:
  page: { url: https://example.com/regions, date: 2026-07-30 }
regions:
  - { name: swedencentral, cloud: public, source: page }
  - { name: eastus2, cloud: public, source: page }
  - { name: usgovvirginia, cloud: usgov, source: page }
`,
  },
  renames: {
    file: 'renames.yaml',
    text: 'renames: { features: { chat/complete: chat/completion }, models: {} }\n',
  },
};

export const smallCatalogue: Catalogue = loadCatalogue(smallSources);

/** A matrix over the small catalogue. */
export function smallMatrix(text: string, env: Readonly<Record<string, string | undefined>> = {}): Matrix {
  return loadMatrix({ file: 'matrix.yaml', text }, smallCatalogue, env);
}

/** One Azure target `sweden` and the reference target, everything selected. */
export const SMALL_MATRIX = `version: 1
targets:
  reference: { kind: reference }
  sweden: { kind: azure, endpoint: "\${ENDPOINT_SWEDEN}", region: swedencentral }
models: ["*"]
features: ["*"]
`;
