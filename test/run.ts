import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { startVitest, type TestModule } from 'vitest/node';

// `npm test`: the type check, the linter and every test, whatever fails on the way. The last line counts them all.

const checkout = resolve(import.meta.dirname, '..');

interface Tally {
  passed: number;
  failed: number;
}

/** Runs one of the checkout's tools, and shows what it says when it has ended; it counts as one test. */
async function runTool(title: string, tool: string, args: readonly string[]): Promise<Tally> {
  const child = spawn(resolve(checkout, 'node_modules/.bin', tool), args, { cwd: checkout });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${title}\n${Buffer.concat(said).toString()}`.trimEnd());
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runTests(filters: string[]): Promise<Tally> {
  const vitest = await startVitest('test', filters, { watch: false, root: checkout });
  const modules = vitest.state.getTestModules();
  const tally = modules.map(tallyOf).reduce(add, { passed: 0, failed: vitest.state.getUnhandledErrors().length });
  await vitest.close();
  return modules.length > 0 ? tally : add(tally, { passed: 0, failed: 1 });
}

function tallyOf(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const failed = states.filter((state) => state === 'failed').length;
  // A file that cannot be loaded, or whose hooks fail, has an error of its own and perhaps no test at all.
  const broken = module.state() === 'failed' && failed === 0 ? 1 : 0;
  return { passed: states.filter((state) => state === 'passed').length, failed: failed + broken };
}

const add = (a: Tally, b: Tally): Tally => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

const filters = process.argv.slice(2);
const checks = await Promise.all([
  runTool('linter', 'eslint', ['--max-warnings', '0', '.']),
  runTool('type check', 'tsc', ['--noEmit']),
  runTool('formatting', 'prettier', ['--check', '--log-level', 'warn', '.']),
]);
const { passed, failed } = [...checks, await runTests(filters)].reduce(add);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
