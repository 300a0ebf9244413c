/** Runs that are stopped, lose their worker, or run out of disk: what had finished is kept, the rest is resumed. */
import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { workersOf } from '../run/workers.fixture.ts';
import { GatedServer } from './gated-server.fixture.ts';
import { rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const FEATURES = ['chat/completion', 'chat/streaming', 'responses/create', 'responses/retrieve'];
const MODELS = ['ref-general', 'ref-reasoning'];
/** One target a case; equal ones are asked in the order of their letters. */
const TARGETS = FEATURES.flatMap((feature) =>
  MODELS.map((model) => ({ name: `${feature}-${model}`.replace(/[^a-z]+/g, '-'), feature, model })),
);
/** Cases that are answered at once; then four keep all the places, and two never get one. */
const ANSWERED = 2;
const PLACES = 4;
/** Of those that keep a place; they create something at the target. */
const HELD = TARGETS.filter(({ feature }) => feature === 'responses/create').map(({ name }) => name);
const PATIENCE = { timeout: 15_000, interval: 20 };

describe('a run', () => {
  let server: GatedServer;
  let project: TemporaryProject;
  const rows = () => rowsOf(project.read('run.jsonl'));
  const run = (more: readonly string[] = [], wrapper: readonly string[] = []) =>
    start(
      project,
      ['run', '--mode', 'live', '--out', 'run.jsonl', ...more],
      { TMPDIR: project.folder },
      wrapper,
    );
  /** Until the worker has taken the stop file away, which appears at the first signal. */
  const untilSeen = () =>
    vi.waitFor(() => {
      const [folder] = readdirSync(project.folder).filter((name) => name.startsWith('aoai-conform-'));
      expect(existsSync(project.path(`${folder}/told`))).toBe(true);
      expect(existsSync(project.path(`${folder}/stop`))).toBe(false);
    }, PATIENCE);
  const resumed = async () => {
    server.open();
    const said = await run(['--resume']).done;
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(rows().size).toBe(TARGETS.length);
  };
  /** Until everything is asked that can be, and the held cases wait for their answers. */
  const untilHeld = () =>
    vi.waitFor(() => {
      expect(rows().size).toBe(ANSWERED);
      for (const name of HELD) expect(server.requests.has(name)).toBe(true);
    }, PATIENCE);

  beforeEach(async () => {
    const answered = new Set(TARGETS.slice(0, ANSWERED).map(({ name }) => name));
    server = new GatedServer((target) => !answered.has(target));
    const url = await server.listen();
    const targets = TARGETS.map(
      ({ name, feature, model }) =>
        `  ${name}: { kind: reference, endpoint: "${url}/${name}", features: [${feature}], models: [${model}] }`,
    );
    project = temporaryProject(
      [
        'version: 1',
        'targets:',
        ...targets,
        'features: ["chat/*", "responses/*"]',
        `limits: { concurrency: ${PLACES} }`,
      ].join('\n'),
    );
  });
  afterEach(() => {
    server.close();
    project[Symbol.dispose]();
  });

  it('finishes what is under way, cleans up, and leaves a run to be resumed', async () => {
    const { child, done } = run();
    await untilHeld();
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await untilSeen();
    server.open();
    const said = await done;
    expect(said.code).toBe(3);
    expect(said.err).toContain('press Ctrl+C again to stop at once');
    expect(said.err).toMatch(/the run was stopped: 6 of 8 cases have their result\n.*--resume/);
    expect(server.requests.size).toBe(ANSWERED + PLACES);
    for (const row of rows().values()) expect(row).toMatchObject({ status: 'supported', leftovers: [] });
    expect(server.lines.filter((line) => line.startsWith('DELETE')).length).toBe(HELD.length);
    const kept = project.read('run.jsonl');
    await resumed();
    expect(project.read('run.jsonl').startsWith(kept)).toBe(true);
  });

  it('has its results file for itself: a second run, or --resume, is refused before it asks anything', async () => {
    const { child, done } = run();
    await untilHeld();
    const asked = server.lines.length;
    for (const more of [[], ['--resume']]) {
      const said = await run(more).done;
      expect(said).toMatchObject({ code: 2, out: '' });
      expect(said.err).toContain(
        `another run (pid ${child.pid}) writes run.jsonl; wait for it, or give another --out`,
      );
    }
    expect(server.lines.length).toBe(asked);
    server.open();
    expect((await done).code).toBe(0);
    expect(rows().size).toBe(TARGETS.length);
    expect(existsSync(project.path('run.jsonl.lock'))).toBe(false);
  });

  it('keeps what an interrupted run had paid for, and says so, when it starts anew', async () => {
    const { child, done } = run();
    await untilHeld();
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await done;
    const kept = project.read('run.jsonl');
    server.open();
    const said = await run().done;
    expect(said).toMatchObject({ code: 0 });
    expect(said.err).toMatch(
      /^warning: run\.jsonl holds an interrupted run, 2 of 8 cases finished; without --resume .* --resume --out run\.jsonl\.interrupted\n$/,
    );
    expect(project.read('run.jsonl.interrupted')).toBe(kept);
    expect((await run(['--resume', '--out', 'run.jsonl.interrupted']).done).code).toBe(0);
    expect((await run().done).err).toBe('');
  });

  it('stops at once when asked twice, and keeps what had finished', async () => {
    const { child, done } = run();
    await untilHeld();
    process.kill(child.pid ?? 0, 'SIGINT');
    await untilSeen();
    process.kill(child.pid ?? 0, 'SIGINT');
    expect((await done).code).toBe(130);
    expect(existsSync(project.path('run.jsonl.lock'))).toBe(false);
    expect(rows().size).toBe(ANSWERED);
    await vi.waitFor(async () => expect(await server.connections()).toBe(0), PATIENCE);
    await resumed();
  });

  it('survives the death of its worker with every finished case', async () => {
    const { child, done } = run();
    await untilHeld();
    const workers = workersOf(child.pid ?? 0);
    expect(workers).toHaveLength(1);
    for (const worker of workers) process.kill(worker, 'SIGKILL');
    const said = await done;
    expect(said.code).toBe(3);
    expect(said.err).toMatch(/the run broke off: /);
    expect(rows().size).toBe(ANSWERED);
    await resumed();
  });

  it('keeps whole lines when the disk is full, and asks nothing more', async () => {
    server.open();
    // Blocks of 1024 bytes that any file of this process may have: room for the first rows.
    const said = await run([], ['bash', '-c', 'ulimit -f 12; exec "$@"', 'bash']).done;
    expect(said.code).toBe(3);
    expect(said.err).toMatch(/the results cannot be written: EFBIG/);
    expect(project.read('run.jsonl').endsWith('\n')).toBe(true);
    expect(rows().size).toBeGreaterThan(0);
    expect(rows().size).toBeLessThan(TARGETS.length);
    await resumed();
  });
});
