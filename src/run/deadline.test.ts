import { describe, expect, it } from 'vitest';
import { Deadline } from './deadline.ts';
import { ManualClock } from './manual-clock.fixture.ts';

async function isOver(deadline: Deadline): Promise<boolean> {
  return Promise.race([deadline.expired.then(() => true), Promise.resolve(false).then(() => false)]);
}

describe('the time of a case', () => {
  it('is over when it has passed', async () => {
    const clock = new ManualClock();
    const deadline = new Deadline(1_000, clock);
    deadline.start();
    clock.pass(999);
    expect(await isOver(deadline)).toBe(false);
    clock.pass(1);
    expect(await isOver(deadline)).toBe(true);
  });

  it('stands still while anything waits that is not the doing of the service', async () => {
    const clock = new ManualClock();
    const deadline = new Deadline(1_000, clock);
    deadline.start();
    clock.pass(400);
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const waits = [deadline.without(first.promise), deadline.without(second.promise)];
    clock.pass(60_000);
    first.resolve();
    await waits[0];
    clock.pass(60_000);
    second.resolve();
    await waits[1];
    clock.pass(599);
    expect(await isOver(deadline)).toBe(false);
    clock.pass(1);
    expect(await isOver(deadline)).toBe(true);
  });

  it('does not come back once the case has ended', async () => {
    const clock = new ManualClock();
    const deadline = new Deadline(1_000, clock);
    deadline.start();
    deadline.end();
    await deadline.without(Promise.resolve());
    clock.pass(5_000);
    expect(await isOver(deadline)).toBe(false);
  });
});
