/** How a large replay is dealt: to lanes, which are files, and in a lane to tests of many cases each. */
import type { Case } from '../matrix/types.ts';

/** Cases that share a test: vitest's own work for a test is about half of what a replayed case costs. */
const CASES_A_TEST = 100;

export interface LaneShare {
  /** Name of the test; no case id. */
  readonly name: string;
  readonly cases: readonly Case[];
}

/** The tests of one lane, 1-based; each case is in one test of one lane. */
export function sharesOf(cases: readonly Case[], lanes: number, lane: number): LaneShare[] {
  const own = cases.filter((_, index) => index % lanes === lane - 1);
  return Array.from({ length: Math.ceil(own.length / CASES_A_TEST) }, (_, index) => {
    const share = own.slice(index * CASES_A_TEST, (index + 1) * CASES_A_TEST);
    return { name: `${share[0]?.id ?? ''} and what follows`, cases: share };
  });
}
