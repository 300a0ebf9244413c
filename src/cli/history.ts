import { dispensable, type HistoryEntry, readHistory, removeFromHistory } from '../history/index.ts';
import { historyThere } from './old-names.ts';
import { jsonText, type Terminal } from './terminal.ts';

export interface HistoryOptions {
  /** Newest runs that stay in any case. */
  readonly keep: number;
  readonly dryRun: boolean;
  readonly json?: boolean;
}

/** `list` shows the runs of a history; `prune` deletes those without which every date stays as it is. */
export function history(action: string, folder: string, options: HistoryOptions, terminal: Terminal): 0 {
  const path = historyThere(folder, terminal);
  const entries = readHistory(path);
  const pruning = action === 'prune';
  const told = pruning ? dispensable(entries, options.keep) : entries;
  if (pruning && !options.dryRun) for (const entry of told) removeFromHistory(path, entry);
  if (options.json === true) {
    terminal.out(jsonText(told.map(sketch), 2));
    return 0;
  }
  for (const entry of told) {
    const { startedAt, mode, run, asked, notRun } = sketch(entry);
    terminal.out(`${startedAt}  ${mode}  ${run}  ${asked} asked, ${notRun} not run`);
  }
  terminal.out(pruning ? pruned(entries.length, told.length, options.dryRun) : `${entries.length} runs`);
  return 0;
}

function sketch({ run, startedAt, mode, cases, notRun }: HistoryEntry) {
  return { run, startedAt, mode, asked: Object.keys(cases).length, notRun };
}

function pruned(all: number, gone: number, dryRun: boolean): string {
  const verb = dryRun ? 'would be deleted' : 'deleted';
  return `${gone} of ${all} runs ${verb}; every first-seen, last-seen and last-changed date stays`;
}
