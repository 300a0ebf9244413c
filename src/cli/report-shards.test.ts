/** What `report` says on the terminal of a run that is not whole, and of one without the reference target. */
import { expect, it } from 'vitest';
import { call, temporaryProject } from './project.fixture.ts';

const header = (shard: string | null) =>
  JSON.stringify({
    type: 'header',
    schema: 1,
    run: shard ?? 'whole',
    startedAt: '2026-11-21T00:00:00Z',
    mode: 'replay',
    harness: '0',
    sdk: '0',
    plan: 'ab',
    cases: 0,
    shard,
  });
const footer = JSON.stringify({
  type: 'footer',
  finishedAt: '2026-11-21T00:00:01Z',
  counts: { supported: 0, partial: 0, unsupported: 0, blocked: 0, errored: 0, 'not-run': 0 },
  resumed: false,
});

async function reported(...shards: readonly (string | null)[]) {
  using project = temporaryProject();
  const files = shards.map((shard, index) => {
    project.write(`${index}.jsonl`, `${header(shard)}\n${footer}\n`);
    return `${index}.jsonl`;
  });
  return await call(project, ['report', ...files, '--format', 'json']);
}

it('a shard alone is told from a run', async () => {
  const { code, err } = await reported('1/3');
  expect({ code, err }).toMatchObject({
    code: 0,
    err: expect.stringContaining('warning of 3 shards 2/3, 3/3 are missing'),
  });
  expect((await reported('1/3', '3/3')).err).toContain('of 3 shards 2/3 is missing');
});

it('all shards, and a whole run, are reported without a word', async () => {
  expect(await reported('2/3', '1/3', '3/3')).toMatchObject({ code: 0, err: '' });
  expect(await reported(null)).toMatchObject({ code: 0, err: '' });
});

it('a run without the reference target has no line of a self-test', async () => {
  const { out } = await reported(null);
  expect(out).toContain('Azure table: ');
  expect(out).not.toContain('Self-test');
});
