import type { Case, Limits, Model, Target } from '../matrix/types.ts';
import type { RunMode } from '../verdict/types.ts';

/** What `run` hands to its workers: plain data. Keys and tokens are not in it; workers read the environment. */
export interface WorkOrder {
  readonly mode: RunMode;
  /** Folder of the harness: suites and fixtures. */
  readonly home: string;
  /** Folder of the recordings. */
  readonly recordings: string;
  /** Journal that finished cases are appended to; null: the test's own outcome is the result. */
  readonly journal: string | null;
  /** Tag of the run; see tag.ts. */
  readonly tag: string;
  /** Where created things are noted until they are deleted; null: nothing outlives the process. */
  readonly created: string | null;
  /** Runnable cases only. */
  readonly cases: readonly Case[];
  readonly targets: readonly Target[];
  readonly models: readonly Model[];
  readonly limits: Limits;
  /** Files that share the cases of a large replay; 1: each API has its own file. */
  readonly lanes: number;
  /** Cases of one file that may run at the same time; 1 in replay, where it gains nothing. */
  readonly concurrency: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    aoai: WorkOrder;
  }
}
