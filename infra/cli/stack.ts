import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import { checkConfig } from '../../topology/shape/anyCloud.ts';
import { ConfigError } from '../../topology/shape/problems.ts';
import { checkoutFolder, stacksFolder } from './places.ts';
import { InputProblem } from './problem.ts';

/** A stack that exists as a file, with its configuration read and found good. */
export interface Stack {
  readonly name: string;
  /** Runs on the offline cloud instead of a real one. */
  readonly offline: boolean;
  /** The `config:` block as written. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The stack that lives on the offline cloud only. */
const offlineStack = 'local';

/**
 * Finds a stack and checks its whole configuration, before the engine is started.
 *
 * @throws {InputProblem} naming the stacks there are, or every problem of the configuration.
 */
export function readStack(name: string, options: { readonly offline?: boolean | undefined }): Stack {
  const known = knownStacks();
  if (!known.includes(name))
    throw new InputProblem(
      `There is no stack '${name}'. The stacks are ${known.join(', ')}; add one as stacks/Pulumi.${name}.yaml and name what it builds in stacks/stacks.ts.`,
    );
  const config = readConfig(stackFile(name));
  check(name, config);
  return { name, offline: options.offline === true || name === offlineStack, config };
}

export const stackFile = (name: string): string => join(stacksFolder, `Pulumi.${name}.yaml`);

function knownStacks(): string[] {
  return readdirSync(stacksFolder).flatMap((file) => /^Pulumi\.([\w-]+)\.yaml$/.exec(file)?.[1] ?? []);
}

function readConfig(file: string): Record<string, unknown> {
  const document = parseDocument(readFileSync(file, 'utf8'));
  if (document.errors.length > 0)
    throw new InputProblem(
      [`${relative(checkoutFolder, file)} is not valid YAML:`, ...document.errors.map((error) => error.message)].join(
        '\n',
      ),
    );
  const { config } = (document.toJS() ?? {}) as { config?: Record<string, unknown> };
  return config ?? {};
}

function check(name: string, config: Record<string, unknown>): void {
  try {
    checkConfig(config, { stack: name });
  } catch (error) {
    if (error instanceof ConfigError) throw new InputProblem(error.message);
    throw error;
  }
}
