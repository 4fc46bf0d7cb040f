import { defineConfig } from 'vitest/config';

/** Drills measure times, so nothing else may run beside them. */
const drills = ['endToEnd', 'entries', 'law', 'robustness'].map((name) => `test/drill/${name}.test.ts`);

const shared = {
  // The mocks of the Pulumi SDK are one set for a process: each file gets its own.
  pool: 'forks',
  testTimeout: 180_000,
  hookTimeout: 300_000,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: drills,
          globalSetup: ['test/support/engineSetup.ts'],
          // An engine waits now and then: three files at once fill two cores.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...shared, name: 'drills', include: drills, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
