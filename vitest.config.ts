import { defineConfig } from 'vitest/config';

/**
 * Two kinds of tests share one runner: unit tests beside their file, and the conformance suites,
 * which replay the committed recordings. `fsModuleCache` stays off: it serves stale tests when a
 * data file read by a test changes (vitest 5.1).
 */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'suites/*.test.ts', 'fixtures/**/*.test.ts'],
    exclude: ['node_modules', 'dist'],
    pool: 'forks',
    fsModuleCache: false,
    // Many tests start processes of their own, which takes long on a busy machine.
    testTimeout: 60_000,
  },
});
