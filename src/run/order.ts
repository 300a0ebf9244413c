import type { Expected } from '../matrix/estimate.ts';
import type { Case, Limits, Model, OwnModule, OwnScenario, RepeatSpec, Target } from '../matrix/types.ts';
import type { RunMode } from '../verdict/types.ts';
import type { Amount } from './schedule/spending.ts';

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
  /** All targets of the matrix: what is known of them is left out of everything. */
  readonly neighbours: readonly Target[];
  readonly models: readonly Model[];
  readonly limits: Limits;
  /** What the user has added: scenarios of the selected features, modules of checks. */
  readonly own: { readonly scenarios: readonly OwnScenario[]; readonly checks: readonly OwnModule[] };
  /** Files that share the cases of a large replay; 1: each API has its own file. */
  readonly lanes: number;
  /** Null in replay, which asks nobody. */
  readonly live: LivePlan | null;
}

/** What a live run needs to spend what it may. */
export interface LivePlan {
  /** By case: what one run of it is expected to take. */
  readonly estimates: Readonly<Record<string, Expected>>;
  /** By the model that carries the requests: USD per million tokens. A model that is not named counts nothing. */
  readonly prices: Readonly<Record<string, { readonly input: number; readonly output: number }>>;
  /** By the run that this one continues. */
  readonly spent: Amount;
  /** Runs that share the limits in equal parts. */
  readonly shards: number;
  /** How often each case is run. */
  readonly repeat: RepeatSpec;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** A file that appears when no further case is to start; null: nobody will ask for it. */
  readonly stop: string | null;
}
