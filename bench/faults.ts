/**
 * The mutation score: puts every applicable fault into sound recorded exchanges and counts how many the
 * checks catch. Takes the committed recordings of the reference target, and real traffic where it is there.
 *
 *   node bench/faults.ts            a seeded sample, about a minute
 *   node bench/faults.ts --all      every fault in every place
 *   node bench/faults.ts --reference    the committed recordings only
 */
import {
  FAULTS,
  printScores,
  recordedSubjects,
  referenceSubjects,
  scoreFaults,
  TRAFFIC,
  totalsOf,
} from './faults/index.ts';

const all = process.argv.includes('--all');
const useTraffic = TRAFFIC !== null && !process.argv.includes('--reference');
const sampling = all
  ? { most: Number.POSITIVE_INFINITY, places: Number.POSITIVE_INFINITY, seed: 1 }
  : { most: 300, places: 3, seed: 1 };

const reference = referenceSubjects();
const recorded = useTraffic ? await recordedSubjects(TRAFFIC) : { subjects: [], all: 0 };
console.log(
  `${reference.length} exchanges of the reference target, ${recorded.subjects.length} sound ones of ${recorded.all} recorded on real services`,
);
const scores = scoreFaults([...reference, ...recorded.subjects], FAULTS, sampling);
console.log(printScores(scores));
const { faulty, caught } = totalsOf(scores);
process.exitCode = caught === faulty ? 0 : 1;
