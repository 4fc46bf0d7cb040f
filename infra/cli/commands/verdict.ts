import type { Command } from 'commander';

import { verdict } from '../../../topology/verdict/verdict.ts';
import { readSource, type PlanSource } from '../planSource.ts';
import { failed } from '../problem.ts';
import { verdictText } from '../text/verdict.ts';

/** Columns of a terminal that does not tell its width. */
const DEFAULT_WIDTH = 120;

type Options = PlanSource & { readonly json?: boolean };

export function addVerdict(program: Command): void {
  program
    .command('verdict')
    .description('say from the plan alone which losses are survived, and in how many seconds')
    .argument('[stack]', 'name of a stack, as in stacks/Pulumi.<stack>.yaml')
    .option('--offline', 'preview on the offline cloud: no account, no network (always so for stack local)')
    .option('--from <file>', 'judge a kept plan or a stack export of any program instead')
    .option('--json', 'print JSON only (topology/verdict/schema.json describes it)')
    .action(runVerdict);
}

async function runVerdict(stack: string | undefined, options: Options): Promise<void> {
  const found = verdict(await readSource(stack, options));
  process.stdout.write(
    options.json ? `${JSON.stringify(found, null, 2)}\n` : verdictText(found, process.stdout.columns ?? DEFAULT_WIDTH),
  );
  process.exitCode = found.ok ? 0 : failed;
}
