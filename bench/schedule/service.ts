/** A service with known limits, in virtual time. It knows nothing of the schedule, and the schedule nothing of it. */

export interface DeploymentFacts {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
  /**
   * How the minute is enforced: over any 60 s, over minutes of the clock, or over minutes and, in equal parts,
   * over each ten seconds.
   */
  readonly enforced: 'sliding' | 'fixed' | 'ten-seconds';
  /** Tokens count when a request arrives, by what it asks for, or when its answer ends, by what it used. */
  readonly counts: 'asked' | 'used';
  /** Whether answers carry `x-ratelimit-*`. */
  readonly headers: boolean;
}

export interface Answer {
  readonly status: 200 | 429;
  readonly headers: ReadonlyMap<string, string>;
}

const MINUTE = 60_000;
const TEN_SECONDS = 10_000;

interface Counted {
  readonly at: number;
  readonly count: number;
}

export class SimulatedDeployment {
  readonly facts: DeploymentFacts;
  /** Requests refused, by the time they arrived. */
  readonly refusals: number[] = [];
  readonly requests: Counted[] = [];
  readonly tokens: Counted[] = [];

  constructor(facts: DeploymentFacts) {
    this.facts = facts;
  }

  /** A request arrives. `asked`: input and the most output. */
  arrive(now: number, asked: number): Answer {
    const { requestsPerMinute, tokensPerMinute, enforced, counts } = this.facts;
    const minute = enforced === 'fixed' ? now - (now % MINUTE) : now - MINUTE;
    const parts = MINUTE / TEN_SECONDS;
    const tooMany =
      sumSince(this.requests, minute) + 1 > requestsPerMinute ||
      (enforced === 'ten-seconds' &&
        sumSince(this.requests, now - TEN_SECONDS) + 1 > Math.max(1, Math.floor(requestsPerMinute / parts)));
    const tokens = sumSince(this.tokens, minute);
    const tooLong = counts === 'asked' ? tokens + asked > tokensPerMinute : tokens >= tokensPerMinute;
    if (tooMany || tooLong) {
      this.refusals.push(now);
      const pause = enforced === 'fixed' ? minute + MINUTE - now : 10_000;
      return { status: 429, headers: new Map([...this.#headers(now), ['retry-after-ms', String(pause)]]) };
    }
    this.requests.push({ at: now, count: 1 });
    if (counts === 'asked') this.tokens.push({ at: now, count: asked });
    return { status: 200, headers: this.#headers(now) };
  }

  /** The answer ends, with what it used. */
  end(now: number, used: number): void {
    if (this.facts.counts === 'used') this.tokens.push({ at: now, count: used });
  }

  /** The headers of an answer that is sent now. */
  headersAt(now: number): ReadonlyMap<string, string> {
    return this.#headers(now);
  }

  /** The most that was let through in any window in which the service counts, as a part of the limit. */
  highest(): { readonly requests: number; readonly tokens: number } {
    const { requestsPerMinute, tokensPerMinute, enforced } = this.facts;
    const windows = (counted: readonly Counted[]) =>
      enforced === 'fixed'
        ? [...Map.groupBy(counted, ({ at }) => Math.floor(at / MINUTE)).values()].map(sum)
        : counted.map(({ at }) => sum(counted.filter((one) => one.at > at - MINUTE && one.at <= at)));
    return {
      requests: Math.max(0, ...windows(this.requests)) / requestsPerMinute,
      tokens: Math.max(0, ...windows(this.tokens)) / tokensPerMinute,
    };
  }

  #headers(now: number): ReadonlyMap<string, string> {
    if (!this.facts.headers) return new Map();
    const { requestsPerMinute, tokensPerMinute, enforced } = this.facts;
    const since = enforced === 'fixed' ? now - (now % MINUTE) : now - MINUTE;
    const left = (limit: number, counted: readonly Counted[]) =>
      String(Math.max(0, limit - sumSince(counted, since)));
    return new Map([
      ['x-ratelimit-limit-requests', String(requestsPerMinute)],
      ['x-ratelimit-limit-tokens', String(tokensPerMinute)],
      ['x-ratelimit-remaining-requests', left(requestsPerMinute, this.requests)],
      ['x-ratelimit-remaining-tokens', left(tokensPerMinute, this.tokens)],
      ['x-ratelimit-renewalperiod-requests', '60'],
      ['x-ratelimit-renewalperiod-tokens', '60'],
    ]);
  }
}

function sumSince(counted: readonly Counted[], since: number): number {
  let total = 0;
  for (let index = counted.length - 1; index >= 0; index--) {
    const one = counted[index];
    if (one === undefined || one.at <= since) break;
    total += one.count;
  }
  return total;
}

function sum(counted: readonly Counted[]): number {
  return counted.reduce((total, { count }) => total + count, 0);
}
