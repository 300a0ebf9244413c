/**
 * For lanes.test.ts, in a process of its own: replays as many cases as make two lanes worth it. The first
 * argument is a folder to work in. One recording is damaged. Prints the counts and the progress as JSON.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readProject } from '../../matrix/index.ts';
import type { Case } from '../../matrix/types.ts';
import { cassettePath, createCassette, exchangesOf, readCassette, saveCassette } from '../../wire/index.ts';
import { runCases } from '../run.ts';

const [folder = ''] = process.argv.slice(2);
const home = resolve(import.meta.dirname, '../../..');
const recordings = join(folder, 'recordings');
const cases = Array.from({ length: 1050 }, (_, index): Case => {
  const model = `many@${index}`;
  return {
    id: `chat/completion:${model}:reference`,
    feature: 'chat/completion',
    api: 'chat',
    model,
    carrier: 'ref-general@2026-11-01',
    target: 'reference',
    deployment: 'ref-general',
  };
});

const file = join(home, 'recordings/reference/chat/completion/ref-general@2026-11-01.json');
const { lineage, ...template } = readCassette(readFileSync(file, 'utf8'), file);
const exchanges = exchangesOf(template);
for (const item of cases)
  await saveCassette(recordings, item, createCassette({ case: item.id, lineage, exchanges }));
const [, , damaged] = cases;
if (damaged !== undefined) writeFileSync(cassettePath(recordings, damaged), '{');

const { matrix } = readProject({ home, folder: home, matrixFile: 'matrix.yaml', env: {} });
const progress: number[] = [];
const { footer, results } = await runCases({
  matrix,
  cases,
  mode: 'replay',
  home,
  recordings,
  out: join(folder, 'run.jsonl'),
  shard: null,
  resume: false,
  now: () => new Date(),
  progress: (done) => progress.push(done),
  live: null,
});
const errored = results.filter(({ status }) => status === 'errored').map((row) => row.case);
console.log(JSON.stringify({ counts: footer.counts, errored, progress }));
