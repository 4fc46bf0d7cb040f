import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileCacheFolder, engineFolder, lateHook, nodeFolder, pulumiHome, tandemFolder } from './places.ts';
import { policyVariables } from './policyPack.ts';
import type { Stack } from './stack.ts';

/** Environment variables, by name. */
export type Variables = Record<string, string>;

/** Where the engine keeps the state of offline stacks. */
export const stateFolder = join(tandemFolder, 'state');

/** The resources that exist on the offline cloud, as the provider stand-ins remember them. */
export const cloudFolder = (stack: string): string => join(tandemFolder, 'cloud', stack);

/** Folder of the offline stacks' copies of their configuration. */
export const configFolder = join(tandemFolder, 'config');

export const configFileOf = (stack: string): string => join(configFolder, `Pulumi.${stack}.yaml`);

/**
 * Encrypts the state of offline stacks. Public, because there is nothing to hide there: an offline stack never holds
 * a real secret. A person's own passphrase is left for their own stacks.
 */
const offlinePassphrase = 'offline';

/**
 * A folder of states as the engine wants it named. The engine replaces a state as a whole, but rewrites a file of metadata
 * beside it in place: an engine that is killed just then leaves one that nobody can read. Nobody needs it either.
 */
const stateUrl = (folder: string): string => `${pathToFileURL(folder).href}?metadata=skip`;

/** What the engine needs to run a stack, beside the variables that are there already. */
export function engineVariables(stack: Stack): Variables {
  const path = process.env['PATH'] ?? '';
  const node = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? compileCacheFolder };
  if (!stack.offline) return { ...node, PATH: [nodeFolder, path, engineFolder].join(delimiter) };
  return {
    ...node,
    PATH: [engineFolder, nodeFolder, path].join(delimiter),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: stateUrl(stateFolder),
    PULUMI_CONFIG_PASSPHRASE: offlinePassphrase,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    // The engine keeps a log of every run, 500 MB of them by default.
    PULUMI_LOG_ROTATION_MAX_TOTAL_MB: '50',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_OPTION_CONFIG_FILE: configFileOf(stack.name),
    TANDEM_OFFLINE_CLOUD: cloudFolder(stack.name),
  };
}

/**
 * What the engine is started with here: programs and packs start faster than in a shell. A shell does not get it, because
 * no Node of its own would start any more once the checkout is gone.
 */
export const runVariables = (stack: Stack): Variables => ({
  ...engineVariables(stack),
  NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(lateHook)}`.trim(),
});

/** What lets a plain `pulumi preview` or `pulumi up` do what `tandem` does, the policy pack included. */
export const shellVariables = (stack: Stack): Variables => ({
  ...engineVariables(stack),
  ...policyVariables(stack.name),
});

const shellOnly =
  /^(TANDEM_OFFLINE_CLOUD|PULUMI_(HOME|BACKEND_URL|CONFIG_PASSPHRASE|DISABLE_AUTOMATIC_PLUGIN_ACQUISITION|OPTION_.*))$/;

/**
 * The variables there are already. In a shell that `tandem env` has prepared for one stack, what it set there does not
 * count: it would lead any other stack to the wrong state and configuration.
 */
export function inheritedVariables(): NodeJS.ProcessEnv {
  if (process.env['TANDEM_OFFLINE_CLOUD'] === undefined) return process.env;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !shellOnly.test(name)));
}
