/** Time comes in as an argument, so that tests decide when it passes. */
export interface Clock {
  /** Milliseconds, never going backwards; only differences mean anything. */
  now(): number;
  /** Run once after so many milliseconds; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
