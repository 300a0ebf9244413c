import { describe, expect, it } from 'vitest';
import type { Body, Part } from '../../wire/exchange.ts';
import type { Operation } from '../../wire/operation.ts';
import { checkRequest } from './request.ts';
import { jsonExchange, sample, withValue } from './samples.ts';

const check = (operation: Operation, request: Body, path = '/openai/v1/chat/completions') =>
  checkRequest(jsonExchange({}, { request, path }), { hostKind: 'azure', operation });
const json = (value: unknown): Body => ({ kind: 'json', value });

describe('checkRequest', () => {
  it.each<[Operation, string]>([
    ['chat.create', 'ChatCompletionCreateParams'],
    ['responses.create', 'ResponseCreateParams'],
    ['responses.compact', 'ResponseCompactParams'],
  ])('passes a good request to %s', (operation, name) => {
    expect(check(operation, json(sample(name)))).toMatchObject({ check: { outcome: 'passed' }, drift: [] });
  });

  it.each<[Operation, string, string, unknown, string]>([
    ['chat.create', 'ChatCompletionCreateParams', '/messages', undefined, '/messages'],
    [
      'chat.create',
      'ChatCompletionCreateParams',
      '/messages/1/content/0/text',
      3,
      '/messages/1/content/0/text',
    ],
    [
      'chat.create',
      'ChatCompletionCreateParams',
      '/tools/0/function/name',
      undefined,
      '/tools/0/function/name',
    ],
    ['chat.create', 'ChatCompletionCreateParams', '/stream', 'yes', '/stream'],
    ['responses.create', 'ResponseCreateParams', '/input', 4, '/input'],
    ['responses.create', 'ResponseCreateParams', '/input/1/output', undefined, '/input/1/output'],
    ['responses.create', 'ResponseCreateParams', '/tools/0/name', undefined, '/tools/0/name'],
  ])('%s: a fault in %s%s is one violation of schema.request', (operation, name, pointer, value, at) => {
    const { check: result } = check(operation, json(withValue(sample(name), pointer, value)));
    expect(result?.violations).toMatchObject([{ check: 'schema.request', severity: 'must', pointer: at }]);
  });

  it('counts a parameter that the types do not know as drift', () => {
    const { check: result, drift } = check(
      'responses.create',
      json({ input: 'a', model: 'm', brand_new: 1 }),
    );
    expect(result?.outcome).toBe('passed');
    expect(drift).toMatchObject([{ kind: 'unknown-field', pointer: '/brand_new' }]);
  });

  it('does not ask for the model where the path names the deployment', () => {
    const body = json(withValue(sample('ChatCompletionCreateParams'), '/model', undefined));
    expect(check('chat.create', body).check?.violations).toMatchObject([{ pointer: '/model' }]);
    expect(check('chat.create', body, '/openai/deployments/d/chat/completions').check?.outcome).toBe(
      'passed',
    );
  });

  const file: Part = { name: 'file', filename: 'a.txt', contentType: 'text/plain', bytes: 3, sha256: 'ab' };
  it.each<[string, Part[], string[]]>([
    ['with both parts', [file, { name: 'purpose', value: 'assistants' }], []],
    ['without purpose', [file], ['/purpose']],
    [
      'without file',
      [
        { name: 'file', value: 'abc' },
        { name: 'purpose', value: 'assistants' },
      ],
      ['/file'],
    ],
  ])('an upload %s', (_words, parts, pointers) => {
    const { check: result } = check('files.create', { kind: 'multipart', parts });
    expect(result?.violations.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('refuses a body that is no JSON, and says nothing where there is none', () => {
    expect(check('chat.create', { kind: 'text', text: 'a=1' }).check?.outcome).toBe('failed');
    expect(check('files.create', json({})).check?.outcome).toBe('failed');
    expect(check('chat.create', { kind: 'none' }).check).toBeNull();
    expect(check('models.list', { kind: 'none' }).check).toBeNull();
  });
});
