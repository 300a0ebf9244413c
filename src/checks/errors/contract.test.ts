import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../wire/exchange.ts';
import type { StreamEvent } from '../schema/events.ts';
import { exchangeWith, jsonExchange, sample, streamOf } from '../schema/samples.ts';
import { checkErrorContract } from './contract.ts';
import { shippedCatalogue } from './default.ts';

function run(exchange: Exchange, events: readonly StreamEvent[] = []) {
  const { checks, error, drift } = checkErrorContract(exchange, events, shippedCatalogue());
  return {
    outcomes: Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome])),
    checks,
    error,
    drift,
  };
}

const denied = {
  error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' },
};

describe('checkErrorContract', () => {
  it('passes a known error in a known envelope under a fitting status', () => {
    const { outcomes, error } = run(jsonExchange(denied, { status: 401 }));
    expect(outcomes).toEqual({
      'error.envelope': 'passed',
      'error.known': 'passed',
      'error.status': 'passed',
    });
    expect(error).toMatchObject({ class: 'auth', envelope: 'apim' });
  });

  it('fails the status when it does not fit the class', () => {
    const { checks } = run(jsonExchange(denied, { status: 500 }));
    expect(checks.find(({ id }) => id === 'error.status')).toMatchObject({
      severity: 'should',
      outcome: 'failed',
      violations: [{ found: '500', expected: '400 or 401' }],
    });
  });

  it('lists an unknown error as such', () => {
    const { outcomes, error } = run(jsonExchange({ error: { code: 'x', message: 'New.' } }, { status: 418 }));
    expect(outcomes).toEqual({ 'error.envelope': 'passed', 'error.known': 'failed' });
    expect(error).toMatchObject({ class: 'unknown', status: 'errored' });
  });

  it.each([
    ['an HTML page', exchangeWith({ kind: 'text', text: '<html>' }, { status: 502 })],
    ['an empty body', exchangeWith({ kind: 'none' }, { status: 500 })],
    ['text', exchangeWith({ kind: 'text', text: 'no' }, { status: 500 })],
    ['JSON without an error', jsonExchange({ detail: 'Not Found' }, { status: 404 })],
    ['a success body', jsonExchange(sample('ChatCompletion'), { status: 500 })],
  ])('fails the envelope of %s under an error status', (_words, exchange) => {
    expect(run(exchange).outcomes['error.envelope']).toBe('failed');
  });

  it('points at the field of an envelope that has the wrong type', () => {
    const { checks } = run(jsonExchange({ error: { ...denied.error, code: 401 } }, { status: 401 }));
    expect(checks[0]?.violations).toMatchObject([
      { check: 'error.envelope', pointer: '/error/code', found: '401' },
    ]);
  });

  it('counts unknown fields of an error as drift', () => {
    const { drift } = run(jsonExchange({ error: { ...denied.error, hint: 'x' } }, { status: 401 }));
    expect(drift).toMatchObject([{ kind: 'unknown-field', pointer: '/error/hint', schema: 'WireError' }]);
  });

  it('fails an error body under a success status, and only that', () => {
    expect(run(jsonExchange(denied)).outcomes).toMatchObject({ 'error.in-success': 'failed' });
    expect(run(jsonExchange(sample('Response'))).outcomes).toEqual({ 'error.in-success': 'passed' });
  });

  it('reads the error of a background response that failed', () => {
    const failed = {
      ...Object(sample('Response')),
      status: 'failed',
      error: { code: 'server_error', message: 'Failed.' },
    };
    const { outcomes, error } = run(jsonExchange(failed));
    expect(error).toMatchObject({ class: 'outage', envelope: 'response-object' });
    expect(outcomes).toMatchObject({ 'error.in-success': 'passed', 'error.envelope': 'passed' });
  });

  it('finds the frame that says why, also after response.failed without an error', () => {
    const { exchange, events } = streamOf([
      { type: 'response.created', sequence_number: 0, response: { error: null } },
      { type: 'response.failed', sequence_number: 1, response: { error: null } },
      {
        type: 'error',
        sequence_number: 2,
        error: { type: null, code: 'content_policy_violation', message: 'Filtered.', param: null },
      },
    ]);
    const { outcomes, error } = run(exchange, events);
    expect(error).toMatchObject({ class: 'content-filter', httpStatus: 200, envelope: 'frame-nested' });
    expect(outcomes).toEqual({ 'error.envelope': 'passed', 'error.known': 'passed' });
  });

  it('says at which event a broken error frame stands', () => {
    const { exchange, events } = streamOf([
      sample('ResponseTextDeltaEvent'),
      { type: 'error', sequence_number: 1 },
    ]);
    const { checks } = run(exchange, events);
    expect(checks[0]).toMatchObject({ id: 'error.envelope', outcome: 'failed', violations: [{ event: 1 }] });
  });

  it('says nothing about streams without error frames and exchanges without answer', () => {
    const { exchange, events } = streamOf([sample('ChatCompletionChunk'), '[DONE]']);
    expect(run(exchange, events)).toMatchObject({ checks: [], error: null });
    expect(run({ ...exchange, response: null })).toMatchObject({ checks: [], error: null });
  });
});
