import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENVELOPES, isContractual, readEnvelope, reportsError } from './envelope.ts';

describe('readEnvelope', () => {
  const filter = { hate: { filtered: true, severity: 'high' } };
  it.each<[string, unknown, boolean, { code: string | null; message?: string }]>([
    ['apim', { error: { code: '401', message: 'Denied.' } }, false, { code: '401', message: 'Denied.' }],
    [
      'model',
      { error: { message: 'Bad.', type: 'invalid_request_error', param: 'x', code: null } },
      false,
      { code: null },
    ],
    [
      'model-innererror',
      {
        error: {
          message: 'Filtered.',
          type: null,
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: filter },
        },
      },
      false,
      { code: 'content_filter' },
    ],
    [
      'model-inner-error',
      {
        error: {
          inner_error: { code: 'ResponsibleAIPolicyViolation', content_filter_results: filter },
          code: null,
          message: 'Filtered.',
        },
      },
      false,
      { code: 'ResponsibleAIPolicyViolation' },
    ],
    [
      'responses-content-filters',
      {
        error: {
          message: 'Filtered.',
          type: 'invalid_request_error',
          param: 'prompt',
          code: 'content_filter',
          content_filters: [],
        },
      },
      false,
      { code: 'content_filter' },
    ],
    [
      'typed-code',
      { error: { type: 'invalid_request_error', code: 'DeploymentNotFound', message: 'Gone.' } },
      false,
      { code: 'DeploymentNotFound' },
    ],
    ['message-only', { error: { message: 'Missed.' } }, false, { code: null }],
    ['apim-flat', { statusCode: 401, message: 'Unauthorized.' }, false, { code: '401' }],
    [
      'frame-nested',
      { type: 'error', sequence_number: 3, error: { type: 't', code: 'c', message: 'Failed.', param: null } },
      true,
      { code: 'c' },
    ],
    [
      'frame-flat',
      { type: 'error', sequence_number: 3, code: 'c', message: 'Failed.', param: null },
      true,
      { code: 'c' },
    ],
    ['frame-bare', { error: { code: 'c', message: 'Failed.' } }, true, { code: 'c' }],
    [
      'response-failed',
      { type: 'response.failed', response: { error: { code: 'server_error', message: 'Failed.' } } },
      true,
      { code: 'server_error' },
    ],
    [
      'response-object',
      { object: 'response', status: 'failed', error: { code: 'server_error', message: 'Failed.' } },
      false,
      { code: 'server_error' },
    ],
    [
      'html',
      '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>',
      false,
      { code: null, message: '502 Bad Gateway' },
    ],
    ['html', '<html>', false, { code: null, message: '' }],
    ['text', 'upstream connect error', false, { code: null, message: 'upstream connect error' }],
    ['apim', '{"error":{"code":"429","message":"Wait."}}', false, { code: '429', message: 'Wait.' }],
    ['empty', '', false, { code: null, message: '' }],
    ['empty', null, false, { code: null }],
    [
      'unreadable',
      { error: 'Model does not know this.', code: 'Invalid' },
      false,
      { code: 'Invalid', message: 'Model does not know this.' },
    ],
    ['unreadable', { error: { code: 'c' } }, false, { code: 'c', message: '' }],
    ['unreadable', { detail: 'Not Found' }, false, { code: null }],
    ['unreadable', [1, 2], false, { code: null }],
  ])('reads %s from %j', (envelope, body, inStream, parts) => {
    expect(readEnvelope(body, inStream)).toMatchObject({ envelope, ...parts });
  });

  it('never throws, and always names an envelope it knows', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string()), fc.boolean(), (body, inStream) => {
        const parts = readEnvelope(body, inStream);
        expect(Object.keys(ENVELOPES)).toContain(parts.envelope);
        expect(parts.message.length).toBeLessThanOrEqual(500);
      }),
    );
  });

  it('removes terminal escapes, line breaks and what looks like a credential', () => {
    const key = `${'0123456789abcdef'.repeat(2)}`;
    const message = `Key ${key} and sk-proj-abcdefghij12345 \u001b[31mfail\r\nnow`;
    expect(readEnvelope({ error: { message } }, false).message).toBe(
      'Key [redacted] and [redacted] [31mfail now',
    );
  });
});

describe('reportsError', () => {
  it.each([
    [{ error: { message: 'a' } }, true],
    [{ type: 'error', message: 'a' }, true],
    [{ type: 'response.failed', response: { error: { code: 'a', message: 'b' } } }, true],
    [{ type: 'response.failed', response: { error: null } }, false],
    [{ object: 'response', error: null }, false],
    [{ object: 'response', error: { code: 'a', message: 'b' } }, true],
    [{ id: 'x', choices: [], error: { message: 'a' } }, false],
    [{ object: 'chat.completion', choices: [] }, false],
    ['error', false],
    [null, false],
  ])('%j: %s', (value, expected) => {
    expect(reportsError(value)).toBe(expected);
  });
});

describe('isContractual', () => {
  it('is false for what an API never answers with', () => {
    const others = Object.keys(ENVELOPES).filter((name) => !isContractual(name));
    expect(others).toEqual(['html', 'text', 'empty', 'unreadable']);
  });
});
