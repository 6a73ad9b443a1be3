import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Container engines answer in their own time; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores, one set of engines.
    maxWorkers: 2,
  },
});
