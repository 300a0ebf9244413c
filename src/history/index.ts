/**
 * The history of the runs: what is kept of each for good, and what it says of every cell.
 *
 *   appendHistory(folder, entryOf(header, results, placeOf));
 *   const times = timesOf(readHistory(folder)); // first seen, last seen live, last changed, by cell
 */
export { entryOf, type HistoryEntry, type HistoryPlace } from './entry.ts';
export { appendHistory, readHistory, removeFromHistory } from './folder.ts';
export { pastOf } from './past.ts';
export { dispensable } from './prune.ts';
export { withNamesOfToday } from './rename.ts';
export { type RunSketch, sketchesOf } from './runs.ts';
export { type CellTimes, timesOf, withEvidence } from './times.ts';
