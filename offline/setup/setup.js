#!/usr/bin/env node
// Installs what the checkout needs and only what is missing: npm packages with Node 24, the Pulumi command line, the
// provider stand-ins, Envoy and Postgres. Plain JavaScript without packages, because it runs before there are any.
//
//   node offline/setup/setup.js [--quiet] [--only engine|data-plane|tests|all]

import { parseArgs } from 'node:util';
import { withLock } from './lock.js';
import { checkNode, checkPrerequisites } from './prerequisites.js';
import { SetupProblem } from './problem.js';
import { beQuiet, say, seconds } from './progress.js';
import { missing, stepsOf } from './steps/index.js';

const groups = ['engine', 'data-plane', 'tests', 'all'];
const usageError = 2;

async function main() {
  checkNode();
  const { only } = options();
  const chosen = stepsOf(only);
  if (missing(chosen).length === 0) return;
  await withLock(() => install(chosen));
}

/** @param {import('./steps/index.js').Step[][]} chosen */
async function install(chosen) {
  const steps = missing(chosen);
  checkPrerequisites(steps.flatMap((step) => step.needs()));
  const failure = new AbortController();
  const started = Date.now();
  const outcomes = await Promise.allSettled(
    chosen.map(async (line) => {
      try {
        for (const step of line) if (!step.isDone()) await runStep(step, failure.signal);
      } catch (error) {
        failure.abort();
        throw error;
      }
    }),
  );
  // The first to fail ends the others, whose own ends say nothing: only problems of their own count.
  const problems = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (problems.length > 0) throw problems.find((problem) => !String(problem).includes('aborted')) ?? problems[0];
  say(`Set-up done in ${seconds(Date.now() - started)}.`);
}

/**
 * @param {import('./steps/index.js').Step} step
 * @param {AbortSignal} signal
 */
async function runStep(step, signal) {
  say(`- ${step.title} …`);
  const started = Date.now();
  await step.run(signal);
  say(`- ${step.title}: done, ${seconds(Date.now() - started)}`);
}

function options() {
  try {
    const { values } = parseArgs({
      options: { quiet: { type: 'boolean', default: false }, only: { type: 'string', default: 'all' } },
    });
    if (values.quiet) beQuiet();
    if (groups.includes(values.only)) return values;
    throw new Error(`--only takes ${groups.join(', ')}, not '${values.only}'`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(usageError);
  }
}

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  await main();
} catch (error) {
  process.stderr.write(`\nThe set-up stopped.\n${told(error)}\n`);
  process.exit(1);
}

/** @param {unknown} error */
function told(error) {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return error;
  return new SetupProblem(`${error.path} cannot be written: ${error.message}.`, {
    remedy: 'give yourself the right to write in the checkout, and see that the disk is not full.',
  });
}
