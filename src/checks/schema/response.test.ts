import { describe, expect, it } from 'vitest';
import type { Operation } from '../../wire/operation.ts';
import type { CheckResult } from '../check.ts';
import { checkSchema } from './response.ts';
import { exchangeWith, jsonExchange, sample, streamOf, withValue } from './samples.ts';

const outcomes = (checks: readonly CheckResult[]) =>
  Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));

describe('checkSchema on JSON answers', () => {
  it.each<[Operation, string]>([
    ['chat.create', 'ChatCompletion'],
    ['responses.create', 'Response'],
    ['responses.retrieve', 'Response'],
    ['responses.cancel', 'Response'],
    ['responses.delete', 'ResponseDeleted'],
    ['responses.input-items', 'ResponseItemList'],
    ['responses.compact', 'CompactedResponse'],
    ['files.create', 'FileObject'],
    ['files.retrieve', 'FileObject'],
    ['files.list', 'FileList'],
    ['files.delete', 'FileDeleted'],
    ['models.list', 'ModelList'],
    ['models.retrieve', 'Model'],
    ['containers.create', 'ContainerRetrieveResponse'],
    ['containers.retrieve', 'ContainerRetrieveResponse'],
    ['containers.list', 'ContainerList'],
    ['containers.delete', 'ContainerDeleted'],
    ['container-files.create', 'FileRetrieveResponse'],
    ['container-files.retrieve', 'FileRetrieveResponse'],
    ['container-files.list', 'ContainerFileList'],
    ['container-files.delete', 'ContainerFileDeleted'],
    ['vector-stores.create', 'VectorStore'],
    ['vector-stores.retrieve', 'VectorStore'],
    ['vector-stores.list', 'VectorStoreList'],
    ['vector-stores.delete', 'VectorStoreDeleted'],
    ['vector-store-files.create', 'VectorStoreFile'],
    ['vector-store-files.retrieve', 'VectorStoreFile'],
    ['vector-store-files.list', 'VectorStoreFileList'],
    ['vector-store-files.delete', 'VectorStoreFileDeleted'],
  ])('%s answers with %s', (operation, name) => {
    const context = { hostKind: 'azure', operation } as const;
    const { checks, drift } = checkSchema(jsonExchange(sample(name)), [], context);
    expect(outcomes(checks)).toEqual({
      'schema.content-type': 'passed',
      'schema.json': 'passed',
      'schema.response': 'passed',
    });
    expect(drift).toEqual([]);
    const broken = checkSchema(jsonExchange(withValue(sample(name), '/object', 1)), [], context);
    expect(broken.checks.at(-1)).toMatchObject({ id: 'schema.response', outcome: 'failed' });
    expect(broken.checks.at(-1)?.violations).toHaveLength(1);
  });

  it('names pointer, found, expected, reference and event-free violation', () => {
    const exchange = jsonExchange(withValue(sample('Response'), '/usage/total_tokens', '12'));
    const { checks } = checkSchema(exchange, [], { hostKind: 'openai', operation: 'responses.create' });
    expect(checks.at(-1)?.violations).toEqual([
      {
        check: 'schema.response',
        severity: 'must',
        pointer: '/usage/total_tokens',
        message: '/usage/total_tokens is "12", expected number',
        expected: 'number',
        found: '"12"',
        reference: 'openai@7.55.0#ResponseUsage',
        suggestion: 'send the number 12 without quotes',
      },
    ]);
  });

  it('tells whose rule it is when the type is our own', () => {
    const filters = [
      { blocked: 'no', source_type: 'prompt', content_filter_results: {}, content_filter_offsets: null },
    ];
    const exchange = jsonExchange(withValue(sample('Response'), '/content_filters', filters));
    const { checks } = checkSchema(exchange, [], { hostKind: 'azure', operation: 'responses.create' });
    expect(
      checks
        .at(-1)
        ?.violations.map(({ reference }) => reference)
        .sort(),
    ).toEqual([
      'fixtures/schemas/types.ts#AzureContentFilter',
      'fixtures/schemas/types.ts#AzureContentFilterOffsets',
    ]);
  });

  it('tolerates on Azure what only Azure does', () => {
    const message = withValue(sample('ChatCompletion'), '/choices/0/message/content', undefined);
    const faults = (hostKind: 'azure' | 'openai') =>
      checkSchema(jsonExchange(message), [], { hostKind, operation: 'chat.create' }).checks.at(-1)?.violations
        .length;
    expect(faults('azure')).toBe(0);
    expect(faults('openai')).toBe(1);
  });

  it('tolerates in an old answer what was right at its time', () => {
    const old = withValue(sample('ChatCompletion'), '/choices/0/message/refusal', undefined);
    const faults = (created: number) =>
      checkSchema(jsonExchange(withValue(old, '/created', created)), [], {
        hostKind: 'openai',
        operation: 'chat.create',
      }).checks.at(-1)?.violations.length;
    expect(faults(Date.UTC(2024, 3, 25) / 1000)).toBe(0);
    expect(faults(Date.UTC(2026, 3, 25) / 1000)).toBe(1);
  });

  it.each([
    ['an empty body', exchangeWith({ kind: 'none' }, { headers: { 'content-type': 'application/json' } })],
    [
      'an HTML page',
      exchangeWith({ kind: 'text', text: '<!doctype html>' }, { headers: { 'content-type': 'text/html' } }),
    ],
    ['truncated JSON', exchangeWith({ kind: 'text', text: '{"id": "chatcmpl-1", ' })],
    ['an empty stream', exchangeWith({ kind: 'sse', text: '' })],
  ])('passes nothing on %s under status 200', (_words, exchange) => {
    const { checks } = checkSchema(exchange, [], { hostKind: 'azure', operation: 'chat.create' });
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it('leaves error answers to the error contract', () => {
    const error = sample('ErrorBody');
    const context = { hostKind: 'azure', operation: 'chat.create' } as const;
    for (const status of [200, 404]) {
      const { checks } = checkSchema(jsonExchange(error, { status }), [], context);
      expect(checks.map(({ id }) => id)).not.toContain('schema.response');
    }
  });

  it('says nothing about file contents, unknown operations and exchanges without answer', () => {
    const exchange = exchangeWith({ kind: 'binary', base64: 'AAAA' });
    expect(checkSchema(exchange, [], { hostKind: 'azure', operation: 'files.content' }).checks).toEqual([]);
    expect(checkSchema(exchange, [], { hostKind: 'azure', operation: 'other' }).checks).toEqual([]);
    const broken = { ...exchange, response: null };
    expect(checkSchema(broken, [], { hostKind: 'azure', operation: 'chat.create' }).checks).toEqual([]);
  });
});

describe('checkSchema on streams', () => {
  const responses = { hostKind: 'azure', operation: 'responses.create' } as const;
  const chat = { hostKind: 'azure', operation: 'chat.create' } as const;
  const delta = sample('ResponseTextDeltaEvent');

  it('passes a stream of good events, and [DONE]', () => {
    const { exchange, events } = streamOf([sample('ChatCompletionChunk'), '[DONE]']);
    expect(outcomes(checkSchema(exchange, events, chat).checks)).toEqual({
      'schema.content-type': 'passed',
      'schema.json': 'passed',
      'schema.event': 'passed',
    });
  });

  it('accepts the prelude of Azure on Azure, and on OpenAI not', () => {
    const prelude = { id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: [] };
    const { exchange, events } = streamOf([prelude, sample('ChatCompletionChunk'), '[DONE]']);
    expect(checkSchema(exchange, events, chat).checks.at(-1)?.outcome).toBe('passed');
    const openai = checkSchema(exchange, events, { ...chat, hostKind: 'openai' }).checks.at(-1);
    expect(openai?.violations).toMatchObject([{ pointer: '/object', event: 0 }]);
  });

  it('says which event is wrong, by the type of that event', () => {
    const { exchange, events } = streamOf([delta, withValue(delta, '/item_id', 5), delta]);
    const check = checkSchema(exchange, events, responses).checks.at(-1);
    expect(check?.violations).toMatchObject([
      { pointer: '/item_id', event: 1, reference: 'openai@7.55.0#ResponseTextDeltaEvent' },
    ]);
    expect(check?.violations[0]?.message).toBe('event 1: /item_id is 5, expected string');
  });

  it('reports the same fault in many events once, with its count', () => {
    const broken = withValue(delta, '/delta', null);
    const { exchange, events } = streamOf([delta, broken, broken, broken]);
    const check = checkSchema(exchange, events, responses).checks.at(-1);
    expect(check?.violations).toHaveLength(1);
    expect(check?.violations[0]).toMatchObject({ event: 1 });
    expect(check?.violations[0]?.message).toContain('(and 2 more such)');
  });

  it('counts unknown events as drift', () => {
    const { exchange, events } = streamOf([{ type: 'response.hologram.delta', sequence_number: 0 }]);
    const { checks, drift } = checkSchema(exchange, events, responses);
    expect(checks.at(-1)?.outcome).toBe('passed');
    expect(drift).toEqual([
      {
        kind: 'unknown-event-type',
        pointer: '/type',
        schema: 'ResponseStreamEvent',
        value: 'response.hologram.delta',
      },
    ]);
  });

  it.each([
    ['without a type', { sequence_number: 1 }, { pointer: '/type', found: 'nothing' }],
    ['with a type that is no string', { type: 4 }, { pointer: '/type', found: '4' }],
    ['that is no object', [1], { pointer: '', found: 'an array of 1' }],
  ])('refuses an event %s', (_words, event, violation) => {
    const { exchange, events } = streamOf([event]);
    expect(checkSchema(exchange, events, responses).checks.at(-1)?.violations).toMatchObject([violation]);
  });

  it('reports an event that is not JSON, and still checks the others', () => {
    const { exchange, events } = streamOf([delta, '{"type": "respo', withValue(delta, '/delta', 1)]);
    const { checks } = checkSchema(exchange, events, responses);
    expect(outcomes(checks)).toMatchObject({ 'schema.json': 'failed', 'schema.event': 'failed' });
    expect(checks[1]?.violations).toMatchObject([{ event: 1 }]);
    expect(checks[2]?.violations).toMatchObject([{ event: 2 }]);
  });

  it('leaves error frames to the error contract', () => {
    const frames = [
      {
        type: 'error',
        sequence_number: 1,
        error: { type: 'server_error', code: null, message: 'Failed.', param: null },
      },
      { error: { message: 'Failed.', code: null } },
    ];
    for (const frame of frames) {
      const { exchange, events } = streamOf([delta, frame]);
      expect(checkSchema(exchange, events, responses).checks.at(-1)?.outcome).toBe('passed');
    }
  });
});

describe('schema.content-type', () => {
  const context = { hostKind: 'azure', operation: 'chat.create' } as const;
  const check = (...args: Parameters<typeof jsonExchange>) =>
    checkSchema(jsonExchange(...args), [], context).checks.find(({ id }) => id === 'schema.content-type');
  const body = sample('ChatCompletion');
  const asking = { kind: 'json', value: { model: 'm', stream: true } } as const;

  it.each([
    ['JSON as JSON', { headers: { 'content-type': 'application/json; charset=utf-8' } }, 'passed'],
    ['JSON as problem JSON', { headers: { 'content-type': 'application/problem+json' } }, 'passed'],
    ['JSON as HTML', { headers: { 'content-type': 'text/html' } }, 'failed'],
    ['JSON without content type, with other headers', { headers: { 'apim-request-id': '1' } }, 'failed'],
    ['JSON where a stream was asked for', { request: asking }, 'failed'],
    ['an error as JSON where a stream was asked for', { request: asking, status: 400 }, 'passed'],
  ])('%s: %j is %s', (_words, answer, outcome) => {
    expect(check(body, answer)?.outcome).toBe(outcome);
  });

  it.each([
    ['an error without content type', { headers: { 'apim-request-id': '1' }, status: 404 }],
    ['a recording without headers', { headers: {} }],
  ])('says nothing about %s', (_words, answer) => {
    expect(check(body, answer)).toBeUndefined();
  });

  it('wants text/event-stream on a stream', () => {
    const { exchange, events } = streamOf([sample('ChatCompletionChunk')]);
    const response =
      exchange.response === null
        ? null
        : { ...exchange.response, headers: { 'content-type': 'application/json' } };
    const { checks } = checkSchema({ ...exchange, response }, events, context);
    expect(checks[0]).toMatchObject({ id: 'schema.content-type', outcome: 'failed' });
  });
});
