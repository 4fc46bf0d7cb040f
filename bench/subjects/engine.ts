import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { captureEngine } from '../../infra/cli/engine.ts';
import { configFileOf, runVariables, type Variables } from '../../infra/cli/environment.ts';
import { checkoutFolder, tandemFolder } from '../../infra/cli/places.ts';
import { prepareStack } from '../../infra/cli/session.ts';
import { readStack } from '../../infra/cli/stack.ts';
import type { Command } from '../measure/measure.ts';

// Every subject runs on the same engine, the same stand-ins and the same configuration, each in an empty stack of its own.

/** What a run of the bench leaves behind; the next one removes it. */
export const benchFolder = join(tandemFolder, 'bench');

/** The stack whose configuration everything here has. */
export const production = readStack('production', { offline: true });

const configFile = join(benchFolder, 'Pulumi.production.yaml');
const projectFolder = join(benchFolder, 'project');

/** What makes the engine keep state and cloud in a folder of their own. */
const placedIn = (folder: string): Variables => ({
  PULUMI_BACKEND_URL: pathToFileURL(join(folder, 'state')).href,
  TANDEM_OFFLINE_CLOUD: join(folder, 'cloud'),
  PULUMI_OPTION_CONFIG_FILE: configFile,
});

/** Begins anew: no stack, no state, and production's configuration as it is now. */
export async function clearBench(): Promise<void> {
  rmSync(benchFolder, { recursive: true, force: true });
  mkdirSync(projectFolder, { recursive: true });
  writeFileSync(join(projectFolder, 'Pulumi.yaml'), 'name: tandem\nruntime: nodejs\n');
  await prepareStack(production);
  copyFileSync(configFileOf(production.name), configFile);
}

/** Makes an empty stack. */
export async function makeStack(name: string, place: string = benchFolder): Promise<void> {
  for (const folder of ['state', 'cloud']) mkdirSync(join(place, folder), { recursive: true });
  // From a folder whose configuration it may write to.
  await ask(['stack', 'init', name, '--no-select'], {
    folder: projectFolder,
    place,
    variables: { PULUMI_OPTION_CONFIG_FILE: '' },
  });
}

/** Production's state after an update, as text: every input is known then. */
export async function updatedProduction(): Promise<string> {
  const place = join(benchFolder, 'updated');
  await makeStack(production.name, place);
  const stack = ['--stack', production.name];
  await ask(['up', ...stack, '--yes', '--skip-preview'], { folder: checkoutFolder, place });
  return ask(['stack', 'export', ...stack, '--show-secrets'], { folder: checkoutFolder, place });
}

/** A preview of a program as a command to measure, in the environment that `tandem` gives the engine. */
export const previewOf = (folder: string, stack: string, packs: readonly string[] = []): Command => ({
  program: 'pulumi',
  args: ['preview', '--stack', stack, '--json', ...packs.flatMap((pack) => ['--policy-pack', pack])],
  folder,
  variables: { ...process.env, ...runVariables(production), ...placedIn(benchFolder) },
});

/** The same command with Node and the SDK as they are by default. */
export const plain = (command: Command): Command => ({
  ...command,
  variables: { ...command.variables, NODE_OPTIONS: process.env['NODE_OPTIONS'] },
});

/** The version that the engine says it has. */
export const engineVersion = async (): Promise<string> =>
  (await ask(['version'], { folder: checkoutFolder, place: benchFolder })).trim();

async function ask(
  args: readonly string[],
  { folder, place, variables = {} }: { folder: string; place: string; variables?: Variables },
): Promise<string> {
  const { exitCode, stdout, stderr } = await captureEngine(production, args, {
    folder,
    variables: { ...placedIn(place), ...variables },
  });
  if (exitCode !== 0) throw new Error(`pulumi ${args.join(' ')} failed.\n${stderr.trim() || stdout.trim()}`);
  return stdout;
}
