/**
 * The quota of a deployment: requests and tokens a minute. A minute begins with the first request of a
 * deployment that has none running. What is left is always told; refused is only where limits were given.
 * As the service may, it can hold to a minute's limit by a shorter period (Learn, "Manage quota").
 */
import { throttled } from './refusal.ts';

export interface Limits {
  /** Requests, for each deployment. */
  readonly requestsPerMinute?: number;
  /** Input and output together, for each deployment. */
  readonly tokensPerMinute?: number;
  /** Milliseconds over which the limits are held to, each in proportion; default a minute. */
  readonly periodMs?: number;
}

/** What all deployments were asked for since the start. */
export interface Counted {
  readonly requests: number;
  /** Input and output together. */
  readonly tokens: number;
}

/** What is told where no limit is given; nobody is held to it. */
const NOMINAL = { requests: 1_000, tokens: 1_000_000 };
const MINUTE_MS = 60_000;

interface Minute {
  /** Milliseconds since the epoch. */
  readonly start: number;
  requests: number;
  tokens: number;
}

export interface QuotaLeft {
  readonly requestLimit: number;
  readonly tokenLimit: number;
  readonly requestsLeft: number;
  readonly tokensLeft: number;
}

export class Quota {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #minutes = new Map<string, Minute>();
  readonly #periodMs: number;
  #counted: Counted = { requests: 0, tokens: 0 };

  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#periodMs = limits.periodMs ?? MINUTE_MS;
  }

  get counted(): Counted {
    return this.#counted;
  }

  /**
   * Counts one request. `operation` and `version` are named in the refusal, which is thrown when the minute has
   * no request or no token left: tokens count as they were answered, so that one request may exceed them.
   */
  admit(deployment: string, operation: string, version: string): void {
    const part = this.#periodMs / MINUTE_MS;
    const requests = (this.#limits.requestsPerMinute ?? Infinity) * part;
    const tokens = (this.#limits.tokensPerMinute ?? Infinity) * part;
    const minute = this.#minuteOf(deployment);
    const spent = minute.requests >= requests ? 'call' : minute.tokens >= tokens ? 'token' : null;
    if (spent === null) {
      minute.requests += 1;
      this.#counted = { ...this.#counted, requests: this.#counted.requests + 1 };
      return;
    }
    const wait = minute.start + this.#periodMs - this.#now();
    throw throttled({ spent, operation, version, wait, left: this.left(deployment) });
  }

  spend(deployment: string, tokens: number): void {
    this.#minuteOf(deployment).tokens += tokens;
    this.#counted = { ...this.#counted, tokens: this.#counted.tokens + tokens };
  }

  left(deployment: string): QuotaLeft {
    const { requests, tokens } = this.#minuteOf(deployment);
    const {
      requestsPerMinute: requestLimit = NOMINAL.requests,
      tokensPerMinute: tokenLimit = NOMINAL.tokens,
    } = this.#limits;
    return {
      requestLimit,
      tokenLimit,
      requestsLeft: Math.max(0, requestLimit - requests),
      tokensLeft: Math.max(0, tokenLimit - tokens),
    };
  }

  #minuteOf(deployment: string): Minute {
    const now = this.#now();
    const running = this.#minutes.get(deployment);
    if (running !== undefined && now - running.start < this.#periodMs) return running;
    const minute = { start: now, requests: 0, tokens: 0 };
    this.#minutes.set(deployment, minute);
    return minute;
  }
}
