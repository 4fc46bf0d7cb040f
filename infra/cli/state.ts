import { captureEngine } from './engine.ts';
import type { Stack } from './stack.ts';

/** The state of a stack as `pulumi stack export` prints it. */
export async function exportState(stack: Stack): Promise<string> {
  return ask(stack, ['stack', 'export', '--stack', stack.name]);
}

/** The outputs of a stack by name. Secret ones are hidden. */
export async function readOutputs(stack: Stack): Promise<Record<string, unknown>> {
  return JSON.parse(await ask(stack, ['stack', 'output', '--json', '--stack', stack.name])) as Record<string, unknown>;
}

async function ask(stack: Stack, args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await captureEngine(stack, args);
  if (exitCode !== 0) throw new Error(stderr.trim());
  return stdout;
}
