import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** Time passes only by sleeping. */
function manualClock() {
  let now = 0;
  return {
    now: () => now,
    async sleep(milliseconds: number) {
      now += milliseconds;
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

const inAnyMinute = (times: readonly number[]) =>
  Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length));

describe('Pace', () => {
  it('never lets more requests through than the limit in any minute, whenever they come', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 10 }), async (pauses, requestsPerMinute) => {
        const clock = manualClock();
        const pace = new Pace({ requestsPerMinute }, clock);
        const times: number[] = [];
        for (const pause of pauses) {
          clock.pass(pause);
          await pace.request();
          times.push(clock.now());
        }
        expect(inAnyMinute(times)).toBeLessThanOrEqual(requestsPerMinute);
      }),
    );
  });

  it('holds for callers that ask at the same time', async () => {
    const clock = manualClock();
    const pace = new Pace({ requestsPerMinute: 3 }, clock);
    const times = await Promise.all(Array.from({ length: 9 }, () => pace.request().then(() => clock.now())));
    expect(times).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000, 120_000, 120_000]);
  });

  it('waits while the tokens of the last minute are used up', async () => {
    const clock = manualClock();
    const pace = new Pace({ tokensPerMinute: 100 }, clock);
    await pace.request();
    pace.spent(100);
    await pace.request();
    expect(clock.now()).toBe(60_000);
  });

  it('does not wait without limits', async () => {
    const clock = manualClock();
    const pace = new Pace({}, clock);
    for (let count = 0; count < 1000; count++) await pace.request();
    expect(clock.now()).toBe(0);
  });
});
