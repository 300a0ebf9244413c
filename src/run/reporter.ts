import type { Reporter, TestCase, TestModule } from 'vitest/node';

type SerializedError = { readonly message: string; readonly stack?: string | undefined };

export interface ReporterEvents {
  /** vitest is set up and begins. */
  started(): void;
  /** A test has finished; the rows of its cases are in the journal unless `failure` says why they may not be. */
  finished(test: string, failure: string | null): void;
  /** Something broke outside any case: a suite that cannot be loaded, a worker that died. */
  broke(message: string): void;
}

/**
 * Our view of a vitest run. Rows are written by the workers; the reporter tells the terminal, and it
 * notices the cases that ended without a row (a timeout of the runner, a crash of the worker).
 */
export function runReporter(events: ReporterEvents): Reporter {
  return {
    onTestRunStart: () => events.started(),
    onTestCaseResult(test: TestCase) {
      const result = test.result();
      // Skipped: the run was stopped before it.
      if (result.state === 'skipped') return;
      const failure =
        result.state === 'failed' ? (result.errors[0]?.message ?? 'failed without a message') : null;
      events.finished(test.name, failure);
    },
    onTestModuleEnd(module: TestModule) {
      for (const error of module.errors()) events.broke(`${module.relativeModuleId}: ${error.message}`);
    },
    onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]) {
      for (const error of errors) events.broke(error.message);
    },
  };
}
