import type { Command } from 'commander';
import { changeStack } from '../change.ts';
import { failed } from '../problem.ts';
import { readStack } from '../stack.ts';
import { stackCommand, withJson, withYes, type ChangeOptions } from './options.ts';

export function addDestroy(program: Command): void {
  withYes(withJson(stackCommand(program, 'destroy', 'delete everything that the stack holds'))).action(runDestroy);
}

async function runDestroy(name: string, options: ChangeOptions): Promise<void> {
  const stack = readStack(name, options);
  const { exitCode } = await changeStack(stack, { operation: 'destroy', yes: options.yes, json: options.json });
  process.exitCode = exitCode === 0 ? 0 : failed;
  if (options.json) process.stdout.write(`${JSON.stringify({ stack: name, ok: exitCode === 0 }, null, 2)}\n`);
}
