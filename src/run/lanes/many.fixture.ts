/**
 * For lanes.test.ts, in a process of its own: replays as many cases as make two lanes worth it. The first
 * argument is a folder to work in. One recording is damaged, and one case no matrix could make: the name of its
 * model is longer than that of a file may be, which ends it like a defect of the harness. Prints the counts and the progress as JSON.
 *
 * With `kill` as the second argument a worker is killed on the way, and the run is resumed.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../../failure.ts';
import { readProject } from '../../matrix/index.ts';
import { cassettePath } from '../../wire/index.ts';
import { type RunOptions, runCases } from '../run.ts';
import { workersOf } from '../workers.fixture.ts';
import { recordedAs } from './recorded.fixture.ts';

const [folder = '', kill] = process.argv.slice(2);
const home = resolve(import.meta.dirname, '../../..');
const recordings = join(folder, 'recordings');
const models = Array.from({ length: 1050 }, (_, index) => `many@${index}`);
const cases = await recordedAs(models, { home, recordings });
const [, , damaged, impossible] = cases;
if (damaged !== undefined) writeFileSync(cassettePath(recordings, damaged), '{');
if (impossible !== undefined) cases[3] = { ...impossible, model: 'x'.repeat(400) };

const { matrix } = readProject({ home, folder: home, matrixFile: 'matrix.yaml', env: {} });
const progress: number[] = [];
let broken = '';
const options: RunOptions = {
  matrix,
  cases,
  mode: 'replay',
  home,
  recordings,
  out: join(folder, 'run.jsonl'),
  shard: null,
  resume: false,
  now: () => new Date(),
  progress(done) {
    progress.push(done);
    const [worker] = kill === undefined || broken !== '' || progress.length > 1 ? [] : workersOf(process.pid);
    if (worker !== undefined) process.kill(worker, 'SIGKILL');
  },
  live: null,
};
const run = () =>
  runCases(options).catch((error: unknown) => {
    broken = error instanceof Failure ? error.describe() : String(error);
    return runCases({ ...options, resume: true });
  });
const { footer, results, resumed } = await run();
const errored = results.filter(({ status }) => status === 'errored').map((row) => [row.case, row.reason]);
console.log(JSON.stringify({ counts: footer.counts, errored, progress, broken, resumed }));
