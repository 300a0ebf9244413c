/** A target that got another name: its past is still its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const matrixOf = (name: string, more = '') =>
  `version: 1\ntargets:\n  ${name}: { kind: reference, models: [ref-general] }\nfeatures: [chat/completion, chat/stop]\n${more}`;
const RENAMED = 'renames: { targets: { north: middle, middle: south } }\n';
const OLD = 'chat/completion:ref-general@2026-11-01:north';
const NEW = 'chat/completion:ref-general@2026-11-01:south';

let project: TemporaryProject;
beforeAll(async () => {
  project = temporaryProject(matrixOf('north'));
  const recorded = await start(project, ['run', '--mode', 'record', '--out', 'a.jsonl']).done;
  expect(recorded.code).toBe(0);
  await call(project, ['report', 'a.jsonl', '--history', 'history', '--out', 'a', '--format', 'json']);
  project.write('matrix.yaml', matrixOf('south', RENAMED));
  const replayed = await start(project, ['run', '--out', 'b.jsonl', '--baseline', 'a.jsonl']).done;
  expect(replayed).toMatchObject({ code: 0, err: '' });
}, 60_000);
afterAll(() => project[Symbol.dispose]());

describe('after a target was renamed', () => {
  it('its recordings answer', async () => {
    const row = rowsOf(project.read('b.jsonl')).get(NEW);
    expect(row).toMatchObject({ status: 'supported', target: 'south' });
    expect(row?.evidence.cassette).toBe(`recordings/north/chat/completion/ref-general@2026-11-01.json`);
    expect((await call(project, ['recordings', 'verify'])).code).toBe(0);
    expect((await call(project, ['recordings', 'prune'])).code).toBe(0);
  });

  it('nothing is new and nothing is gone', async () => {
    const said = await call(project, ['diff', 'a.jsonl', 'b.jsonl']);
    expect(said).toEqual({ code: 0, out: '2 unchanged', err: '' });
    await call(project, ['diff', 'a.jsonl', 'b.jsonl', '--carry', 'next.jsonl']);
    expect([...rowsOf(project.read('next.jsonl')).keys()]).toContain(NEW);
    // Without the line it is another target.
    project.write('bare.yaml', matrixOf('south'));
    const bare = await call(project, ['diff', 'a.jsonl', 'b.jsonl', '--matrix', 'bare.yaml']);
    expect(bare.code).toBe(1);
    expect(bare.out).toContain('2 removed');
  });

  it('its old name selects it, and is told the new one', async () => {
    const said = await call(project, ['plan', '*:*:north', '!chat/stop:*:middle', '--format', 'ids']);
    expect(said).toEqual({
      code: 0,
      out: NEW,
      err: '*:*:north is called *:*:south today\n!chat/stop:*:middle is called !chat/stop:*:south today',
    });
  });

  it('its history goes on', async () => {
    const argv = ['report', 'b.jsonl', '--history', 'history', '--out', 'b', '--format', 'json'];
    expect((await call(project, argv)).code).toBe(0);
    const report = project.read('b/compatibility.json');
    expect(report).toContain(NEW);
    expect(report).not.toContain(OLD);
    // The entry on disk is as it was written: its name is the hash of its content.
    expect((await call(project, ['history', 'list', 'history'])).code).toBe(0);
  });

  it('a waiver with the old name holds', async () => {
    const fields =
      'check: schema, fingerprint: x, reason: r, issue: "https://a.example/1", owner: me, expires: 2099-01-01';
    project.write('waived.yaml', matrixOf('south', `${RENAMED}waivers: [{ cases: "${OLD}", ${fields} }]\n`));
    const said = await call(project, ['waivers', 'a.jsonl', '--matrix', 'waived.yaml']);
    // The case ran, and did not fail: so it was found.
    expect(said.out).toMatch(/^stale /);
  });

  it('a recording of the new name goes before the old one, which is then an orphan', async () => {
    const recorded = await start(project, ['run', NEW, '--mode', 'record', '--out', 'c.jsonl']).done;
    expect(recorded.code).toBe(0);
    const said = await call(project, ['recordings', 'prune']);
    expect(said.out).toContain('would delete  north/chat/completion/ref-general@2026-11-01.json  orphan');
    expect(said.out).toContain('1 of 3 recordings');
  });

  it('an earlier plan is compared by the names of today', async () => {
    project.write('plan.json', JSON.stringify({ ids: [OLD, OLD.replace('completion', 'stop')] }));
    const said = await call(project, ['plan', '--against', 'plan.json']);
    expect(said.out).toContain('Against plan.json: 0 added, 0 removed');
  });
});
