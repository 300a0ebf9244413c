import { describe, expect, it } from 'vitest';
import { type Decision, type Health, Schedule, type ScheduleOptions, type Work } from './schedule.ts';

const WELL: Health = { kind: 'well', accepted: true };
const OPTIONS: ScheduleOptions = { concurrency: 8, rates: new Map(), shards: 1, budget: {} };
const REQUEST = { tokens: 100, usd: 0, deployment: true, free: false, again: false };

function work(count: number, target = 'sweden', deployment = 'a'): Work[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${target}/${deployment}/${index}`,
    target,
    deployment,
    amount: { requests: 1, tokens: 100, usd: 0.5 },
  }));
}

/** Every decision that can be taken at this time. */
function decisions(schedule: Schedule, now: number): Decision[] {
  const taken: Decision[] = [];
  for (let decision = schedule.next(now); ; decision = schedule.next(now)) {
    taken.push(decision);
    if (decision.kind === 'wait') return taken;
  }
}

function started(taken: readonly Decision[]): string[] {
  return taken.flatMap((decision) => (decision.kind === 'start' ? [decision.id] : []));
}

function refused(taken: readonly Decision[]) {
  return taken.flatMap((decision) => (decision.kind === 'refuse' ? [decision] : []));
}

describe('the places of a schedule', () => {
  it('start cases in the order of their importance, as many as there are places', () => {
    const schedule = new Schedule(work(3), { ...OPTIONS, concurrency: 2 });
    expect(started(decisions(schedule, 0))).toEqual(['sweden/a/0', 'sweden/a/1']);
    schedule.ended(1, 'sweden/a/0', WELL);
    expect(started(decisions(schedule, 1))).toEqual(['sweden/a/2']);
  });

  it('are shared by targets, and kept to for each target and each deployment', () => {
    const cases = [...work(4, 'sweden', 'a'), ...work(4, 'sweden', 'b'), ...work(4, 'eastus2', 'a')];
    const fair = started(decisions(new Schedule(cases, { ...OPTIONS, concurrency: 4 }), 0));
    expect(fair.filter((id) => id.startsWith('eastus2'))).toHaveLength(2);
    const limited = new Schedule(cases, { ...OPTIONS, concurrencyPerTarget: 3, concurrencyPerDeployment: 2 });
    const ids = started(decisions(limited, 0));
    const count = (prefix: string) => ids.filter((id) => id.startsWith(prefix)).length;
    expect([count('sweden'), count('sweden/a'), count('sweden/b'), count('eastus2')]).toEqual([3, 2, 1, 2]);
  });

  it('are not held by a case that waits for a limit', () => {
    const cases = [...work(2, 'sweden'), ...work(2, 'eastus2')];
    const rates = new Map([['sweden', { requestsPerMinute: 1 }]]);
    const schedule = new Schedule(cases, { ...OPTIONS, rates, concurrency: 2, concurrencyPerTarget: 2 });
    expect(started(decisions(schedule, 0))).toHaveLength(2);
    const first = schedule.request('sweden/a/0', REQUEST);
    expect(decisions(schedule, 0)[0]).toEqual({ kind: 'send', ticket: first });
    schedule.settled(10, first, 10, 0);
    schedule.request('sweden/a/0', REQUEST);
    // The place that is free now goes to the other target, and nobody else starts on this one.
    expect(started(decisions(schedule, 10))).toEqual(['eastus2/a/1']);
  });

  it('go first to a request that is asked again', () => {
    const rates = new Map([['sweden', { requestsPerMinute: 1 }]]);
    const schedule = new Schedule(work(1), { ...OPTIONS, rates });
    decisions(schedule, 0);
    const sent = (now: number) =>
      decisions(schedule, now).flatMap((one) => (one.kind === 'send' ? [one.ticket] : []));
    const first = schedule.request('sweden/a/0', REQUEST);
    expect(sent(0)).toEqual([first]);
    const patient = schedule.request('sweden/a/0', REQUEST);
    schedule.settled(10, first, 0, 0);
    const again = schedule.request('sweden/a/0', { ...REQUEST, again: true });
    expect(sent(10)).toEqual([]);
    expect(sent(61_000)).toEqual([again]);
    schedule.settled(61_010, again, 0, 0);
    expect(sent(122_000)).toEqual([patient]);
  });

  it('start nothing more once the run is stopped', () => {
    const schedule = new Schedule(work(3), { ...OPTIONS, concurrency: 1 });
    decisions(schedule, 0);
    schedule.stop();
    schedule.ended(1, 'sweden/a/0', WELL);
    expect(decisions(schedule, 1)).toEqual([{ kind: 'wait', ms: Infinity }]);
  });
});

describe('the budget of a schedule', () => {
  it('leaves out what does not fit by estimate, and says by which limit', () => {
    const schedule = new Schedule(work(3), { ...OPTIONS, budget: { maxTokens: 250 } });
    const taken = decisions(schedule, 0);
    expect(started(taken)).toHaveLength(2);
    for (const id of started(taken)) schedule.ended(1, id, WELL);
    // Nothing was used after all.
    expect(started(decisions(schedule, 1))).toEqual(['sweden/a/2']);
  });

  it('goes on by what was really used', () => {
    const schedule = new Schedule(work(3), { ...OPTIONS, concurrency: 1, budget: { maxTokens: 250 } });
    decisions(schedule, 0);
    const ticket = schedule.request('sweden/a/0', REQUEST);
    decisions(schedule, 0);
    schedule.settled(1, ticket, 200, 0);
    schedule.ended(1, 'sweden/a/0', WELL);
    const [first, second] = refused(decisions(schedule, 1));
    expect(first?.denial).toEqual({
      status: 'not-run',
      reason: 'max_tokens: 200 of 250 tokens are used, and this takes 100',
    });
    expect(second?.id).toBe('sweden/a/2');
  });

  it('denies a request that a case did not announce and nobody can pay, and never a deletion', () => {
    const schedule = new Schedule(work(1), { ...OPTIONS, budget: { maxRequests: 1 } });
    decisions(schedule, 0);
    const [first, second, deletion] = [
      schedule.request('sweden/a/0', REQUEST),
      schedule.request('sweden/a/0', REQUEST),
      schedule.request('sweden/a/0', { ...REQUEST, free: true }),
    ];
    expect(decisions(schedule, 0).slice(0, 3)).toMatchObject([
      { kind: 'send', ticket: first },
      { kind: 'deny', ticket: second, denial: { status: 'not-run' } },
      { kind: 'send', ticket: deletion },
    ]);
  });

  it('is divided by the shards, and counts what an interrupted run has spent', () => {
    const budget = { maxCostUsd: 3 };
    expect(started(decisions(new Schedule(work(9), { ...OPTIONS, budget, shards: 3 }), 0))).toHaveLength(2);
    const spent = { requests: 0, tokens: 0, usd: 2 };
    expect(started(decisions(new Schedule(work(9), { ...OPTIONS, budget, spent }), 0))).toHaveLength(2);
  });

  it('ends with the time of the run', () => {
    const schedule = new Schedule(work(2), { ...OPTIONS, concurrency: 1, until: 60_000 });
    expect(decisions(schedule, 0).at(-1)).toEqual({ kind: 'wait', ms: 60_000 });
    expect(refused(decisions(schedule, 60_000)).map(({ denial }) => denial.reason)).toEqual([
      'max_duration: the time for the run is over',
    ]);
  });
});

describe('the circuit breaker of a schedule', () => {
  /** Lets every case that may start fail. */
  function fail(schedule: Schedule, now: number): string[] {
    const ids = started(decisions(schedule, now));
    for (const id of ids) schedule.ended(now, id, { kind: 'failed', cause: 'HTTP 503' });
    return ids;
  }

  it('pauses a deployment that keeps failing, probes it, and gives it up with the cause', () => {
    const schedule = new Schedule(work(20), { ...OPTIONS, concurrency: 1 });
    for (let failure = 1; failure <= 5; failure++) expect(fail(schedule, 0)).toHaveLength(1);
    expect(decisions(schedule, 0)).toEqual([{ kind: 'wait', ms: 10_000 }]);
    expect(fail(schedule, 10_000)).toHaveLength(1);
    expect(decisions(schedule, 10_000)).toEqual([{ kind: 'wait', ms: 30_000 }]);
    expect(fail(schedule, 40_000)).toHaveLength(1);
    expect(fail(schedule, 100_000)).toHaveLength(1);
    const left = refused(decisions(schedule, 100_000));
    expect(left).toHaveLength(12);
    expect(left[0]?.denial).toEqual({
      status: 'blocked',
      reason: 'given up after 8 failures in a row, the last 3 of them probes: HTTP 503',
    });
  });

  it('lets a single case probe, and everything once that succeeds', () => {
    const schedule = new Schedule(work(20), OPTIONS);
    fail(schedule, 0);
    const probes = started(decisions(schedule, 10_000));
    expect(probes).toHaveLength(1);
    schedule.ended(10_001, probes[0] ?? '', WELL);
    expect(started(decisions(schedule, 10_001))).toHaveLength(8);
  });

  it('leaves the other deployments of a target alone while they answer', () => {
    const schedule = new Schedule([...work(9, 'sweden', 'a'), ...work(9, 'sweden', 'b')], {
      ...OPTIONS,
      concurrency: 2,
    });
    for (let round = 0; round < 9; round++) {
      for (const id of started(decisions(schedule, 0))) {
        schedule.ended(0, id, id.includes('/a/') ? { kind: 'failed', cause: 'HTTP 404' } : WELL);
      }
    }
    expect(decisions(schedule, 0)).toEqual([{ kind: 'wait', ms: 10_000 }]);
  });

  const REJECTED: Health = { kind: 'rejected', cause: 'HTTP 401' };

  it('gives a target up at the first refusal of its credential, and leaves the others alone', () => {
    const cases = [...work(3, 'sweden', 'a'), ...work(3, 'sweden', 'b'), ...work(3, 'eastus2')];
    const schedule = new Schedule(cases, { ...OPTIONS, concurrencyPerTarget: 1 });
    const under = started(decisions(schedule, 0));
    expect(under).toEqual(['eastus2/a/0', 'sweden/a/0']);
    schedule.ended(1, 'sweden/a/0', REJECTED);
    const left = refused(decisions(schedule, 1));
    expect(left.map(({ id }) => id).sort()).toEqual(
      [1, 2].map((n) => `sweden/a/${n}`).concat([0, 1, 2].map((n) => `sweden/b/${n}`)),
    );
    expect(left[0]?.denial).toEqual({
      status: 'blocked',
      reason: 'the credential of the target is refused, so that nothing more was asked: HTTP 401',
    });
  });

  it('gives a credential that was accepted before no more than one probe', () => {
    const schedule = new Schedule(work(20), { ...OPTIONS, concurrency: 1 });
    const end = (now: number, health: Health) => {
      const ids = started(decisions(schedule, now));
      for (const id of ids) schedule.ended(now, id, health);
      return ids.length;
    };
    expect(end(0, WELL)).toBe(1);
    for (let failure = 1; failure <= 5; failure++) expect(end(0, REJECTED)).toBe(1);
    expect(decisions(schedule, 0)).toEqual([{ kind: 'wait', ms: 10_000 }]);
    expect(end(10_000, REJECTED)).toBe(1);
    expect(refused(decisions(schedule, 10_000))).toHaveLength(13);
  });

  it('does not take an answer to somebody else for a credential that is accepted', () => {
    const schedule = new Schedule(work(9), { ...OPTIONS, concurrency: 1 });
    const [first = ''] = started(decisions(schedule, 0));
    schedule.ended(0, first, { kind: 'well', accepted: false });
    const [second = ''] = started(decisions(schedule, 0));
    schedule.ended(0, second, REJECTED);
    expect(refused(decisions(schedule, 0))).toHaveLength(7);
  });

  it('takes a refusal for an answer', () => {
    const schedule = new Schedule(work(20), { ...OPTIONS, concurrency: 1 });
    for (let refusal = 0; refusal < 20; refusal++) {
      const [id] = started(decisions(schedule, 0));
      schedule.ended(0, id ?? '', WELL);
    }
    expect(decisions(schedule, 0)).toEqual([{ kind: 'wait', ms: Infinity }]);
  });
});
