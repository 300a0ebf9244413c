/** A run that dies half-way, at the hand of SIGKILL, and is taken up again. */
import { appendFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunLine } from '../verdict/types.ts';
import { GatedServer } from './gated-server.fixture.ts';
import { rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const MODELS = ['ref-general', 'ref-reasoning', 'ref-chat-only'];
const FEATURES = ['chat/completion', 'chat/streaming', 'chat/function-calling'];
/** One target for each case, so that the path of a request says which case sent it. */
const TARGETS = FEATURES.flatMap((feature) =>
  MODELS.map((model) => ({ name: `${feature}-${model}`.replace(/[^a-z]+/g, '-'), feature, model })),
);
/** Targets that do not answer while the gate is shut. */
const HELD = new Set(TARGETS.slice(5).map(({ name }) => name));

const PATIENCE = { timeout: 15_000, interval: 20 };

describe('a killed run', () => {
  let server: GatedServer;
  let project: TemporaryProject;
  const lines = () => project.read('run.jsonl').split('\n').slice(0, -1);
  const rows = () => rowsOf(project.read('run.jsonl'));
  const footer = () => JSON.parse(lines().at(-1) ?? '') as RunLine;
  const run = (...more: string[]) => start(project, ['run', '--mode', 'live', '--out', 'run.jsonl', ...more]);

  /** Starts a run and kills it when everything that is not held has its row. */
  async function killHalfWay(kill: (pid: number) => void): Promise<void> {
    const { child, done } = run();
    await vi.waitFor(() => expect(rows().size).toBe(TARGETS.length - HELD.size), PATIENCE);
    // Those at the gate were asked, and nobody will ever read their answer.
    await vi.waitFor(() => expect(server.requests.size).toBe(TARGETS.length), PATIENCE);
    kill(child.pid ?? 0);
    await done;
  }

  beforeEach(async () => {
    server = new GatedServer((target) => HELD.has(target));
    const url = await server.listen();
    const targets = TARGETS.map(
      ({ name, feature, model }) =>
        `  ${name}: { kind: reference, endpoint: "${url}/${name}", features: [${feature}], models: [${model}] }`,
    );
    project = temporaryProject(
      ['version: 1', 'targets:', ...targets, 'features: ["chat/*"]', 'limits: { concurrency: 16 }'].join(
        '\n',
      ),
    );
  });
  afterEach(() => {
    server.close();
    project[Symbol.dispose]();
  });

  it('is finished by --resume: what was there stays byte for byte, nothing is asked or written twice', async () => {
    await killHalfWay((pid) => process.kill(-pid, 'SIGKILL'));
    const kept = lines();
    const asked = new Map(server.requests);
    expect(project.read('run.jsonl')).not.toContain('"footer"');

    server.open();
    const said = await run('--resume').done;
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(lines().slice(0, kept.length)).toEqual(kept);
    expect(footer()).toMatchObject({ type: 'footer', resumed: true, counts: { supported: TARGETS.length } });
    const cases = lines()
      .filter((line) => line.includes('"type":"result"'))
      .map((line) => JSON.parse(line).case);
    expect(new Set(cases).size).toBe(cases.length);
    for (const { name } of TARGETS.filter((target) => !HELD.has(target.name)))
      expect(server.requests.get(name)).toBe(asked.get(name));
    // Those that had no row are asked from the beginning.
    for (const { target, usage } of [...rows().values()].filter((row) => HELD.has(row.target)))
      expect(server.requests.get(target)).toBe((asked.get(target) ?? 0) + usage.requests);

    const whole = project.read('run.jsonl');
    const again = await run('--resume').done;
    expect(again.code).toBe(0);
    expect(project.read('run.jsonl')).toBe(whole);
  });

  it('may have lost the end of a line, and takes its workers with it', async () => {
    // Only the parent: nobody tells the workers.
    await killHalfWay((pid) => process.kill(pid, 'SIGKILL'));
    await vi.waitFor(async () => expect(await server.connections()).toBe(0), PATIENCE);
    const kept = lines();
    appendFileSync(project.path('run.jsonl'), kept.at(-1)?.slice(0, 300) ?? '');
    const cut = project.read('run.jsonl');

    const other = await run('--resume', 'chat/completion').done;
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toMatch(/run\.jsonl: the interrupted run had another plan/);
    expect(project.read('run.jsonl')).toBe(cut);

    server.open();
    expect((await run('--resume').done).code).toBe(0);
    expect(lines().slice(0, kept.length)).toEqual(kept);
    expect(lines().length).toBe(1 + TARGETS.length + 1);
    expect(rows().size).toBe(TARGETS.length);
  });
});
