import { defineConfig } from 'vitest/config';

/** Drills measure times, so nothing else may run beside them. */
const drills = ['endToEnd', 'entries', 'law'].map((name) => `test/drill/${name}.test.ts`);

const shared = {
  pool: 'forks',
  // A process for each file would load the clouds' SDKs a hundred times.
  isolate: false,
  // Node runs the tests as it runs the package: traces name the lines that are written.
  experimental: { viteModuleRunner: false },
  testTimeout: 180_000,
  hookTimeout: 300_000,
  // The engine lives for seconds and has memory enough: a tenth of its computing time goes with its collector.
  env: { GOGC: 'off', GOMEMLIMIT: '1GiB' },
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
