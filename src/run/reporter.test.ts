import { expect, it } from 'vitest';
import type { TestCase } from 'vitest/node';
import { runReporter } from './reporter.ts';

it('counts what has run, not what was skipped because the run was stopped', () => {
  const finished: unknown[] = [];
  const reporter = runReporter({
    started() {},
    finished: (test, failure) => finished.push([test, failure]),
    broke() {},
  });
  const result = (name: string, state: string, errors: readonly { readonly message: string }[] = []) =>
    reporter.onTestCaseResult?.({ name, result: () => ({ state, errors }) } as unknown as TestCase);
  result('a', 'passed');
  result('b', 'failed', [{ message: 'why' }]);
  result('c', 'skipped');
  expect(finished).toEqual([
    ['a', null],
    ['b', 'why'],
  ]);
});
