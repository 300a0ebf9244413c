import type { Clock } from '../wire/clock.ts';

/** The time a case has, less what it waits for limits and before retries: that is not the service's doing. */
export class Deadline {
  readonly ms: number;
  readonly #clock: Clock;
  readonly #expire: () => void;
  /** Resolves when the time is over. */
  readonly expired: Promise<void>;
  #left: number;
  #since = 0;
  #pauses = 0;
  #callOff: (() => void) | null = null;
  #over = false;

  constructor(ms: number, clock: Clock) {
    this.ms = ms;
    this.#left = ms;
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.expired = promise;
    this.#expire = resolve;
  }

  start(): void {
    if (this.#over) return;
    this.#since = this.#clock.now();
    this.#callOff = this.#clock.after(Math.max(0, this.#left), this.#expire);
  }

  /** Time does not count while `wait` lasts; several waits may overlap. */
  async without<T>(wait: Promise<T>): Promise<T> {
    if (this.#pauses++ === 0) this.stop();
    try {
      return await wait;
    } finally {
      if (--this.#pauses === 0) this.start();
    }
  }

  /** Whatever happens now, the time is not over any more. */
  end(): void {
    this.#over = true;
    this.stop();
  }

  stop(): void {
    if (this.#callOff === null) return;
    this.#callOff();
    this.#callOff = null;
    this.#left -= this.#clock.now() - this.#since;
  }
}
