/** A credential that the service does not take is noticed once for each target. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReference } from '../reference/index.ts';
import { rowsOf, start, temporaryProject } from './project.fixture.ts';

const KEY = 'the-key-of-the-resource';

describe('a key that the resource does not know', () => {
  let server: Server;
  let requests = 0;
  beforeAll(async () => {
    const reference = createReference({ keys: [KEY], deployments: { 'prod-41': 'ref-general' } });
    const answer = getRequestListener(reference.app.fetch);
    server = createServer((request, response) => {
      if (request.url?.startsWith('/bad/') === true) requests += 1;
      request.url = request.url?.replace(/^\/\w+/, '') ?? '/';
      void answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it('blocks what is left of the target at once and without a request; the other target is asked', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const target = (name: string) =>
      `  ${name}: { kind: azure, endpoint: "${url}/${name}", auth: api-key, key_variable: KEY_${name.toUpperCase()}, region: swedencentral, deployments: { gpt-4.1@2025-04-14: prod-41 } }`;
    using project = temporaryProject(
      [
        'version: 1',
        'targets:',
        target('good'),
        target('bad'),
        'models: [gpt-4.1]',
        'features: ["chat/*", "service/api-key", "service/invalid-key"]',
        'limits: { concurrency: 4, concurrency_per_target: 2 }',
      ].join('\n'),
    );
    const begun = Date.now();
    const said = await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl'], {
      KEY_GOOD: KEY,
      KEY_BAD: 'the-key-of-another',
    }).done;
    // A single pause of the circuit breaker is longer.
    expect(Date.now() - begun).toBeLessThan(10_000);
    const rows = [...rowsOf(project.read('run.jsonl')).values()];
    const bad = rows.filter(({ target: name }) => name === 'bad');
    expect(bad.length).toBeGreaterThan(15);
    expect([...new Set(bad.map(({ status }) => status))]).toEqual(['blocked']);
    const unasked = bad.filter(({ usage }) => usage.requests === 0);
    for (const { reason } of unasked)
      expect(reason).toMatch(
        /^the credential of the target is refused, so that nothing more was asked: .*HTTP 401/,
      );
    // What was under way beside the first refusal had been asked already: at most two places, a few requests each.
    expect(bad.length - unasked.length).toBeLessThanOrEqual(3);
    expect(requests).toBeLessThanOrEqual(5);
    const good = rows.filter(({ target: name }) => name === 'good');
    expect(good.filter(({ status }) => status === 'blocked')).toEqual([]);
    expect(good.find(({ feature }) => feature === 'service/invalid-key')?.status).toBe('supported');
    expect(said.err).toBe('');
  });
});
