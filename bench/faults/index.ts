/** Every kind of fault that is put into sound exchanges to see whether the checks bite. */
import { ANSWER_FAULTS } from './answer-faults.ts';
import { FIELD_FAULTS } from './field-faults.ts';
import type { Fault } from './mutant.ts';
import { STREAM_FAULTS } from './stream-faults.ts';
import { WIRE_FAULTS } from './wire-faults.ts';

export { printScores, totalsOf } from './print.ts';
export { scoreFaults } from './score.ts';
export { recordedSubjects, referenceSubjects, TRAFFIC } from './subjects.ts';

export const FAULTS: readonly Fault[] = [...FIELD_FAULTS, ...ANSWER_FAULTS, ...STREAM_FAULTS, ...WIRE_FAULTS];
