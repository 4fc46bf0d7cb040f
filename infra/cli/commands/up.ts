import type { Command } from 'commander';
import { changeStack } from '../change.ts';
import { checkPlanPath, writePlan } from '../plan.ts';
import { policyArguments } from '../policyPack.ts';
import { failed } from '../problem.ts';
import { readStack } from '../stack.ts';
import { exportState, readOutputs } from '../state.ts';
import { summary } from '../summary.ts';
import {
  stackCommand,
  withJson,
  withPolicy,
  withYes,
  type ChangeOptions,
  type PlanOptions,
  type PolicyOptions,
} from './options.ts';

type Options = ChangeOptions & PolicyOptions & PlanOptions;

export function addUp(program: Command): void {
  withPolicy(withYes(withJson(stackCommand(program, 'up', 'create or change what the stack declares'))))
    .option('--out <file>', 'keep the state after it: the output of `pulumi stack export`')
    .action(runUp);
}

/** Previews, asks unless told not to, changes, and sums up what there is then. */
export async function runUp(name: string, options: Options): Promise<void> {
  const stack = readStack(name, options);
  if (options.out !== undefined) checkPlanPath(options.out);
  const { exitCode, policies } = await changeStack(stack, {
    operation: 'up',
    yes: options.yes,
    json: options.json,
    args: options.policy ? policyArguments(name) : [],
    create: true,
  });
  process.exitCode = exitCode === 0 ? 0 : failed;
  if (exitCode === 0 && options.out !== undefined) writePlan(options.out, await exportState(stack));
  if (options.json) {
    const outputs = exitCode === 0 ? await readOutputs(stack) : {};
    process.stdout.write(`${JSON.stringify({ stack: name, ok: exitCode === 0, outputs, policies }, null, 2)}\n`);
  } else if (exitCode === 0) {
    const resources: unknown = JSON.parse(await exportState(stack));
    process.stdout.write(`${summary({ stack, resources, policies })}\n`);
  }
}
