import { captureEngine, showEngine } from './engine.ts';
import type { PolicyResults } from './policyResults.ts';
import { InputProblem } from './problem.ts';
import { showProgress } from './progress.ts';
import { prepareChange, withEventLog } from './session.ts';
import type { Stack } from './stack.ts';

/** How an operation that changes a stack ended. */
export interface Change {
  readonly exitCode: number;
  readonly policies: PolicyResults;
}

interface ChangeRequest {
  readonly operation: 'up' | 'refresh' | 'destroy';
  /** Do not ask. Default: the engine asks on the terminal. */
  readonly yes?: boolean | undefined;
  /** Keep the engine's text off stdout, where the caller prints JSON. Default: shown as it comes. */
  readonly json?: boolean | undefined;
  /** Further arguments for the engine. Default: none. */
  readonly args?: readonly string[];
  /** Make the stack when the backend does not know it. Default: an error. */
  readonly create?: boolean;
}

/**
 * Lets the engine change a stack.
 *
 * @throws {InputProblem} when nobody could answer the engine's question whether to go on.
 */
export async function changeStack(stack: Stack, request: ChangeRequest): Promise<Change> {
  const { operation, yes = false, json = false, args = [], create = false } = request;
  if (!yes && (json || !process.stdin.isTTY))
    throw new InputProblem(
      `\`tandem ${operation} ${stack.name}\` asks before it changes anything, and nobody can answer here: add --yes.`,
    );
  await prepareChange(stack, { create });
  return withEventLog(async (log, logArguments, variables) => {
    const all = [operation, '--stack', stack.name, ...(yes ? ['--yes'] : []), ...args, ...logArguments];
    const exitCode = json
      ? await changeQuietly(stack, all, variables)
      : (await showEngine(stack, all, { variables })).exitCode;
    log.read();
    return { exitCode, policies: log.policies };
  });
}

async function changeQuietly(stack: Stack, args: string[], variables: Record<string, string>): Promise<number> {
  const endProgress = showProgress((elapsed) => `${args[0]} ${stack.name}: ${elapsed} s`);
  try {
    const { exitCode, stdout, stderr } = await captureEngine(stack, args, { variables });
    if (exitCode !== 0) process.stderr.write(`${stdout.trim()}\n${stderr}`);
    return exitCode;
  } finally {
    endProgress();
  }
}
