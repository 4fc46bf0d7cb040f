#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addDestroy } from './commands/destroy.ts';
import { addDrill } from './commands/drill.ts';
import { addEnv } from './commands/env.ts';
import { addOutputs } from './commands/outputs.ts';
import { addPreview } from './commands/preview.ts';
import { addRefresh } from './commands/refresh.ts';
import { addReport } from './commands/report.ts';
import { addStart } from './commands/start.ts';
import { addUp } from './commands/up.ts';
import { addVerdict } from './commands/verdict.ts';
import { badInput, exitCodeOf, messageOf } from './problem.ts';

// The `tandem` command. Each file of commands/ adds one command to the program.

const program = new Command('tandem')
  .description('Two regions in tandem, proven before they ship. A thin layer over the Pulumi command line.')
  .exitOverride()
  .showHelpAfterError('(tandem --help shows what there is)')
  .addHelpText('after', '\nExit codes: 0 fine, 1 refused or failed, 2 bad usage or bad input.');

for (const add of [
  addStart,
  addPreview,
  addUp,
  addRefresh,
  addDestroy,
  addOutputs,
  addEnv,
  addVerdict,
  addReport,
  addDrill,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Says what went wrong, and gives the code to end with. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : badInput; // Commander has said it already.
  process.stderr.write(`${messageOf(error)}\n`);
  return exitCodeOf(error);
}
