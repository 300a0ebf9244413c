/** A feature that works now and then: repeated, counted and reported as flaky. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import schema from '../../fixtures/schemas/compatibility.schema.json' with { type: 'json' };
import { createReference } from '../reference/index.ts';
import { call, rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

let server: Server;
let requests: number;
let project: TemporaryProject;

/** Calls tools in every other answer to a first message. */
beforeAll(async () => {
  const willing = getRequestListener(createReference().app.fetch);
  const unwilling = getRequestListener(createReference({ faults: ['tools.ignored'] }).app.fetch);
  requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    void (requests === 1 ? unwilling : willing)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  project = temporaryProject(
    [
      'version: 1',
      'targets:',
      `  moody: { kind: reference, endpoint: "http://127.0.0.1:${port}", models: [ref-general] }`,
      'features: [chat/function-calling]',
      'repeat: 2',
    ].join('\n'),
  );
});
afterAll(() => {
  server.close();
  project[Symbol.dispose]();
});

it('is run as often as asked, and says in how many repeats which check held', async () => {
  const said = await start(project, ['run', '--mode', 'record', '--repeat', '3', '--out', 'run.jsonl']).done;
  const [row] = rowsOf(project.read('run.jsonl')).values();
  expect(row).toMatchObject({ status: 'supported', flaky: true });
  expect(row?.repeats?.statuses).toEqual(['partial', 'supported', 'supported']);
  expect(row?.repeats?.checks).toContainEqual({
    id: 'called',
    passed: 2,
    failed: 1,
    needs: 'any',
    interval: [0.208, 0.939],
    standing: 'inconclusive',
  });
  expect(said.out).toMatch(
    /flaky chat\/function-calling:\S+: called passed 2 of 3 \(95 %: 21 to 94 %, inconclusive\)/,
  );
  expect(said.code).toBe(0);
});

it('is recorded as the repeat that shows its status, so that a replay agrees', async () => {
  const said = await start(project, ['run', '--out', 'replay.jsonl']).done;
  expect(said.code).toBe(0);
  const [row] = rowsOf(project.read('replay.jsonl')).values();
  expect(row?.status).toBe('supported');
  expect(row?.flaky).toBeUndefined();
});

it('is flaky in the report: its page and its JSON', async () => {
  const said = await call(project, ['report', 'run.jsonl', '--format', 'html,json', '--out', 'report']);
  expect(said).toMatchObject({ code: 0 });
  const report: unknown = JSON.parse(project.read('report/compatibility.json'));
  expect(new Ajv2020({ strict: false }).validate(schema, report)).toBe(true);
  expect(JSON.stringify(report)).toContain('"flaky":true');
  expect(project.read('report/index.html')).toContain('Flaky: 3 repeats do not agree.');
  expect(project.read('report/index.html')).toContain('called: passed 2 of 3 (95 % interval 21–94 %)');
  expect(project.read('report/index.html')).toContain('inconclusive: too few repeats');
});

it('is asked again only while it is open how often it holds', async () => {
  requests = 0;
  const said = await start(project, ['run', '--mode', 'live', '--repeat', '1-10', '--out', 'open.jsonl'])
    .done;
  expect(said.code).toBe(0);
  const [row] = rowsOf(project.read('open.jsonl')).values();
  // One failure, then passes until the interval lies above one half: 1 of 8 has failed.
  expect(row?.repeats?.agreed).toEqual({ passed: 7, all: 8, interval: [0.529, 0.978] });
  requests = 1;
  await start(project, ['run', '--mode', 'live', '--repeat', '1-10', '--out', 'settled.jsonl']).done;
  const [settled] = rowsOf(project.read('settled.jsonl')).values();
  expect(settled).toMatchObject({ status: 'supported' });
  expect(settled?.repeats).toBeUndefined();
});

it.each(['0', '21', '5-3', 'x', '1-'])('is refused as --repeat %s', async (text) => {
  const said = await call(project, ['run', '--repeat', text]);
  expect(said.code).toBe(2);
  expect(said.err).toContain('A case is repeated 1 to 20 times');
});
