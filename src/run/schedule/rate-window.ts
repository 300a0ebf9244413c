/** What one request takes of a limit. Times in milliseconds. */
export interface Charge {
  readonly sentAt: number;
  /** What it may take at most. */
  readonly asked: number;
  /** Null: it is under way. */
  settledAt: number | null;
  /** What it took; `asked` until it is settled. */
  used: number;
}

/**
 * What a service counts: what is `asked` for, when the request arrives; or what was used, when the answer has
 * ended. `learned` from the answers; until then the later time, and what may not be counted yet is not.
 */
export type Counting = 'asked' | 'learned';

/**
 * Milliseconds that a charge stays longer than the period, since the service's clock starts when the request
 * arrives, and one request may travel longer than the next.
 */
function marginOf(periodMs: number): number {
  return Math.min(500, Math.max(150, periodMs / 40));
}

/** Answers that have to agree before what they agree with is believed. */
const ENOUGH_VOTES = 3;

/**
 * What is left of one limit over a sliding period; whoever keeps it over any period keeps it over fixed ones,
 * wherever those begin. Services count differently (what is asked for when it arrives, or what was used when
 * it ends), and others may use the same limit: what an answer says is left is believed before the own account.
 */
export class RateWindow {
  /** Infinity: unknown. */
  limit: number;
  readonly #periodMs: number;
  readonly #marginMs: number;
  /** The period and its margin. */
  readonly #heldMs: number;
  readonly #counting: Counting;
  #asked: boolean;
  /** How much more often the answers agreed with `asked` than with what was used. */
  #votes = 0;
  #charges: Charge[] = [];
  #told: { readonly at: number; readonly remaining: number } | null = null;

  constructor(limit: number, periodMs: number, counting: Counting) {
    this.limit = limit;
    this.#periodMs = periodMs;
    this.#marginMs = marginOf(periodMs);
    this.#heldMs = periodMs + this.#marginMs;
    this.#counting = counting;
    this.#asked = counting === 'asked';
  }

  charge(now: number, count: number): Charge {
    const charge = { sentAt: now, asked: count, settledAt: null, used: count };
    this.#charges.push(charge);
    return charge;
  }

  settle(now: number, charge: Charge, used: number): void {
    if (charge.settledAt !== null) return;
    charge.settledAt = now;
    charge.used = used;
  }

  /** The answer to `charge` said so much of the whole limit is left, for all who use it. */
  tell(now: number, charge: Charge, whole: number, remaining: number): void {
    this.#told = { at: now, remaining };
    if (this.#counting === 'learned') this.#vote(now, charge, whole - remaining);
  }

  #vote(now: number, { sentAt }: Charge, counted: number): void {
    const since = now - this.#periodMs;
    let [asked, used] = [0, 0];
    for (const charge of this.#charges) {
      if (charge.sentAt > since && charge.sentAt <= sentAt) asked += charge.asked;
      if (charge.settledAt !== null && charge.settledAt > since) used += charge.used;
    }
    // Where both come to the same there is nothing to tell apart.
    if (Math.abs(asked - used) < this.limit / 20) return;
    const closer = Math.abs(counted - asked) < Math.abs(counted - used) ? 1 : -1;
    this.#votes = Math.max(-ENOUGH_VOTES, Math.min(ENOUGH_VOTES, this.#votes + closer));
    if (this.#votes === ENOUGH_VOTES) this.#asked = true;
    else if (this.#votes <= 0) this.#asked = false;
  }

  /** What may still be taken; negative when more was taken than there is. */
  room(now: number): number {
    this.#forget(now);
    return this.#roomAt(now);
  }

  /**
   * Milliseconds until `count` fits; 0: now; Infinity: not before something under way has ended. What is more
   * than the whole limit waits for an empty window and then goes alone.
   */
  wait(now: number, count: number): number {
    if (this.limit === Infinity) return 0;
    const need = Math.min(count, this.limit);
    if (this.room(now) >= need) return 0;
    const times = this.#timesAfter(now);
    // Room only grows while nothing is sent, so that the first time that suffices can be searched by halves.
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#roomAt(times[middle] ?? now) >= need) high = middle;
      else low = middle + 1;
    }
    const time = times[low];
    return time === undefined ? Infinity : time - now;
  }

  #roomAt(time: number): number {
    const told = this.#told;
    const believed = told !== null && time < told.at + this.#heldMs;
    let own = this.limit;
    let left = believed ? told.remaining : Infinity;
    for (const charge of this.#charges) {
      if (charge.settledAt === null) {
        own -= charge.asked;
        left -= charge.asked;
        continue;
      }
      const count = this.#asked ? charge.asked : charge.used;
      const gone = this.#latestEnd(charge, charge.settledAt);
      // Without a word of the service the latest time at which it may stop counting is the safe one.
      const held = believed ? charge.sentAt + this.#heldMs : gone;
      if (held > time) own -= count;
      if (!believed) continue;
      // An answer that ended about when the other was given may not be in what that one told.
      const untold = !this.#asked && charge.settledAt > told.at - this.#marginMs;
      if (untold && gone > time) left -= count;
      // What the service may have let go already was told.
      if (!untold && charge.sentAt + this.#periodMs > told.at && gone <= time) left += count;
    }
    return Math.min(own, left);
  }

  #latestEnd({ sentAt }: Charge, settledAt: number): number {
    return (this.#asked ? sentAt : settledAt) + this.#heldMs;
  }

  /** When room may grow. */
  #timesAfter(now: number): number[] {
    const times = this.#charges.flatMap((charge) =>
      charge.settledAt === null
        ? []
        : [charge.sentAt + this.#heldMs, this.#latestEnd(charge, charge.settledAt)],
    );
    if (this.#told !== null) times.push(this.#told.at + this.#heldMs);
    return times.filter((time) => time > now).sort((a, b) => a - b);
  }

  #forget(now: number): void {
    const since = now - 2 * this.#heldMs;
    const [oldest] = this.#charges;
    if (oldest === undefined || oldest.sentAt > since) return;
    this.#charges = this.#charges.filter(({ settledAt }) => settledAt === null || settledAt > since);
  }
}
