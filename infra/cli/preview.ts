import { captureEngine } from './engine.ts';
import type { PolicyResults } from './policyResults.ts';
import { parsePlan, type Plan } from './plan.ts';
import { policyArguments } from './policyPack.ts';
import { showProgress } from './progress.ts';
import { prepareStack, withEventLog } from './session.ts';
import type { Stack } from './stack.ts';

const readMs = 200;

/** What a preview found. */
export interface Preview {
  readonly exitCode: number;
  /** What the engine printed: the plan as JSON, unless it failed before there was one. */
  readonly text: string;
  readonly plan: Plan | undefined;
  readonly policies: PolicyResults;
  /** What the engine wrote to its error output. */
  readonly errors: string;
}

/** Previews a stack once: the plan with unchanged resources, and what the policy pack says about it. */
export async function previewStack(stack: Stack, { policy }: { readonly policy: boolean }): Promise<Preview> {
  await prepareStack(stack, { create: true });
  return withEventLog(async (log, logArguments, variables) => {
    const timer = setInterval(() => log.read(), readMs);
    const endProgress = showProgress((elapsed) => `previewing ${stack.name}: ${log.resources} resources, ${elapsed} s`);
    try {
      const { exitCode, stdout, stderr } = await captureEngine(
        stack,
        [
          ...['preview', '--stack', stack.name, '--json', '--show-sames', '--color', 'never'],
          ...(policy ? policyArguments(stack.name) : []),
          ...logArguments,
        ],
        { variables },
      );
      log.read();
      return { exitCode, text: stdout, plan: parsePlan(stdout), policies: log.policies, errors: stderr.trim() };
    } finally {
      clearInterval(timer);
      endProgress();
    }
  });
}
