/** The snippets of the feed, executed against the reference target with what was seen of its models. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import OpenAI from 'openai';
import { afterAll, describe, expect, it } from 'vitest';
import { claimsOf } from '../material/claims.ts';
import { guideOf } from '../material/guide.ts';
import { readCatalogue } from '../matrix/index.ts';
import type { Model } from '../matrix/types.ts';
import { DEFAULT_KEY, serveReference } from '../reference/index.ts';
import { feedOf, handlingSnippet, pythonSnippet, typescriptSnippet } from '../report/feed/index.ts';
import { buildReport } from '../report/index.ts';
import { buildCells } from '../verdict/cells.ts';
import type { Observation } from '../verdict/types.ts';
import { HOME } from './published.fixture.ts';

const NAMES = ['ref-general', 'ref-reasoning', 'ref-responses-only', 'ref-chat-only'];
const MESSAGES = [{ role: 'user' as const, content: 'Say hello.' }];
/** What the guide's example sends to every model, and what people add to it. */
const OPTIONS = { temperature: 0.7, top_p: 0.5, max_tokens: 4000, reasoning_effort: 'low' };
/** A value for each parameter whose answer the feed asks for. */
const PROBES: Readonly<Record<string, unknown>> = {
  temperature: 0.7,
  top_p: 0.5,
  presence_penalty: 0.5,
  frequency_penalty: 0.5,
  logprobs: true,
  max_tokens: 64,
  reasoning_effort: 'low',
  reasoning: { effort: 'low' },
};

const reference = await serveReference();
const base = `${reference.url}/openai/v1/`;
const catalogue = readCatalogue(HOME);
const guide = guideOf(HOME, catalogue, claimsOf(HOME, catalogue).claims);
const models = catalogue.models
  .filter(({ name }) => NAMES.includes(name))
  .map((model): Model => ({ ...model, publisher: 'other' }));
const feed = feedOf(await reportOfReference());

const folder = mkdtempSync(join(tmpdir(), 'aoai-snippets-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
file('call_model.py', pythonSnippet(feed, guide.snippets.python));
file('remedy.py', handlingSnippet(guide, 'en'));
const typescript = file('call-model.ts', typescriptSnippet(feed, guide.snippets.typescript));

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await reference.close();
});

/** Asks each model plainly and with each parameter, and reports what was seen as a published table would. */
async function reportOfReference() {
  const asked = guide.file.parameters.flatMap(({ api, feature, names: [name = ''] }) => {
    const value = PROBES[name];
    return feature === undefined || value === undefined ? [] : [{ api, feature, extra: { [name]: value } }];
  });
  const plain = [
    { api: 'chat', feature: 'chat/completion', extra: {} },
    { api: 'responses', feature: 'responses/create', extra: {} },
  ];
  const observations: Observation[] = [];
  for (const model of models) {
    for (const { api, feature, extra } of [...plain, ...asked]) {
      const accepted = await isAccepted(api, { model: model.name, ...extra });
      observations.push(observed(model, feature, accepted));
    }
  }
  return buildReport({
    generatedAt: '2026-11-21T00:00:00Z',
    models,
    features: catalogue.features,
    cells: buildCells({ models, features: catalogue.features, results: [], observations, claims: [] }),
    results: [],
    header: null,
    footer: null,
    claims: [],
    sources: [],
    recordings: new Map(),
    guide,
  });
}

