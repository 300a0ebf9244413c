/** How binding a check is: a failed `must` makes a case partial, a failed `should` is shown, `info` only counts. */
export type Severity = 'must' | 'should' | 'info';

/** One cause of a failed check. */
export interface Violation {
  /**
   * Stable id, dotted, the same for pass and fail: `schema.response`, `schema.event`, `schema.request`,
   * `stream.sequence`, `stream.envelope`, `fold.text`, `error.envelope`, `usage.total`, …
   */
  readonly check: string;
  readonly severity: Severity;
  /** JSON pointer into the body, or into the event for a stream; `` for the whole. */
  readonly pointer: string;
  /** One sentence: what was found and what was expected. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** Source of the rule: a URL, `openai@7.55.0#Response`, or `facts: <sentence>`. */
  readonly reference?: string;
  readonly suggestion?: string;
  /** 0-based index of the SSE event, for stream checks. */
  readonly event?: number;
  /** `[type of previous, type of this, type of next]` around `event`. */
  readonly neighbours?: readonly string[];
}

/** Something new that the schema does not know: never a failure, always counted. */
export interface Drift {
  readonly kind: 'unknown-field' | 'unknown-enum-value' | 'unknown-event-type' | 'unknown-item-type';
  /** Pointer with indexes replaced by `{i}`, so that equal drift counts once: `/output/{i}/content/{i}/foo`. */
  readonly pointer: string;
  /** Name of the schema that does not know it, e.g. `Response`. */
  readonly schema: string;
  /** The unknown enum value or type, where it is short and harmless; never free text. */
  readonly value?: string;
}

/** Result of one check over one exchange or case. */
export interface CheckResult {
  readonly id: string;
  readonly severity: Severity;
  readonly outcome: 'passed' | 'failed';
  /** A sentence that is true for the outcome. */
  readonly message: string;
  readonly violations: readonly Violation[];
  /** 0-based ordinal of the exchange in its case, where the check concerns one. */
  readonly exchange?: number;
}

/** Class of a refusal, from the error catalogue. */
export type ErrorClass =
  | 'unsupported-operation'
  | 'unsupported-parameter'
  | 'deployment-not-found'
  | 'auth'
  | 'forbidden'
  | 'throttled'
  | 'quota'
  | 'content-filter'
  | 'context-length'
  | 'invalid-request'
  | 'not-found'
  | 'outage'
  | 'unknown';

/** What the error catalogue says about an error answer (HTTP body or frame inside a stream). */
export interface ClassifiedError {
  readonly class: ErrorClass;
  /** Id of the catalogue entry, null when nothing matched. */
  readonly entry: string | null;
  /** Status a case takes when its own request is refused like this. */
  readonly status: 'unsupported' | 'blocked' | 'errored';
  readonly httpStatus: number;
  readonly code: string | null;
  readonly type: string | null;
  readonly param: string | null;
  /** As the service sent it, redacted, at most 500 characters. Hostile input. */
  readonly message: string;
  /** Which of the known envelopes the body used, see facts section 2; `unreadable` for anything else. */
  readonly envelope: string;
}

/** Everything the automatic checks say about one exchange. */
export interface ExchangeReport {
  readonly checks: readonly CheckResult[];
  readonly drift: readonly Drift[];
  /** The error of the answer, or of a frame in its stream; null when it is no error. */
  readonly error: ClassifiedError | null;
}
