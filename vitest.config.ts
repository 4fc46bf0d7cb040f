import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/engineSetup.ts'],
    // The mocks of the Pulumi SDK are one set for a process: each file gets its own.
    pool: 'forks',
    // Only to end what hangs: the machine may be busy with something else.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
