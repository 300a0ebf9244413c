/** For tests: the report of what is committed, without a run, as of one day. */
import { fileURLToPath } from 'node:url';
import { modelOf } from '../material/index.ts';
import { readProject } from '../matrix/index.ts';
import type { ReportModel } from '../report/index.ts';

export const HOME = fileURLToPath(new URL('../..', import.meta.url));

/** 2026-11-21, in seconds, for SOURCE_DATE_EPOCH. */
export const PUBLISHED = '1795219200';

export async function publishedReport(): Promise<ReportModel> {
  const before = process.env.SOURCE_DATE_EPOCH;
  process.env.SOURCE_DATE_EPOCH = PUBLISHED;
  try {
    const { matrix, catalogue, inventories } = readProject({
      home: HOME,
      folder: HOME,
      matrixFile: 'matrix.yaml',
      env: {},
    });
    const recordings = `${HOME}recordings`;
    return await modelOf({ home: HOME, recordings, matrix, catalogue, inventories, journals: [] });
  } finally {
    if (before === undefined) delete process.env.SOURCE_DATE_EPOCH;
    else process.env.SOURCE_DATE_EPOCH = before;
  }
}
