/** A night that asks less: what it says, and that nothing of what it leaves out is lost. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../reference/credentials.ts';
import { createReference } from '../reference/index.ts';
import { call, rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

let server: Server;
let project: TemporaryProject;
const MODELS = ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'];
/** The environment of a night. */
const night = (day: number) => ({
  SOURCE_DATE_EPOCH: String(Date.UTC(2026, 10, day, 2) / 1000),
  REFERENCE_KEY: DEFAULT_KEY,
});
const SELECT = ['chat/completion', 'chat/stop', 'chat/seed', 'chat/max-tokens', 'models/retrieve'];

beforeAll(async () => {
  const deployments = Object.fromEntries(MODELS.map((name) => [name, 'ref-general']));
  server = createServer(getRequestListener(createReference({ deployments }).app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  project = temporaryProject(
    [
      'version: 1',
      'targets:',
      ...['one', 'two'].map(
        (name) =>
          `  ${name}: { kind: openai-compatible, endpoint: "http://127.0.0.1:${port}/openai/${name === 'one' ? 'v1' : 'v1/'}", key_variable: REFERENCE_KEY }`,
      ),
      `models: [${MODELS.map((name) => `${name}@2025-04-14`).join(', ')}]`,
      'features: ["chat/*", "models/*"]',
      'sample: 1/3',
    ].join('\n'),
  );
});
afterAll(() => {
  server.close();
  project[Symbol.dispose]();
});

const statusesOf = (file: string) =>
  new Map([...rowsOf(project.read(file))].map(([id, { status, notRun }]) => [id, notRun ?? status]));

describe('a sample', () => {
  it('is planned, with what it covers and what it does not', async () => {
    const said = await call(project, ['plan', ...SELECT]);
    expect(said.code).toBe(0);
    expect(said.out).toMatch(/Not run: \d+ sampled-out/);
    expect(said.out).toMatch(
      /^Sample of \S+: \d+ of \d+ cases: \d+ that cover, \d+ whose turn it is \(1\/3/m,
    );
    expect(said.out).toMatch(
      /covered: all \d+ pairs feature x kind of model, .*; every case within 3 nights/,
    );
    const { sample } = JSON.parse((await call(project, ['plan', ...SELECT, '--json'])).out);
    expect(sample).toMatchObject({ share: '1/3', nights: 3 });
    expect((await call(project, ['plan', '--sample', 'none'])).out).not.toContain('Sample');
    expect((await call(project, ['plan', '--mode', 'replay'])).out).not.toContain('Sample');
  });

  it.each([
    ['7/7', '--sample does not know "7/7"'],
    ['weekly', '--sample does not know "weekly"'],
  ])('is refused as %s', async (text, says) => {
    const said = await call(project, ['plan', '--sample', text]);
    expect(said.code).toBe(2);
    expect(said.err).toContain(says);
  });

  it('asks every case in three nights, and the last verdict of each stays in diff, baseline and table', async () => {
    const runs = ['1.jsonl', '2.jsonl', '3.jsonl'];
    for (const [index, out] of runs.entries()) {
      const said = await start(project, ['run', ...SELECT, '--mode', 'live', '--out', out], night(19 + index))
        .done;
      expect(said.err).toBe('');
      expect(said.out).toMatch(/not run, sampled-out: \d+ \(first: not in the sample of 2026-11-/);
      expect(said.out).toContain(`Sample of 2026-11-${19 + index}: `);
    }
    const nights = runs.map(statusesOf);
    const ids = [...(nights[0]?.keys() ?? [])];
    for (const id of ids) expect(nights.some((rows) => rows.get(id) !== 'sampled-out')).toBe(true);

    // Against the first night: what is not asked is no regression, and keeps its row as the next baseline.
    const compared = await call(project, ['diff', '1.jsonl', '2.jsonl', '--carry', 'next.jsonl']);
    expect(compared.code).toBe(0);
    expect(compared.out).not.toContain('regressed');
    expect(compared.out).toContain('not in the sample of the older run: supported');
    const carried = statusesOf('next.jsonl');
    for (const id of ids) {
      if (nights[0]?.get(id) !== 'sampled-out') expect(carried.get(id)).not.toBe('sampled-out');
    }

    await call(project, [
      'report',
      '2.jsonl',
      '--baseline',
      'next.jsonl',
      '--format',
      'json',
      '--out',
      'out',
    ]);
    const { cells } = JSON.parse(project.read('out/compatibility.json'));
    const shown = cells.filter(({ status }: { status: string }) => status === 'not-run');
    await call(project, ['report', '2.jsonl', '--format', 'json', '--out', 'out']);
    const alone = JSON.parse(project.read('out/compatibility.json')).cells.filter(
      ({ status }: { status: string }) => status === 'not-run',
    );
    expect(alone.length).toBeGreaterThan(shown.length);
  });

  it('stays that of its day when the run is continued on another', async () => {
    const lines = project.read('1.jsonl').trimEnd().split('\n');
    project.write('cut.jsonl', `${lines.slice(0, -2).join('\n')}\n`);
    const said = await start(
      project,
      ['run', ...SELECT, '--mode', 'live', '--out', 'cut.jsonl', '--resume'],
      night(22),
    ).done;
    expect(said.err).toBe('');
    expect(statusesOf('cut.jsonl')).toEqual(statusesOf('1.jsonl'));
  });

  it('is one for all shards, and merge refuses those of two days', async () => {
    for (const [shard, day] of [
      ['1/2', 19],
      ['2/2', 19],
      ['2/2', 20],
    ] as const)
      await start(
        project,
        ['run', ...SELECT, '--mode', 'live', '--shard', shard, '--out', `s${shard[0]}-${day}.jsonl`],
        night(day),
      ).done;
    expect((await call(project, ['merge', 's1-19.jsonl', 's2-19.jsonl', '--out', 'm.jsonl'])).code).toBe(0);
    expect(statusesOf('m.jsonl')).toEqual(new Map([...statusesOf('1.jsonl')].sort()));
    const refused = await call(project, ['merge', 's1-19.jsonl', 's2-20.jsonl', '--out', 'm.jsonl']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(
      'the sample 1/3 of 2026-11-20 and no timings here, the sample 1/3 of 2026-11-19',
    );
  });
});

it('shards take equal time once it is known how long the features take', async () => {
  const merged = await call(project, [
    'merge',
    's1-19.jsonl',
    's2-19.jsonl',
    '--out',
    'm.jsonl',
    '--timings',
    'timings.json',
  ]);
  expect(merged.code).toBe(0);
  const { features } = JSON.parse(project.read('timings.json'));
  expect(Object.keys(features)).toContain('chat/completion');
  project.write(
    'timings.json',
    JSON.stringify({ version: 1, features: { ...features, 'chat/stop': 60_000 } }),
  );
  const slow = await Promise.all(
    ['1/2', '2/2'].map(async (shard) => {
      const out = `t${shard[0]}.jsonl`;
      await start(
        project,
        ['run', ...SELECT, '--mode', 'live', '--sample', 'none', '--shard', shard, '--out', out],
        night(19),
      ).done;
      return [...statusesOf(out).keys()].filter((id) => id.startsWith('chat/stop:')).length;
    }),
  );
  expect(slow).toEqual([3, 3]);
  const joined = await call(project, ['merge', 't1.jsonl', 't2.jsonl', '--out', 'm.jsonl']);
  expect(joined.code).toBe(0);
  expect(statusesOf('m.jsonl').size).toBe(statusesOf('1.jsonl').size);
  project.write('timings.json', '{}');
  const refused = await start(project, ['run', '--mode', 'live', '--shard', '1/2', '--out', 't1.jsonl']).done;
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('timings.json (/version): these are no timings');
});

it('a sample that is none is refused where it is written, with the nearest word', async () => {
  using broken = temporaryProject(
    'version: 1\ntargets:\n  reference: { kind: reference }\nfeatures: ["*"]\nsample: pairwize\n',
  );
  const said = await call(broken, ['plan']);
  expect(said.code).toBe(2);
  expect(said.err).toContain('matrix.yaml:5:1 (/sample): "pairwize" is no sample, did you mean "pairwise"?');
});
