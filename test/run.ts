import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { resolve } from 'node:path';

import { add, runProject, type Tally } from './vitest.ts';

// `npm test`: the type check, the linter and every test, whatever fails on the way. The last line counts them all.

const checkout = resolve(import.meta.dirname, '..');
const filters = process.argv.slice(2);

// Where `tandem` keeps what Node compiled: hundreds of processes here load the same SDKs.
process.env['NODE_COMPILE_CACHE'] ??= resolve(checkout, '.tandem/compile-cache');

/** Shows what a process said when it has ended, under its title. */
async function show(title: string, child: ChildProcess): Promise<boolean> {
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${title}\n${Buffer.concat(said).toString()}`.trimEnd());
  return code === 0;
}

/** Runs one of the checkout's tools; it counts as one test. */
async function runTool(title: string, tool: string, args: readonly string[]): Promise<Tally> {
  const holds = await show(title, spawn(resolve(checkout, 'node_modules/.bin', tool), args, { cwd: checkout }));
  return { passed: holds ? 1 : 0, failed: holds ? 0 : 1 };
}

async function runDrills(): Promise<Tally> {
  const child = fork(resolve(import.meta.dirname, 'drills.ts'), filters, { cwd: checkout, silent: true });
  let tally: Tally = { passed: 0, failed: 1 };
  child.once('message', (sent) => (tally = sent as Tally));
  await show('drills', child);
  return tally;
}

async function runChecks(): Promise<Tally> {
  const checks = await Promise.all([
    runTool('type check and linter', 'node', ['test/static.ts']),
    runTool('formatting', 'prettier', ['--check', '--log-level', 'warn', '.']),
  ]);
  return checks.reduce(add);
}

// Drills measure times and wait for most of theirs. What runs beside them gets the time that they leave.
const drills = runDrills();
setPriority(constants.priority.PRIORITY_LOW);
const checks = await runChecks();
const tests = add(await runProject('all', filters), await drills);
if (tests.passed + tests.failed === 0) console.error(`No test file has a path that holds ${filters.join(' or ')}.`);
const { passed, failed } = add(checks, tests);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && tests.passed > 0 ? 0 : 1);
