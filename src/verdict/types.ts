import type { CheckResult, ClassifiedError, Drift } from '../checks/check.ts';
import type { NotRunReason, Surface, TargetKind } from '../matrix/types.ts';
import type { Interval, Standing } from './interval.ts';

/** What happened to a case; DESIGN section 2. */
export type Status = 'supported' | 'partial' | 'unsupported' | 'blocked' | 'errored' | 'not-run';

/** Claim against evidence; DESIGN section 2. `unknown`: neither claim nor evidence. */
export type Assessment =
  | 'confirmed'
  | 'contradicted'
  | 'undocumented'
  | 'unverified'
  | 'disputed'
  | 'unknown';

export type RunMode = 'replay' | 'record' | 'live';

/** One row of a run: `{"type":"result",…}` in run.jsonl. */
export interface CaseResult {
  readonly type: 'result';
  /** Case id. */
  readonly case: string;
  readonly feature: string;
  readonly model: string;
  readonly target: string;
  readonly targetKind: TargetKind;
  readonly status: Status;
  /** One sentence; empty only for `supported`. */
  readonly reason: string;
  readonly notRun: NotRunReason | null;
  readonly checks: readonly CheckResult[];
  readonly drift: readonly Drift[];
  readonly error: ClassifiedError | null;
  readonly evidence: {
    readonly mode: RunMode;
    /** ISO time of the live traffic this rests on, null when there was none. */
    readonly observedLiveAt: string | null;
    /** ISO time of the replay, null for a live run. */
    readonly replayedAt: string | null;
    /** Path of the cassette relative to the project, null when none was read or written. */
    readonly cassette: string | null;
    /** Content hash of the cassette. */
    readonly sha256: string | null;
  };
  readonly region: string | null;
  readonly surface: Surface;
  /** `model` of the first answer that names one. */
  readonly modelEchoed: string | null;
  /** Requests sent and tokens used, as the answers say. */
  readonly usage: { readonly requests: number; readonly inputTokens: number; readonly outputTokens: number };
  /** What the scenario created at the target and could not delete, e.g. `file assistant-…`. */
  readonly leftovers: readonly string[];
  /** Attempts that were followed by another one; absent where there were none. */
  readonly attempts?: readonly AttemptNote[];
  /** What became of each repeat of a live case; absent where it was run once. */
  readonly repeats?: Repeats;
  /** True when the repeats do not agree; absent otherwise. */
  readonly flaky?: true;
  readonly durationMs: number;
}

/** An attempt that says nothing about the contract. */
export interface AttemptNote {
  /** 0-based ordinal of the request in its case. */
  readonly request: number;
  /** `HTTP 429`, or how the wire broke. Redacted. */
  readonly cause: string;
  /** Milliseconds before the next attempt. */
  readonly pauseMs: number;
}

export interface Repeats {
  readonly statuses: readonly Status[];
  /** Of the answered repeats, how many have the status of the result. */
  readonly agreed: { readonly passed: number; readonly all: number; readonly interval: Interval };
  /** Checks whose outcome was not the same in all repeats that were answered. */
  readonly checks: readonly RepeatedCheck[];
}

export interface RepeatedCheck {
  readonly id: string;
  readonly passed: number;
  readonly failed: number;
  /** `any`: it depends on what the model chooses to say, and one pass proves the feature; `all`: a contract. */
  readonly needs: 'any' | 'all';
  /** Wilson 95 % interval of the share that passed. */
  readonly interval: Interval;
  /** Of `any`: where the interval lies to the threshold of the matrix, or to one half. */
  readonly standing?: Standing;
}

export interface RunHeader {
  readonly type: 'header';
  readonly schema: 1;
  readonly run: string;
  readonly startedAt: string;
  readonly mode: RunMode;
  readonly harness: string;
  readonly sdk: string;
  /** Hex SHA-256 of the matrix, catalogue and selection the cases were expanded from. */
  readonly plan: string;
  /** Number of result rows a complete run has. */
  readonly cases: number;
  readonly shard: string | null;
  /** Share of the sample and the day it rotated by; absent: every case was asked. */
  readonly sample?: { readonly share: string; readonly day: string };
  /** Of a shard that was dealt by time: which timings; absent: by hash of the case id. */
  readonly timings?: string;
}

export interface RunFooter {
  readonly type: 'footer';
  readonly finishedAt: string;
  readonly counts: Readonly<Record<Status, number>>;
  /** True when the run was resumed at least once. */
  readonly resumed: boolean;
}

export type RunLine = RunHeader | CaseResult | RunFooter;

/** A fact derived from somebody else's recording; one line of `fixtures/observations/*.jsonl`. Never a body. */
export interface Observation {
  /** Stable: hash of citation and feature. */
  readonly id: string;
  /** Model name as served, without version, e.g. `gpt-4o-mini`. */
  readonly model: string;
  /** Version where the exchange states it (`gpt-4o-mini-2024-07-18`), else null. */
  readonly version: string | null;
  readonly api: 'chat' | 'responses' | 'files' | 'models' | 'service';
  readonly feature: string;
  readonly targetKind: 'azure' | 'openai' | 'other';
  readonly status: Exclude<Status, 'not-run'>;
  /** Error class for a refusal, else null. */
  readonly errorClass: string | null;
  readonly checks: { readonly passed: readonly string[]; readonly failed: readonly string[] };
  readonly region: string | null;
  /** ISO date of the recording, or null; `dateSource` says where it is from. */
  readonly date: string | null;
  readonly dateSource: string | null;
  readonly fidelity: string;
  readonly citation: {
    readonly repository: string;
    readonly commit: string;
    readonly path: string;
    readonly index: string;
    readonly license: string;
  };
  /** Number of equal exchanges of one repository that this line stands for; absent for 1. The citation names the newest. */
  readonly count?: number;
}

/** One thing that was seen, ready to stand in a cell. */
export interface Evidence {
  /** Strongest first: a live run, the replay of a live recording, a cited public observation. */
  readonly kind: 'live' | 'replay' | 'observation';
  readonly status: Status;
  /** ISO date or time of the live traffic; null where the recording does not say. */
  readonly observedAt: string | null;
  readonly region: string | null;
  /** True when the evidence names the model without a version and the catalogue has exactly one. */
  readonly versionInferred: boolean;
  readonly result?: CaseResult;
  readonly observation?: Observation;
}

/** One cell of the published table: model x feature for one kind of target. Never filled by a claim or by `reference`. */
export interface Cell {
  /** Model id; `-` for a feature of scope `target`. */
  readonly model: string;
  readonly feature: string;
  readonly targetKind: 'azure' | 'openai' | 'other';
  /** `unknown`: nothing was seen. A blocked run never replaces an earlier verified status. */
  readonly status: Status | 'unknown';
  /** Strongest and newest first. */
  readonly evidence: readonly Evidence[];
  /** The newest live date behind `status`, null when unknown. */
  readonly observedAt: string | null;
  /** True when evidence of the same strength disagrees about the status. */
  readonly mixed: boolean;
  /** Ids of the claims about this cell. */
  readonly claims: readonly string[];
  readonly assessment: Assessment;
}
