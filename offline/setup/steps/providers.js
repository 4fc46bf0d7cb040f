import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inCheckout, nodeBinary, pulumiHome } from '../places.js';
import { runTool } from '../run.js';
import { fingerprint, isStamped, readText, stamp } from '../stamp.js';

const plugins = join(pulumiHome, 'plugins');

/** Launchers of the provider stand-ins, where the engine looks for plugins. */
export const providers = {
  title: 'provider stand-ins',
  group: 'engine',
  needs: () => [],

  isDone: () => isStamped('providers', print()) && existsSync(plugins) && readdirSync(plugins).length > 0,

  /** @param {AbortSignal} signal */
  async run(signal) {
    await runTool({
      title: this.title,
      command: nodeBinary,
      args: [inCheckout('offline', 'setup', 'installProviders.ts'), pulumiHome, nodeBinary],
      remedy: 'delete the folder .tandem/pulumi-home and run this again.',
      signal,
    });
    stamp('providers', print());
  },
};

const print = () =>
  fingerprint(
    pulumiHome,
    readText(inCheckout('package-lock.json')),
    readText(inCheckout('offline', 'providers', 'install.ts')),
  );
