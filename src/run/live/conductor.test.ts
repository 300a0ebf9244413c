import { describe, expect, it } from 'vitest';
import { ManualClock } from '../manual-clock.fixture.ts';
import { Schedule, type ScheduleOptions } from '../schedule/schedule.ts';
import { Conductor, RequestDenied } from './conductor.ts';

const REQUEST = { tokens: 10, usd: 0, deployment: true, free: false, again: false };
const WORK = ['first', 'second', 'third'].map((id) => ({
  id,
  target: 'sweden',
  deployment: 'a',
  amount: { requests: 1, tokens: 10, usd: 0 },
}));

function conduct(over: Partial<ScheduleOptions> = {}) {
  const clock = new ManualClock();
  const options = { concurrency: 2, rates: new Map([['sweden', {}]]), shards: 1, budget: {}, ...over };
  return { clock, conductor: new Conductor(new Schedule(WORK, options), clock) };
}

/** What a promise has come to by now. */
async function settled<T>(promise: Promise<T>): Promise<T | 'waits'> {
  let state: T | 'waits' = 'waits';
  void promise.then((value) => {
    state = value;
  });
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  return state;
}

describe('the conductor', () => {
  it('lets cases go in the order of the schedule, whoever asks first', async () => {
    const { conductor } = conduct();
    const third = conductor.start('third');
    expect(await settled(third)).toBe('waits');
    expect(await settled(conductor.start('first'))).toBe('go');
    conductor.ended('first', { kind: 'well', accepted: true });
    expect(await settled(third)).toBe('go');
  });

  it('holds a request until its limit has room', async () => {
    const { conductor, clock } = conduct({ rates: new Map([['sweden', { requestsPerMinute: 1 }]]) });
    await conductor.start('first');
    const pass = await conductor.ask('first', REQUEST, null);
    pass.settled(10, 0);
    const second = conductor.ask('first', REQUEST, null).then(() => 'sent' as const);
    clock.pass(59_000);
    expect(await settled(second)).toBe('waits');
    clock.pass(2_000);
    expect(await settled(second)).toBe('sent');
  });

  it('denies a request beyond the budget', async () => {
    const { conductor } = conduct({ budget: { maxRequests: 1 } });
    await conductor.start('first');
    await conductor.ask('first', REQUEST, null);
    await expect(conductor.ask('first', REQUEST, null)).rejects.toThrow(RequestDenied);
  });

  it('gives up the place of a request that its client has given up', async () => {
    const { conductor } = conduct({ rates: new Map([['sweden', { requestsPerMinute: 1 }]]) });
    await conductor.start('first');
    (await conductor.ask('first', REQUEST, null)).settled(0, 0);
    const cut = new AbortController();
    const waiting = conductor.ask('first', REQUEST, cut.signal);
    cut.abort(new Error('the case is over'));
    await expect(waiting).rejects.toThrow('the case is over');
  });

  it('starts nothing once it is stopped, and lets what is under way go on', async () => {
    const { conductor } = conduct();
    await conductor.start('first');
    const third = conductor.start('third');
    conductor.stop();
    expect(await third).toBe('stopped');
    expect(await conductor.start('second')).toBe('stopped');
    expect(await settled(conductor.ask('first', REQUEST, null).then(() => 'sent'))).toBe('sent');
  });
});
