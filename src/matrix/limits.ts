/** `limits:` of the matrix. The schema has checked the form; here durations are read and defaults set. */
import { parseDuration } from './duration.ts';
import type { Limits, RequestTimeouts } from './types.ts';

export interface RawLimits {
  readonly concurrency?: number;
  readonly concurrency_per_target?: number;
  readonly concurrency_per_deployment?: number;
  readonly requests_per_minute?: number;
  readonly tokens_per_minute?: number;
  readonly max_requests?: number;
  readonly max_tokens?: number;
  readonly max_cost_usd?: number;
  readonly max_duration?: string;
  readonly case_timeout?: string;
  readonly first_byte_timeout?: string;
  readonly between_events_timeout?: string;
  readonly request_timeout?: string;
  readonly retries?: number;
}

const DEFAULT_CONCURRENCY = 8;
const DEFAULT_CASE_TIMEOUT_MS = 120_000;

type Complain = (pointer: string, message: string) => void;
type DurationKey = {
  [K in keyof RawLimits]-?: RawLimits[K] extends string | undefined ? K : never;
}[keyof RawLimits];

export function readLimits(raw: RawLimits, complain: Complain): Limits {
  const duration = (key: DurationKey): number | undefined => {
    const text = raw[key];
    const milliseconds = text === undefined ? undefined : parseDuration(text);
    if (text !== undefined && milliseconds === undefined)
      complain(`/limits/${key}`, `"${text}" leaves no time; write for example 120s`);
    return milliseconds;
  };
  const caseTimeoutMs = duration('case_timeout') ?? DEFAULT_CASE_TIMEOUT_MS;
  const timeouts = {
    ...defaultTimeouts(caseTimeoutMs),
    ...defined({
      firstByteMs: duration('first_byte_timeout'),
      betweenEventsMs: duration('between_events_timeout'),
      totalMs: duration('request_timeout'),
    }),
  };
  refuseUnreachable(timeouts, caseTimeoutMs, complain);
  return {
    concurrency: raw.concurrency ?? DEFAULT_CONCURRENCY,
    ...defined({
      concurrencyPerTarget: raw.concurrency_per_target,
      concurrencyPerDeployment: raw.concurrency_per_deployment,
      requestsPerMinute: raw.requests_per_minute,
      tokensPerMinute: raw.tokens_per_minute,
      maxRequests: raw.max_requests,
      maxTokens: raw.max_tokens,
      maxCostUsd: raw.max_cost_usd,
      maxDurationMs: duration('max_duration'),
      retries: raw.retries,
    }),
    caseTimeoutMs,
    timeouts,
  };
}

/** Shorter than the case, so that the request says what it waited for before the case gives up. */
export function defaultTimeouts(caseTimeoutMs: number): RequestTimeouts {
  return {
    firstByteMs: Math.ceil((caseTimeoutMs * 5) / 6),
    betweenEventsMs: Math.ceil(caseTimeoutMs / 2),
    totalMs: Math.ceil((caseTimeoutMs * 11) / 12),
  };
}

const KEYS = {
  firstByteMs: 'first_byte_timeout',
  betweenEventsMs: 'between_events_timeout',
  totalMs: 'request_timeout',
} as const satisfies Record<keyof RequestTimeouts, DurationKey>;

/** A limit that the case timeout always comes before would never be told. */
function refuseUnreachable(timeouts: RequestTimeouts, caseTimeoutMs: number, complain: Complain): void {
  for (const name of ['firstByteMs', 'betweenEventsMs', 'totalMs'] as const) {
    if (timeouts[name] <= caseTimeoutMs) continue;
    complain(
      `/limits/${KEYS[name]}`,
      `${KEYS[name]} is longer than case_timeout (${caseTimeoutMs / 1000} s)`,
    );
  }
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
