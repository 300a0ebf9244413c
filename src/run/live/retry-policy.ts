/** Which attempt is followed by another. Only what says nothing about the contract is asked again. */
import type { Exchange } from '../../wire/exchange.ts';
import { operationOf } from '../../wire/operation.ts';

/** Where the matrix does not say. */
export const DEFAULT_RETRIES = 3;

export interface RetryPolicy {
  /** Further attempts after the first. */
  readonly retries: number;
}

export interface FailedAttempt {
  readonly exchange: Exchange;
  /** 1 for the first. */
  readonly attempt: number;
  /** What the service asks for; undefined: nothing. */
  readonly retryAfterMs: number | undefined;
}

/** Nobody was there to answer, or the answer is about the moment and not about the request. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** A longer pause than this is a quota that is used up. */
const MAX_PAUSE_MS = 120_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

/** A status that `pauseBefore` may answer with a pause; any other answer goes to the client as it is. */
export function isPassing(status: number): boolean {
  return PASSING.has(status);
}

/**
 * Milliseconds to wait before the next attempt; null: this one stands. `random` is a number from 0 to 1.
 * Never retried: a success, whatever is wrong with it; a contract answer (any other 4xx); what the client or a
 * budget ended; a certificate or an address that will be as wrong the next time; a quota that is used up; an
 * upload that may have arrived, as it would be there twice.
 */
export function pauseBefore(
  { exchange, attempt, retryAfterMs }: FailedAttempt,
  policy: RetryPolicy,
  random: number,
): number | null {
  if (attempt > policy.retries) return null;
  const { request, response, failure } = exchange;
  if (response === null) {
    if (failure?.kind === 'timeout-first-byte' || failure?.kind === 'timeout-total')
      return isUpload(request) ? null : backoff(attempt, random);
    if (failure?.kind !== 'network' || LASTING.test(failure.message)) return null;
    return isUpload(request) && !NOT_SENT.test(failure.message) ? null : backoff(attempt, random);
  }
  if (!isPassing(response.status) || response.headers['x-should-retry'] === 'false') return null;
  if (response.status === 429 && isUsedUp(exchange)) return null;
  if (retryAfterMs === undefined) return backoff(attempt, random);
  return retryAfterMs > MAX_PAUSE_MS ? null : retryAfterMs;
}

/** Errors of node and OpenSSL that no second attempt mends. */
const LASTING = /certificate|redirect|wrong version|SSL|TLS|invalid url|unknown scheme|bad port/i;
/** The connection was never there. */
const NOT_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|connect timeout/i;

function isUpload({ method, path }: Exchange['request']): boolean {
  return operationOf(method, path) === 'files.create';
}

/** `insufficient_quota` comes as a 429, and no pause helps (facts section 4). */
function isUsedUp({ response }: Exchange): boolean {
  const body = response?.body;
  const text = body?.kind === 'json' ? JSON.stringify(body.value) : body?.kind === 'text' ? body.text : '';
  return text.includes('insufficient_quota');
}

/** Doubles with each attempt; half of it is chance, so that cases that failed together do not return together. */
function backoff(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
