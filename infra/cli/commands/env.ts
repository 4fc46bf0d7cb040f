import type { Command } from 'commander';
import { shellVariables } from '../environment.ts';
import { prepareStack } from '../session.ts';
import { readStack } from '../stack.ts';
import { stackCommand, type StackOptions } from './options.ts';

export function addEnv(program: Command): void {
  stackCommand(program, 'env', 'print shell exports with which plain `pulumi` runs the stack as tandem does')
    .addHelpText('after', '\nUse it as: eval "$(npx tandem env local)" && pulumi preview -s local')
    .action(runEnv);
}

async function runEnv(name: string, options: StackOptions): Promise<void> {
  const stack = readStack(name, options);
  if (stack.offline) await prepareStack(stack);
  for (const [variable, value] of Object.entries(shellVariables(stack)))
    process.stdout.write(`export ${variable}='${value.replaceAll("'", "'\\''")}'\n`);
}
