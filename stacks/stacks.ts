import { readAwsTopology } from '../topology/shape/aws/readAwsTopology.ts';
import { readMultiTopology } from '../topology/shape/multicloud/readMultiTopology.ts';
import { readTopology } from '../topology/shape/readTopology.ts';

// Every stack: how its configuration is read, and what is built from it.

type Config = Readonly<Record<string, unknown>>;
type Read<T> = (config: Config, options: { stack: string }) => T;

/** One environment. */
export interface StackProgram {
  /**
   * Reads a configuration and builds what it asks for; gives the stack's outputs.
   *
   * @throws `ConfigError` with every problem at once, before the first resource.
   */
  build(config: Config, options: { stack: string }): Promise<Readonly<Record<string, unknown>>>;
}

/** A composition is loaded when it is the one that runs: no stack waits for the SDK of a cloud that it is not on. */
const on =
  <T>(read: Read<T>) =>
  (load: () => Promise<(topology: T) => object>): StackProgram => ({
    build: async (config, options) => {
      const topology = read(config, options);
      return { ...(await load())(topology) };
    },
  });

const google = on(readTopology);
const aws = on(readAwsTopology);
const both = on(readMultiTopology);

const stacks: Readonly<Record<string, StackProgram>> = {
  local: google(async () => (await import('./local.ts')).local),
  dev: google(async () => (await import('./dev.ts')).dev),
  staging: google(async () => (await import('./staging.ts')).staging),
  production: google(async () => (await import('./production.ts')).production),
  'production-aws': aws(async () => (await import('./productionAws.ts')).productionAws),
  multicloud: both(async () => (await import('./multicloud.ts')).multicloud),
};

/** Names of the stacks that have a composition. */
export const stackNames: readonly string[] = Object.keys(stacks);

/** The stack of that name, or undefined when nobody has composed one. */
export const stackNamed = (name: string): StackProgram | undefined =>
  Object.hasOwn(stacks, name) ? stacks[name] : undefined;
