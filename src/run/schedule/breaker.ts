/**
 * A circuit breaker for one target or deployment. Closed, it lets everything through; after so many failures
 * in a row it opens, and after a pause a single case is let through as a probe. A probe that succeeds closes
 * it; when the last probe has failed, the target is given up. A credential that is refused mends by no pause:
 * where it was never accepted, or a probe meets it, the target is given up at once. Time comes in as an argument.
 */
export class Breaker {
  readonly #threshold: number;
  #failures = 0;
  #probes = 0;
  #openUntil: number | null = null;
  #probing: string | null = null;
  #cause = '';
  /** The credential has been accepted before. */
  #accepted = false;
  #rejected = false;

  /** `threshold`: failures in a row that open it. */
  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  /** Milliseconds until a case may start; 0: now; Infinity: when the probe is back. */
  wait(now: number): number {
    if (this.#openUntil === null) return 0;
    if (this.#probing !== null) return Infinity;
    return Math.max(0, this.#openUntil - now);
  }

  /** Null while there is hope; else the cause that the remaining cases are blocked with. */
  get givenUp(): string | null {
    if (this.#rejected)
      return `the credential of the target is refused, so that nothing more was asked: ${this.#cause}`;
    if (this.#probes < PAUSES_MS.length || this.#probing !== null) return null;
    return `given up after ${this.#failures} failures in a row, the last ${this.#probes} of them probes: ${this.#cause}`;
  }

  started(id: string): void {
    if (this.#openUntil !== null) this.#probing = id;
  }

  /** The case failed for a reason that lies in the infrastructure. */
  failed(now: number, id: string, cause: string): void {
    const probe = this.#probing === id;
    // What was on its way when it opened says nothing new.
    if (this.#openUntil !== null && !probe) return;
    this.#cause = cause;
    this.#failures += 1;
    if (probe) {
      this.#probing = null;
      this.#probes += 1;
      this.#openUntil = now + (PAUSES_MS[this.#probes] ?? 0);
    } else if (this.#failures >= this.#threshold) this.#openUntil = now + (PAUSES_MS[0] ?? 0);
  }

  /** The case failed since the service does not take the credential of the target. */
  rejected(now: number, id: string, cause: string): void {
    const probe = this.#probing === id;
    this.failed(now, id, cause);
    if (this.#accepted && !probe) return;
    this.#rejected = true;
    this.#cause = cause;
  }

  /** The service answered, whatever it answered; `accepted`: one who showed the credential of the target. */
  succeeded(id: string, accepted: boolean): void {
    this.#accepted ||= accepted;
    if (this.#openUntil !== null && this.#probing !== id) return;
    this.#failures = 0;
    this.#probes = 0;
    this.#openUntil = null;
    this.#probing = null;
  }

  /** The case ended without saying anything about the infrastructure. */
  undecided(id: string): void {
    if (this.#probing === id) this.#probing = null;
  }
}

/** Milliseconds before the first, second and third probe. */
const PAUSES_MS = [10_000, 30_000, 60_000];
