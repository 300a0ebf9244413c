import { rmdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExitCode } from '../failure.ts';
import { now } from './project.ts';
import { type Listed, lookAtRecordings } from './recordings.ts';
import { jsonText, plain, type Terminal } from './terminal.ts';

export interface PruneOptions {
  readonly matrix: string;
  /** Days; without it age is no reason. */
  readonly olderThan?: number;
  readonly yes: boolean;
  readonly json?: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Deletes recordings of no case of the matrix, and those older than `olderThan` days. Without `yes` it lists
 * them, and ends with 4 when there are any. What cannot be read as a cassette is never deleted: it may be
 * anything; `verify` names it.
 */
export async function pruneRecordings(options: PruneOptions, terminal: Terminal): Promise<ExitCode> {
  const { root, listed } = await lookAtRecordings(options.matrix, terminal);
  const stale = listed.flatMap((item) => {
    const reason = reasonToDelete(item, options.olderThan);
    return reason === null ? [] : [{ item, reason }];
  });
  if (options.yes) for (const { item } of stale) remove(item.file, root);
  const deleted = options.yes;
  if (options.json === true) {
    const rows = stale.map(({ item: { path, case: id, recordedAt }, reason }) => ({
      path,
      case: id,
      recordedAt,
      reason,
    }));
    terminal.out(jsonText({ deleted, recordings: rows }, 2));
  } else {
    for (const { item, reason } of stale) {
      terminal.out(`${deleted ? 'deleted' : 'would delete'}  ${plain(item.path)}  ${reason}`);
    }
    const told = `${stale.length} of ${listed.length} recordings`;
    if (stale.length === 0) terminal.out(`nothing to delete, ${listed.length} recordings stay`);
    else terminal.out(deleted ? `deleted ${told}` : `${told} would be deleted; delete them with --yes`);
  }
  return stale.length > 0 && !deleted ? 4 : 0;
}

function reasonToDelete(
  { case: id, recordedAt, orphan }: Listed,
  olderThan: number | undefined,
): string | null {
  if (id === null || recordedAt === null) return null;
  if (orphan) return 'orphan: no case of the matrix has this recording';
  const days = Math.floor((now().getTime() - Date.parse(recordedAt)) / DAY_MS);
  return olderThan !== undefined && days >= olderThan ? `recorded ${days} days ago` : null;
}

/** The file, and the folders that it leaves empty. */
function remove(file: string, root: string): void {
  unlinkSync(file);
  for (let folder = dirname(file); folder !== root; folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (
        error instanceof Error &&
        'code' in error &&
        (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')
      )
        return;
      throw error;
    }
  }
}
