import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { callsOf, feedOf, renderFeed } from '../report/feed/index.ts';
import { buildReport } from '../report/index.ts';
import { sampleInput } from '../report/sample.ts';
import { hostileInput } from '../report/sample-hostile.ts';
import { HOME, publishedReport } from './published.fixture.ts';

const report = await publishedReport();
const feed = feedOf(report);
const calls = callsOf(feed);
if (report.guide === null) throw new Error('the committed report has a guide');
const { guide } = report;

describe('the published feed', () => {
  it.each([
    ['what is committed', feed],
    ['the sample', feedOf(buildReport({ ...sampleInput(), guide }))],
    ['hostile text', feedOf(buildReport({ ...hostileInput(), guide }))],
  ])('is valid against its schema, for %s', (_, of) => {
    const schema = JSON.parse(readFileSync(join(HOME, 'fixtures/schemas/feed.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    validate(JSON.parse(renderFeed(of)));
    expect(validate.errors ?? []).toEqual([]);
    expect(of.models.length).toBeGreaterThan(10);
  });

  // What the guide that people kept by hand has wrong in its example (rows 1, 8 and 12 of those judged).
  it.each([
    'gpt-5-pro',
    'gpt-5.1-codex',
    'gpt-5.1-codex-mini',
    'gpt-5.2-codex',
    'gpt-5.3-codex',
    'gpt-5-codex',
  ])('calls %s through Responses, with input', (name) => {
    expect(calls.get(name)?.api).toBe('responses');
    expect(feed.foreign.responses.instead.messages).toBe('input');
  });

  it.each(['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5.1', 'gpt-5.2', 'gpt-5.4', 'gpt-5.5'])(
    'sends %s no temperature',
    (name) => {
      expect(calls.get(name)?.omit).toContain('temperature');
    },
  );

  it.each(['gpt-4.1', 'gpt-4o', 'gpt-4o-mini'])('sends %s the temperature', (name) => {
    expect(calls.get(name)?.omit).not.toContain('temperature');
  });

  it('sends reasoning models max_completion_tokens on chat', () => {
    const model = feed.models.find(({ name }) => name === 'gpt-5');
    expect(model?.requests.chat?.instead).toEqual({ max_tokens: 'max_completion_tokens' });
    expect(model?.reasoning?.efforts).toContain('minimal');
  });

  it('says of a model without chat which error to expect, and that documents alone say so', () => {
    const model = feed.models.find(({ name }) => name === 'gpt-5-pro');
    expect(model?.apis.chat).toMatchObject({
      says: 'no',
      basis: 'documents',
      error: { class: 'unsupported-operation', entries: expect.arrayContaining(['operation-not-supported']) },
    });
  });

  it('sends every reasoning model of OpenAI max_completion_tokens on chat, whoever speaks about it', () => {
    const reasoning = report.series
      .flatMap(({ models }) => models)
      .filter(({ publisher, kind }) => publisher === 'openai' && kind === 'reasoning');
    const requests = feed.models
      .filter(({ id }) => reasoning.some((model) => model.id === id))
      .flatMap(({ id, requests: { chat } }) => (chat === undefined ? [] : [{ id, ...chat }]));
    expect(requests.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['o1-mini@2024-09-12', 'gpt-6-astra@2026-09-03']),
    );
    for (const { id, omit, instead } of requests)
      expect([id, omit.includes('max_tokens'), instead.max_tokens]).toEqual([
        id,
        true,
        'max_completion_tokens',
      ]);
  });

  it('calls no model that has retired or that no region and no schedule lists', () => {
    for (const name of ['o1', 'o3-mini', 'codex-mini', 'gpt-5-chat', 'grok-4-fast-non-reasoning'])
      expect(calls.has(name)).toBe(false);
    for (const name of ['gpt-35-turbo', 'gpt-4', 'o1-mini']) expect(calls.has(name)).toBe(false);
    for (const { retired, use } of feed.models) expect(retired && use !== null).toBe(false);
  });
});
