import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A folder from which `@pulumi/pulumi` cannot be found. The message is meant for the person who runs the program. */
export class SdkMissing extends Error {}

/**
 * The script of the Pulumi SDK that runs a program, a policy pack or a plugin, as seen from `folder`: the SDK that the
 * code itself depends on, not the one the host happens to use.
 */
export function sdkScript(folder: string, name: 'run' | 'run-policy-pack' | 'run-plugin'): string {
  if (!existsSync(folder)) throw new SdkMissing(`folder ${folder} does not exist`);
  try {
    return createRequire(join(folder, 'package.json')).resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch {
    throw new SdkMissing(`the package @pulumi/pulumi is not installed for ${folder}: run \`npm install\` there`);
  }
}

/** What `runtime.options` of Pulumi.yaml says about Node. */
export interface NodeOptions {
  /** Run through ts-node. Default: true, as in Pulumi. */
  readonly typescript?: boolean;
  /** Arguments for Node itself, separated by spaces. Default: none. */
  readonly nodeargs?: string;
  /** Path of the tsconfig file. Default: tsconfig.json. */
  readonly tsconfig?: string;
}

export const nodeArguments = (options: NodeOptions): string[] =>
  options.nodeargs === undefined ? [] : options.nodeargs.split(' ').filter((argument) => argument !== '');

export function optionVariables(options: NodeOptions): Record<string, string> {
  return {
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
    ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
  };
}
