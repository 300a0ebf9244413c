/** Milliseconds of the window that Azure counts requests and tokens in (`x-ratelimit-renewalperiod-*`: 60 s). */
const WINDOW_MS = 60_000;

export interface PaceLimits {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

/** Milliseconds; injected, so that tests decide when time passes. */
export interface PaceClock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * Keeps one target within its limits over any sliding minute. Requests are counted before they are sent;
 * tokens as the answers report them, so what is in flight may exceed the token limit by its own size.
 */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #clock: PaceClock;
  #requests: number[] = [];
  #tokens: { readonly at: number; readonly count: number }[] = [];
  /** Waiting callers form a queue, so that two never take the same free place. */
  #turn: Promise<void> = Promise.resolve();

  constructor(limits: PaceLimits, clock: PaceClock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Resolves when one more request may be sent. */
  request(): Promise<void> {
    const turn = this.#turn.then(() => this.#wait());
    this.#turn = turn;
    return turn;
  }

  spent(tokens: number): void {
    if (tokens > 0) this.#tokens.push({ at: this.#clock.now(), count: tokens });
  }

  async #wait(): Promise<void> {
    for (let pause = this.#pause(); pause > 0; pause = this.#pause()) await this.#clock.sleep(pause);
    this.#requests.push(this.#clock.now());
  }

  /** Milliseconds until the oldest entry that stands in the way leaves the window; 0 for none. */
  #pause(): number {
    const now = this.#clock.now();
    this.#requests = this.#requests.filter((at) => at > now - WINDOW_MS);
    this.#tokens = this.#tokens.filter(({ at }) => at > now - WINDOW_MS);
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = this.#limits;
    const [oldestRequest] = this.#requests;
    if (this.#requests.length >= requestsPerMinute && oldestRequest !== undefined) {
      return oldestRequest + WINDOW_MS - now;
    }
    const [oldestTokens] = this.#tokens;
    const used = this.#tokens.reduce((sum, { count }) => sum + count, 0);
    return used >= tokensPerMinute && oldestTokens !== undefined ? oldestTokens.at + WINDOW_MS - now : 0;
  }
}
