import type { Command } from 'commander';
import { changeLines } from '../changes.ts';
import { checkPlanPath, isWhole, writePlan } from '../plan.ts';
import { refusals } from '../policyResults.ts';
import { previewStack, type Preview } from '../preview.ts';
import { failed } from '../problem.ts';
import { readStack, type Stack } from '../stack.ts';
import { summary } from '../summary.ts';
import {
  stackCommand,
  withJson,
  withPolicy,
  type PlanOptions,
  type PolicyOptions,
  type StackOptions,
} from './options.ts';

type Options = StackOptions & PolicyOptions & PlanOptions;

export function addPreview(program: Command): void {
  withPolicy(withJson(stackCommand(program, 'preview', 'show what an update would change, and what the policies say')))
    .option('--out <file>', 'keep the plan: the output of `pulumi preview --json --show-sames`')
    .action(runPreview);
}

async function runPreview(name: string, options: Options): Promise<void> {
  const stack = readStack(name, options);
  if (options.out !== undefined) checkPlanPath(options.out);
  const preview = await previewStack(stack, options);
  if (options.json) {
    process.stdout.write(preview.text);
    for (const { rule, message } of refusals(preview.policies))
      process.stderr.write(`refused by ${rule}: ${message}\n`);
  } else {
    process.stdout.write(`${describe(stack, preview)}\n`);
  }
  if (preview.errors !== '') process.stderr.write(`${preview.errors}\n`);
  if (options.out !== undefined) keep(options.out, preview);
  process.exitCode = preview.exitCode === 0 ? 0 : failed;
}

function describe(stack: Stack, { plan, text, policies }: Preview): string {
  if (plan === undefined) return text.trim();
  const changes = changeLines(plan);
  return isWhole(plan)
    ? [...changes, '', summary({ stack, resources: plan, policies })].join('\n')
    : changes.join('\n');
}

function keep(path: string, { plan, text }: Preview): void {
  if (plan !== undefined && isWhole(plan)) return writePlan(path, text);
  process.stderr.write(`${path} is not written: the program did not run to its end, so there is no whole plan.\n`);
}
