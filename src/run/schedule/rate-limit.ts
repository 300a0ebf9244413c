import type { RateFacts } from './rate-facts.ts';
import { type Charge, RateWindow } from './rate-window.ts';

export interface Rate {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

/** What one request has taken of a limit; settled when its answer is known. */
export interface RateCharge {
  readonly requests: Charge;
  readonly bursts: Charge | null;
  readonly tokens: Charge;
  readonly sentAt: number;
  accepted: boolean;
}

const MINUTE_MS = 60_000;
/**
 * Azure may enforce a minute's limit over ten seconds or one (Learn, "Manage quota": the rate is evaluated
 * over a small period of time). Taken on one by one when a 429 comes although the minute has room.
 */
const BURSTS_MS = [10_000, 1_000];
/** Milliseconds within which several 429 count as one. */
const LESSON_MS = 5_000;
/** So many requests under way at a time are as good as any number. */
const UNCHECKED = 64;
/** From here on a pause speaks of a minute's limit. */
const LONG_PAUSE_MS = 5_000;
/** Of a limit that no header names and a 429 let guess; grown when so many minutes passed without another. */
const QUIET_MINUTES = 3;

/**
 * The limits of one target or deployment: requests and tokens a minute, as configured or as the answers say.
 * `share` is the part that belongs to this run (1 of so many shards). Time comes in as an argument.
 */
export class RateLimit {
  readonly #share: number;
  readonly #requests: RateWindow;
  readonly #tokens: RateWindow;
  #burst: RateWindow | null = null;
  #bursts = 0;
  #recent: RateCharge[] = [];
  #pausedUntil = -Infinity;
  #guessed = false;
  #throttledAt = -Infinity;
  #underWay = 0;
  /**
   * Requests that may be under way at a time: halved by a 429, one more with each answer. So that those that were
   * held back do not all come at once when a pause ends, be refused again, and run out of attempts.
   */
  #mayBeUnderWay = Infinity;
  #halvedAt = -Infinity;

  constructor(rate: Rate = {}, shards = 1) {
    this.#share = 1 / shards;
    this.#requests = new RateWindow(this.#part(rate.requestsPerMinute), MINUTE_MS, 'asked');
    this.#tokens = new RateWindow(this.#part(rate.tokensPerMinute), MINUTE_MS, 'learned');
  }

  /** Milliseconds until a request of so many tokens may be sent; 0: now; Infinity: when something settles. */
  wait(now: number, tokens: number): number {
    this.#grow(now);
    if (this.#underWay >= this.#mayBeUnderWay) return Infinity;
    return Math.max(
      0,
      this.#pausedUntil - now,
      this.#requests.wait(now, 1),
      this.#tokens.wait(now, tokens),
      this.#burst?.wait(now, 1) ?? 0,
    );
  }

  /** `tokens` is an estimate until `settle`. */
  send(now: number, tokens: number): RateCharge {
    const charge = {
      requests: this.#requests.charge(now, 1),
      bursts: this.#burst?.charge(now, 1) ?? null,
      tokens: this.#tokens.charge(now, tokens),
      sentAt: now,
      accepted: false,
    };
    this.#recent = this.#recent.filter(({ sentAt }) => sentAt > now - MINUTE_MS);
    this.#recent.push(charge);
    this.#underWay += 1;
    return charge;
  }

  /** The headers of an answer. */
  learn(now: number, charge: RateCharge, facts: RateFacts, accepted: boolean): void {
    charge.accepted = accepted;
    this.#answered(now, charge);
    for (const [window, own, told] of [
      [this.#requests, charge.requests, facts.requests],
      [this.#tokens, charge.tokens, facts.tokens],
    ] as const) {
      if (told === undefined) continue;
      window.limit = this.#part(told.limit);
      if (told.remaining !== undefined) window.tell(now, own, told.limit, told.remaining);
    }
    if (facts.requests !== undefined) this.#guessed = false;
    this.#limitBurst();
  }

  /** The answer has ended; a refused request has used no tokens. */
  settle(now: number, charge: RateCharge, tokens: number): void {
    this.#answered(now, charge);
    this.#underWay -= 1;
    this.#tokens.settle(now, charge.tokens, tokens);
  }

  /** An answer other than a 429. */
  passed(): void {
    this.#mayBeUnderWay += 1;
    if (this.#mayBeUnderWay > UNCHECKED) this.#mayBeUnderWay = Infinity;
  }

  /** Nothing is sent for so many milliseconds. */
  pause(now: number, ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + ms);
  }

  /** A 429 to `charge`, with the pause that the service or the retry policy asks for. */
  throttled(now: number, charge: RateCharge, ms: number): void {
    // What was on its way at the last one says nothing new.
    if (charge.sentAt >= this.#halvedAt) {
      this.#halvedAt = now;
      this.#mayBeUnderWay = Math.max(1, Math.floor(Math.min(this.#mayBeUnderWay, this.#underWay) / 2));
    }
    const hadRoom = this.#requests.room(now) >= 1 && this.#tokens.room(now) >= 1;
    this.pause(now, ms);
    // Several requests on their way are refused together; that is one lesson.
    const fresh = now - this.#throttledAt > LESSON_MS;
    this.#throttledAt = now;
    if (!fresh) return;
    const accepted = this.#recent.filter((charge) => charge.accepted).length;
    if (this.#requests.limit === Infinity || this.#guessed) {
      // Whoever asks for a short pause has not used up a minute; what may be under way is halved, and that is enough.
      if (accepted === 0 || ms < LONG_PAUSE_MS) return;
      this.#guessed = true;
      this.#requests.limit = Math.max(1, Math.min(accepted, this.#requests.limit));
    } else if (hadRoom && this.#bursts < BURSTS_MS.length) {
      this.#burst = new RateWindow(Infinity, BURSTS_MS[this.#bursts] ?? MINUTE_MS, 'asked');
      this.#bursts += 1;
      this.#limitBurst();
    }
  }

  #answered(now: number, { requests, bursts }: RateCharge): void {
    this.#requests.settle(now, requests, 1);
    if (bursts !== null) this.#burst?.settle(now, bursts, 1);
  }

  #limitBurst(): void {
    const period = BURSTS_MS[this.#bursts - 1];
    if (this.#burst === null || period === undefined) return;
    this.#burst.limit = Math.max(1, Math.floor((this.#requests.limit * period) / MINUTE_MS));
  }

  /** A guess made while others used the limit must not hold for ever. */
  #grow(now: number): void {
    if (!this.#guessed || now - this.#throttledAt < QUIET_MINUTES * MINUTE_MS) return;
    this.#throttledAt = now;
    this.#requests.limit = Math.ceil(this.#requests.limit * 1.25);
  }

  #part(limit: number | undefined): number {
    return limit === undefined ? Infinity : Math.max(1, Math.floor(limit * this.#share));
  }
}
