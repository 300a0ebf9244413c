import { fileURLToPath } from 'node:url';
import { expand, readProject } from '../matrix/index.ts';
import type { WorkOrder } from './order.ts';
import { prepare } from './prepare.ts';
import { RECORDED_TAG } from './tag.ts';
import { hasCassette } from './workshop.ts';

/** The work order of `npx vitest run suites`: everything that has a recording, replayed. */
export async function standaloneOrder(): Promise<WorkOrder> {
  const home = fileURLToPath(new URL('../..', import.meta.url));
  const recordings = fileURLToPath(new URL('../../recordings', import.meta.url));
  const { matrix } = readProject({ home, folder: home, matrixFile: 'matrix.yaml', env: process.env });
  const today = new Date().toISOString().slice(0, 10);
  const cases = prepare(expand(matrix, { today }), {
    mode: 'replay',
    targets: new Map(matrix.targets.map((target) => [target.name, target])),
    hasRecording: (item) => hasCassette(recordings, item),
  });
  return {
    mode: 'replay',
    home,
    recordings,
    journal: null,
    tag: RECORDED_TAG,
    created: null,
    cases: cases.filter((item) => item.notRun === undefined),
    targets: matrix.targets,
    models: matrix.models,
    limits: matrix.limits,
    lanes: 1,
    concurrency: 1,
  };
}
