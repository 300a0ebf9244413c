/** What a history says of each run: how many cells of each status, and what changed. Pure. */
import { isVerified } from '../verdict/evidence.ts';
import type { AskedStatus, HistoryEntry } from './entry.ts';
import { inOrder } from './times.ts';

/** A case with another verdict than the last one before. */
export interface Turn {
  readonly case: string;
  readonly from: AskedStatus;
  readonly to: AskedStatus;
}

export interface RunSketch {
  readonly entry: HistoryEntry;
  /** Cases of real providers, by status. */
  readonly real: Readonly<Record<AskedStatus, number>>;
  /** The same of the reference target, which says nothing about Azure. */
  readonly reference: Readonly<Record<AskedStatus, number>>;
  /** By case id. */
  readonly turns: readonly Turn[];
}

/** Oldest run first. */
export function sketchesOf(entries: readonly HistoryEntry[]): RunSketch[] {
  const verdicts = new Map<string, AskedStatus>();
  return inOrder(entries).map((entry) => {
    const [real, reference] = [none(), none()];
    const turns: Turn[] = [];
    for (const [id, [status]] of Object.entries(entry.cases)) {
      const place = entry.targets[id.split(':')[2] ?? ''];
      (place === 'reference' ? reference : real)[status] += 1;
      if (!isVerified(status)) continue;
      const from = verdicts.get(id);
      if (from !== undefined && from !== status) turns.push({ case: id, from, to: status });
      verdicts.set(id, status);
    }
    return { entry, real, reference, turns };
  });
}

function none(): Record<AskedStatus, number> {
  return { supported: 0, partial: 0, unsupported: 0, blocked: 0, errored: 0 };
}
