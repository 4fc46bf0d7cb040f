import { resolve } from 'node:path';
import { startVitest, type TestModule } from 'vitest/node';

// One project of vitest.config.ts, run and counted.

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const add = (a: Tally, b: Tally): Tally => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

/** Runs the tests of a project, those of files whose path holds one of the filters where there are any. */
export async function runProject(project: string, filters: readonly string[]): Promise<Tally> {
  const options = { watch: false, root: resolve(import.meta.dirname, '..'), project: [project], passWithNoTests: true };
  const vitest = await startVitest('test', [...filters], options);
  const errors = { passed: 0, failed: vitest.state.getUnhandledErrors().length };
  const tally = vitest.state.getTestModules().map(tallyOf).reduce(add, errors);
  await vitest.close();
  return tally;
}

function tallyOf(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const failed = states.filter((state) => state === 'failed').length;
  // A file that cannot be loaded, or whose hooks fail, has an error of its own and perhaps no test at all.
  const broken = module.state() === 'failed' && failed === 0 ? 1 : 0;
  return { passed: states.filter((state) => state === 'passed').length, failed: failed + broken };
}
