import { describe, expect, it } from 'vitest';
import type { CheckResult } from './check.ts';
import { shippedCatalogue } from './errors/index.ts';
import { checkExchange } from './exchange.ts';
import { exchangeWith, jsonExchange, sample, streamOf } from './schema/samples.ts';

const context = { hostKind: 'azure', operation: 'responses.create', catalogue: shippedCatalogue() } as const;
const headers = { 'content-type': 'application/json', 'apim-request-id': 'a' };
const ids = (checks: readonly CheckResult[]) => checks.map(({ id }) => id);

describe('checkExchange', () => {
  it('combines schema, headers and error contract', () => {
    const report = checkExchange(jsonExchange(sample('Response'), { headers }), [], context);
    expect(ids(report.checks)).toEqual([
      'schema.content-type',
      'schema.json',
      'schema.response',
      'headers.request-id',
      'error.in-success',
    ]);
    expect(report).toMatchObject({ drift: [], error: null });
    expect(report.checks.every(({ outcome }) => outcome === 'passed')).toBe(true);
  });

  it('checks the request where it is our own', () => {
    const request = { kind: 'json', value: { input: 4 } } as const;
    const exchange = jsonExchange(sample('Response'), { headers, request });
    expect(ids(checkExchange(exchange, [], context).checks)).not.toContain('schema.request');
    const { checks } = checkExchange(exchange, [], context, { ownRequest: true });
    expect(checks[0]).toMatchObject({ id: 'schema.request', outcome: 'failed' });
  });

  it('asks the stream checks about streams only', () => {
    const result: CheckResult = {
      id: 'stream.x',
      severity: 'must',
      outcome: 'passed',
      message: 'x',
      violations: [],
    };
    const stream = () => [result];
    const { exchange, events } = streamOf([sample('ResponseTextDeltaEvent')]);
    expect(ids(checkExchange(exchange, events, context, { stream }).checks)).toContain('stream.x');
    expect(ids(checkExchange(jsonExchange({}), [], context, { stream }).checks)).not.toContain('stream.x');
  });

  it('reports the error of a refusal', () => {
    const refusal = {
      error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' },
    };
    const { error } = checkExchange(jsonExchange(refusal, { status: 404, headers }), [], context);
    expect(error).toMatchObject({ class: 'deployment-not-found', status: 'blocked' });
  });

  it.each([
    ['nothing', exchangeWith({ kind: 'none' }, { headers: {} })],
    [
      'an empty stream',
      exchangeWith({ kind: 'sse', text: '' }, { headers: { 'content-type': 'text/event-stream' } }),
    ],
  ])('lets a target that answers 200 and %s pass no check', (_words, exchange) => {
    const { checks } = checkExchange(exchange, [], context);
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ outcome }) => outcome === 'passed')).toEqual([]);
  });
});
