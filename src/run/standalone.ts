import { fileURLToPath } from 'node:url';
import { expand, readProject } from '../matrix/index.ts';
import { lostRecordings } from '../verdict/recording.ts';
import type { WorkOrder } from './order.ts';
import { ownOf } from './own.ts';
import { prepare } from './prepare.ts';
import { RECORDED_TAG } from './tag.ts';
import { hasCassette } from './workshop.ts';

/** The work order of `npx vitest run suites`: everything that has a recording, or should have one, replayed. */
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
  // Left in, so that the test of a case whose recording is gone fails instead of being absent.
  const lost = lostRecordings(
    cases.map((item) => ({
      item,
      target: item.target,
      targetKind: matrix.targets.find(({ name }) => name === item.target)?.kind ?? 'azure',
      recorded: item.notRun === undefined ? true : item.notRun.reason === 'no-recording' ? false : null,
    })),
  ).map(({ item: { notRun: _, ...item } }) => item);
  return {
    mode: 'replay',
    home,
    recordings,
    journal: null,
    cases: [...cases.filter((item) => item.notRun === undefined), ...lost],
    tag: RECORDED_TAG,
    created: null,
    targets: matrix.targets,
    neighbours: matrix.targets,
    models: matrix.models,
    limits: matrix.limits,
    own: ownOf(matrix, cases),
    lanes: 1,
    live: null,
  };
}
