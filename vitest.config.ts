import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Drills measure times: beside them runs nothing, or only what gives way to them (test/run.ts). */
const drills = ['endToEnd', 'entries', 'law'].map((name) => `test/drill/${name}.test.ts`);

/** Files that take longest, the longest first. One that is started last would keep a core waiting for it. */
const longest = ['readme', 'workflows/check', 'mutate/mutate', 'drill/robustness', 'infra/cli/engine'].map((name) =>
  resolve(import.meta.dirname, `test/${name}.test.ts`),
);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = (await super.sort(files)).filter(({ moduleId }) => !longest.includes(moduleId));
    return [...longest.flatMap((file) => files.filter(({ moduleId }) => moduleId === file)), ...others];
  }
}

const shared = {
  pool: 'forks',
  // A process for each file would load the clouds' SDKs a hundred times.
  isolate: false,
  // Runs for every file, whatever modules the process has loaded already.
  setupFiles: 'test/support/setup.ts',
  // Node runs the tests as it runs the package: traces name the lines that are written.
  experimental: { viteModuleRunner: false },
  testTimeout: 180_000,
  hookTimeout: 300_000,
  // The engine lives for seconds and has memory enough to do without its collector.
  env: { GOGC: 'off', GOMEMLIMIT: '1GiB' },
} as const;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
