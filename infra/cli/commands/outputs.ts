import type { Command } from 'commander';
import { prepareStack } from '../session.ts';
import { readStack } from '../stack.ts';
import { readOutputs } from '../state.ts';
import { stackCommand, withJson, type StackOptions } from './options.ts';

export function addOutputs(program: Command): void {
  withJson(stackCommand(program, 'outputs', 'print what the stack gives to others')).action(runOutputs);
}

async function runOutputs(name: string, options: StackOptions): Promise<void> {
  const stack = readStack(name, options);
  await prepareStack(stack);
  const outputs = await readOutputs(stack);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(outputs, null, 2)}\n`);
    return;
  }
  const names = Object.keys(outputs);
  if (names.length === 0) process.stderr.write(`Stack ${name} has no outputs yet: run \`tandem up ${name}\` first.\n`);
  const width = Math.max(...names.map((output) => output.length));
  for (const [output, value] of Object.entries(outputs))
    process.stdout.write(`${output.padEnd(width)}  ${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
}
