/**
 * The mutation score: puts every applicable fault into sound recorded exchanges and counts how many the
 * checks catch. Takes the committed recordings of the reference target, and real traffic where it is there.
 *
 *   node bench/faults.ts                          a seeded sample: 300 mutants of each kind, under a minute
 *   node bench/faults.ts --most 5000 --places 20  a larger one
 *   node bench/faults.ts --all                    every fault in every place, hours
 *   node bench/faults.ts --reference              the committed recordings only
 */
import { parseArgs } from 'node:util';
import {
  FAULTS,
  printScores,
  recordedSubjects,
  referenceSubjects,
  scoreFaults,
  TRAFFIC,
  totalsOf,
} from './faults/index.ts';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    most: { type: 'string', default: '300' },
    places: { type: 'string', default: '3' },
    reference: { type: 'boolean', default: false },
  },
});
const traffic = values.reference ? null : TRAFFIC;
const sampling = {
  most: values.all ? Number.POSITIVE_INFINITY : Number(values.most),
  places: values.all ? Number.POSITIVE_INFINITY : Number(values.places),
  seed: 1,
};

const reference = referenceSubjects();
const recorded = traffic === null ? { subjects: [], all: 0 } : await recordedSubjects(traffic);
console.log(
  `${reference.length} exchanges of the reference target, ${recorded.subjects.length} sound ones of ${recorded.all} recorded on real services`,
);
const scores = scoreFaults([...reference, ...recorded.subjects], FAULTS, sampling);
console.log(printScores(scores));
const { faulty, caught } = totalsOf(scores);
process.exitCode = caught === faulty ? 0 : 1;
