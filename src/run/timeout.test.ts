import { expect, it } from 'vitest';
import { createReference } from '../reference/index.ts';
import { Deadline } from './deadline.ts';
import { ManualClock } from './manual-clock.fixture.ts';
import { executeWhole, referenceCases } from './reference-cases.ts';
import { scenario } from './scenario.ts';

it('has no verdict on a case that runs out of time between two requests, whatever held until then', async () => {
  const item = referenceCases.find(({ id }) => id.startsWith('responses/background:ref-general@'));
  if (item === undefined) throw new Error('there is no such case');
  const clock = new ManualClock();
  const waiting = scenario('responses/background', {
    async run({ responses, check }) {
      const queued = await responses.create({ input: 'Name one ocean.', background: true });
      check.must('accepted', queued.background === true, 'the response echoes background: true');
      clock.pass(1_000);
      await new Promise(() => {});
    },
    recognise: () => null,
  });
  const { result } = await executeWhole(
    item,
    createReference().fetch,
    {},
    {
      scenario: waiting,
      deadline: new Deadline(1_000, clock),
    },
  );
  expect(result.checks.find(({ id }) => id === 'accepted')).toMatchObject({ outcome: 'passed' });
  expect(result).toMatchObject({ status: 'errored', reason: expect.stringContaining('timeout-case') });
});
