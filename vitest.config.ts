import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** By design these know no network, no clock and no environment, so that their tests leave nothing behind in a worker. */
const PURE = 'src/{matrix,verdict,checks,claims}/**/*.test.ts';

/**
 * Two kinds of tests share one runner: unit tests beside their file, and the conformance suites,
 * which replay the committed recordings. `fsModuleCache` stays off: it serves stale tests when a
 * data file read by a test changes (vitest 5.1).
 */
export default defineConfig({
  test: {
    pool: 'forks',
    fsModuleCache: false,
    // By default vitest leaves one processor free, which on two means no parallelism at all.
    maxWorkers: availableParallelism(),
    // Many tests start processes of their own, which takes long on a busy machine.
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: [PURE], isolate: false } },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: ['src/**/*.test.ts', 'suites/*.test.ts', 'fixtures/**/*.test.ts'],
          exclude: ['node_modules', 'dist', PURE],
        },
      },
    ],
  },
});