async function isAccepted(api: string, extra: object): Promise<boolean> {
  const body = api === 'chat' ? { messages: MESSAGES, ...extra } : { input: MESSAGES, ...extra };
  const answer = await fetch(`${base}${api === 'chat' ? 'chat/completions' : 'responses'}`, {
    method: 'POST',
    headers: { 'api-key': DEFAULT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.text();
  return answer.ok;
}

function observed(model: Model, feature: string, accepted: boolean): Observation {
  const api = feature.startsWith('chat/') ? 'chat' : 'responses';
  const refusal = feature.endsWith('completion') || feature.endsWith('create') ? 'operation' : 'parameter';
  return {
    id: `${feature}:${model.id}`,
    model: model.name,
    version: model.version,
    api,
    feature,
    targetKind: 'azure',
    status: accepted ? 'supported' : 'unsupported',
    errorClass: accepted ? null : `unsupported-${refusal}`,
    checks: { passed: [], failed: [] },
    region: null,
    date: '2026-11-21',
    dateSource: null,
    fidelity: 'wire',
    citation: { repository: 'a/b', commit: '0', path: 'c', index: '0', license: 'MIT' },
  };
}

describe('the feed of what was seen of the reference target', () => {
  it('names the API of each model', () => {
    const used = Object.fromEntries(feed.models.map(({ name, use }) => [name, use]));
    expect(used['ref-responses-only']).toBe('responses');
    expect(used['ref-chat-only']).toBe('chat');
  });

  it('leaves out what was refused, with the error that was seen', () => {
    const model = feed.models.find(({ name }) => name === 'ref-reasoning');
    const request = model?.requests.chat;
    expect(request?.omit).toEqual(expect.arrayContaining(['temperature', 'top_p', 'max_tokens']));
    expect(request?.instead).toEqual({ max_tokens: 'max_completion_tokens' });
    expect(request?.parameters.find(({ name }) => name === 'temperature')).toMatchObject({
      says: 'no',
      basis: 'evidence',
      date: '2026-11-21',
      error: { class: 'unsupported-parameter', basis: 'evidence' },
    });
    const general = feed.models.find(({ name }) => name === 'ref-general');
    expect(general?.requests.chat?.omit).not.toContain('temperature');
  });

  it('has no request for an API that the model lacks, and says which error to expect', () => {
    const model = feed.models.find(({ name }) => name === 'ref-responses-only');
    expect(model?.requests.chat).toBeUndefined();
    expect(model?.apis.chat).toMatchObject({ says: 'no', error: { class: 'unsupported-operation' } });
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Call {
  readonly model: string;
  readonly naive?: boolean;
}

/** Asynchronous, since the server that Python calls lives in this process. */
function python(calls: readonly Call[]): Promise<Record<string, unknown>[]> {
  const script = join(import.meta.dirname, 'openai.fixture.py');
  return new Promise((resolve, reject) => {
    const child = execFile('python3', [script, base, DEFAULT_KEY, folder], (error, out) =>
      error === null
        ? resolve(
            out
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line)),
          )
        : reject(error),
    );
    child.stdin?.end(
      calls.map((call) => `${JSON.stringify({ ...call, messages: MESSAGES, options: OPTIONS })}\n`).join(''),
    );
  });
}

describe.skipIf(!hasPython)('call_model.py', () => {
  it('gets an answer from every model where one call for all of them does not', async () => {
    const answers = await python(NAMES.map((model) => ({ model })));
    for (const [at, { text }] of answers.entries())
      expect([NAMES[at], text]).toEqual([NAMES[at], expect.stringMatching(/./)]);
    const naive = await python(NAMES.map((model) => ({ model, naive: true })));
    expect(naive.filter(({ status }) => status === 400).length).toBeGreaterThan(1);
  });

  it('refuses a model that the feed does not know', async () => {
    expect(await python([{ model: 'gpt-0' }])).toEqual([{ unknown: expect.stringContaining('gpt-0') }]);
  });

  it('finds the remedy of what the service refuses, in remedy.py', async () => {
    const [operation, parameter] = await python([
      { model: 'ref-responses-only', naive: true },
      { model: 'ref-reasoning', naive: true },
    ]);
    expect(operation?.remedy).toContain('Call the API that the model offers');
    expect(parameter?.remedy).toMatch(/parameter|value/);
  });
});

describe('call-model.ts', () => {
  const client = new OpenAI({ baseURL: base, apiKey: DEFAULT_KEY, maxRetries: 0 });

  it.each(NAMES)('gets an answer from %s', async (name) => {
    const { callModel } = await import(/* @vite-ignore */ pathToFileURL(typescript).href);
    expect(await callModel(client, name, MESSAGES, OPTIONS)).toMatch(/./);
  });

  it('refuses a model that the feed does not know', async () => {
    const { callModel } = await import(/* @vite-ignore */ pathToFileURL(typescript).href);
    await expect(callModel(client, 'gpt-0', MESSAGES)).rejects.toThrow('gpt-0');
  });
});
