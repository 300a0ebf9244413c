/**
 * Replay of N chat cases end to end (10,000 unless an argument says otherwise), in one run with
 *  - the floor: the same number of vitest tests, each with one SDK call to an in-memory stub;
 *  - nock: the same number of vitest tests, each playing the same cassette through nock.
 *
 *   node bench/replay.ts [N]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import type { Case, Matrix } from '../src/matrix/index.ts';
import { readProject } from '../src/matrix/index.ts';
import { recordedAs } from '../src/run/lanes/recorded.fixture.ts';
import { runCases } from '../src/run/run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    bench: { readonly count: number; readonly recordings: string };
  }
}

const count = Number(process.argv[2] ?? 10_000);
const home = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'aoai-bench-'));
const recordings = join(folder, 'recordings');

const models = Array.from({ length: count }, (_, index) => `bench@${String(index).padStart(6, '0')}`);

try {
  const cases = await recordedAs(models, { home, recordings });
  const { matrix } = readProject({ home, folder: home, matrixFile: 'matrix.yaml', env: {} });
  const rows = [
    ['floor: SDK call to a stub', await time(() => vitest('bench/floor.bench-test.ts'))],
    ['replay: aoai-conform', await time(() => replay(matrix, cases))],
    ['nock: the same cassettes', await time(() => vitest('bench/nock.bench-test.ts'))],
  ] as const;
  const [floor, ours, nock] = rows.map(([, seconds]) => seconds);
  console.log(`\n${count} chat cases, one request each`);
  for (const [name, seconds] of rows) {
    console.log(
      `${name.padEnd(28)}${seconds.toFixed(1).padStart(8)} s${((seconds / count) * 1e6).toFixed(0).padStart(8)} us a case`,
    );
  }
  if (floor !== undefined && ours !== undefined && nock !== undefined) {
    console.log(`replay / floor  ${(ours / floor).toFixed(2)}x  (target at most 1.5x)`);
    console.log(
      `nock / replay   ${(nock / ours).toFixed(1)}x  (no replay can exceed ${(nock / floor).toFixed(1)}x: that is the floor)`,
    );
    console.log(
      `the same, above the floor  ${((nock - floor) / (ours - floor)).toFixed(1)}x  (target at least 10x)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function replay(matrix: Matrix, cases: readonly Case[]): Promise<void> {
  const finished = await runCases({
    matrix,
    cases,
    mode: 'replay',
    home,
    recordings,
    out: join(folder, 'run.jsonl'),
    shard: null,
    resume: false,
    now: () => new Date(),
    progress: () => {},
    live: null,
  });
  if (finished.footer.counts.supported !== count) {
    throw new Error(`the replay went wrong: ${JSON.stringify(finished.footer.counts)}`);
  }
}

async function vitest(file: string): Promise<void> {
  const instance = await startVitest([], {
    root: home,
    config: false,
    include: [file],
    watch: false,
    pool: 'forks',
    isolate: false,
    fsModuleCache: false,
    provide: { bench: { count, recordings } },
    reporters: [{}],
  });
  const failed = instance.state.getCountOfFailedTests();
  await instance.close();
  if (failed > 0) throw new Error(`${failed} tests of ${file} failed`);
}

async function time(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}
