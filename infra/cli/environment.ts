import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configFileOf } from './offlineStack.ts';
import { engineFolder, nodeFolder, policyFolder, pulumiHome, tandemFolder } from './places.ts';
import type { Stack } from './stack.ts';

/** Environment variables, by name. */
export type Variables = Record<string, string>;

/** Where the engine keeps the state of offline stacks. */
export const stateFolder = join(tandemFolder, 'state');

/** The resources that exist on the offline cloud, as the provider stand-ins remember them. */
export const cloudFolder = (stack: string): string => join(tandemFolder, 'cloud', stack);

/**
 * Encrypts the state of offline stacks. Public, because there is nothing to hide there: an offline stack never holds
 * a real secret. A person's own passphrase is left for their own stacks.
 */
const offlinePassphrase = 'offline';

/** What the engine needs to run a stack, beside the variables that are there already. */
export function engineVariables(stack: Stack): Variables {
  const path = process.env['PATH'] ?? '';
  if (!stack.offline) return { PATH: [nodeFolder, path, engineFolder].join(delimiter) };
  return {
    PATH: [engineFolder, nodeFolder, path].join(delimiter),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: pathToFileURL(stateFolder).href,
    PULUMI_CONFIG_PASSPHRASE: offlinePassphrase,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_OPTION_CONFIG_FILE: configFileOf(stack.name),
    TANDEM_OFFLINE_CLOUD: cloudFolder(stack.name),
  };
}

/** What lets a plain `pulumi preview` or `pulumi up` do what `tandem` does, the policy pack included. */
export function shellVariables(stack: Stack): Variables {
  return {
    ...engineVariables(stack),
    ...(existsSync(policyFolder) ? { PULUMI_OPTION_POLICY_PACK: policyFolder } : {}),
  };
}
