import type { Command } from 'commander';
import { changeStack } from '../change.ts';
import { failed } from '../problem.ts';
import { readStack } from '../stack.ts';
import { stackCommand, withJson, withYes, type ChangeOptions } from './options.ts';

export function addRefresh(program: Command): void {
  withYes(withJson(stackCommand(program, 'refresh', 'bring the state in step with what exists'))).action(runRefresh);
}

async function runRefresh(name: string, options: ChangeOptions): Promise<void> {
  const stack = readStack(name, options);
  const { exitCode } = await changeStack(stack, { operation: 'refresh', yes: options.yes, json: options.json });
  process.exitCode = exitCode === 0 ? 0 : failed;
  if (options.json) process.stdout.write(`${JSON.stringify({ stack: name, ok: exitCode === 0 }, null, 2)}\n`);
}
