import { defaultExclude, defineConfig } from 'vitest/config';

/** Faults are injected, kernels are asked, and hosts set up badly, for minutes: `npm run test:slow`, and a second part of .ci/run. */
const SLOW = [
  'test/e2e/faults*.test.ts',
  'test/e2e/syscalls*.test.ts',
  'test/e2e/stap.test.ts',
  'test/e2e/tui-actions.test.ts',
  'test/e2e/tui-session.test.ts',
  'test/e2e/bench.test.ts',
  // whoever asks docker for all images meanwhile gets its label of 70 MB, too
  'test/e2e/huge-label.test.ts',
];
const isSlow = process.env['SPC_TESTS'] === 'slow';

export default defineConfig({
  test: {
    include: isSlow ? SLOW : ['test/**/*.test.ts'],
    exclude: isSlow ? defaultExclude : [...defaultExclude, ...SLOW],
    // Container engines answer in their own time; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores, one set of engines.
    maxWorkers: 2,
  },
});
