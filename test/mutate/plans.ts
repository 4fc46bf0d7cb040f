import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { captureEngine } from '../../infra/cli/engine.ts';
import { configFileOf } from '../../infra/cli/environment.ts';
import { checkoutFolder, policyFolder } from '../../infra/cli/places.ts';
import { prepareStack } from '../../infra/cli/session.ts';
import { readStack } from '../../infra/cli/stack.ts';
import { stackNames } from '../../stacks/stacks.ts';
import { graphFrom } from '../support/graph.ts';
import { awsPlan } from '../support/aws/plan.ts';
import { instancesPlan, regionalPlan, runPlan } from '../support/plans.ts';
import { resourcesIn, resourcesOf, type Plan } from '../support/plan.ts';

// The plans that are broken: first previews of the shipped stacks by the real engine on the offline cloud, and plans of
// programs that never heard of the components here.

/** Plans by name: those of the shipped stacks, previewed two at a time, and the others. */
export async function plansOf(preview: typeof firstPreview): Promise<ReadonlyMap<string, Plan>> {
  const waiting = [...stackNames];
  const made: Plan[] = [];
  const work = async (): Promise<void> => {
    for (let stack = waiting.shift(); stack !== undefined; stack = waiting.shift()) made.push(await preview(stack));
  };
  await Promise.all([work(), work()]);
  return new Map([...made, ...foreignPlans()].map((plan) => [plan.name, plan]));
}

/** Plans of programs with plain resources: one of the real provider's making, and four written by hand. */
function foreignPlans(): readonly Plan[] {
  const real = readFileSync(path.join(checkoutFolder, 'test/fixtures/real-plan.json'), 'utf8');
  return [
    { name: 'real-plan', resources: resourcesOf(real), config: {} },
    { name: 'plain-cloud-run', resources: resourcesIn(graphFrom(runPlan)), config: {} },
    { name: 'plain-instances', resources: resourcesIn(graphFrom(instancesPlan)), config: {} },
    { name: 'plain-aws', resources: resourcesIn(graphFrom(awsPlan)), config: {} },
    { name: 'plain-regional-groups', resources: resourcesIn(graphFrom(regionalPlan)), config: {} },
  ];
}

/** A preview with no state behind it, as a pull request from a fork gets it: every id is unknown. */
export async function firstPreview(name: string): Promise<Plan> {
  const stack = readStack(name, { offline: true });
  // Writes the copy of the configuration that the engine reads.
  await prepareStack(stack);
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-mutate-'));
  try {
    for (const part of ['state', 'cloud']) mkdirSync(path.join(folder, part));
    writeFileSync(path.join(folder, 'Pulumi.yaml'), 'name: tandem\nruntime: nodejs\n');
    const variables = {
      PULUMI_BACKEND_URL: `${pathToFileURL(path.join(folder, 'state')).href}?metadata=skip`,
      TANDEM_OFFLINE_CLOUD: path.join(folder, 'cloud'),
    };
    const run = async (args: string[], place: string, more: Record<string, string>): Promise<string> => {
      const { exitCode, stdout, stderr } = await captureEngine(stack, args, {
        folder: place,
        variables: { ...variables, ...more },
      });
      if (exitCode !== 0) throw new Error(`pulumi ${args.join(' ')} failed.\n${stderr.trim() || stdout.trim()}`);
      return stdout;
    };
    await run(['stack', 'init', name, '--no-select'], folder, { PULUMI_OPTION_CONFIG_FILE: '' });
    const preview = await run(['preview', '--stack', name, '--json'], checkoutFolder, {
      PULUMI_OPTION_CONFIG_FILE: configFileOf(name),
    });
    return { name, resources: resourcesOf(preview), config: packConfigOf(name) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function packConfigOf(stack: string): Plan['config'] {
  const file = path.join(policyFolder, 'config', `${stack}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Plan['config']) : {};
}
