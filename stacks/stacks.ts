import { readAwsTopology } from '../topology/shape/aws/readAwsTopology.ts';
import { readTopology } from '../topology/shape/readTopology.ts';

// Every stack: how its configuration is read, and what is built from it.

type Config = Readonly<Record<string, unknown>>;
type Read<T> = (config: Config, options: { stack: string }) => T;

/** One environment. */
export interface StackProgram {
  /**
   * Reads and checks a configuration.
   *
   * @throws `ConfigError` with every problem at once.
   */
  check(config: Config, options: { stack: string }): void;
  /** Reads a configuration and builds what it asks for; gives the stack's outputs. */
  build(config: Config, options: { stack: string }): Promise<Readonly<Record<string, unknown>>>;
}

/** A composition is loaded when it is the one that runs: no stack waits for the SDK of a cloud that it is not on. */
const on =
  <T>(read: Read<T>) =>
  (load: () => Promise<(topology: T) => object>): StackProgram => ({
    check: (config, options) => {
      read(config, options);
    },
    build: async (config, options) => {
      const topology = read(config, options);
      return { ...(await load())(topology) };
    },
  });

const google = on(readTopology);
const aws = on(readAwsTopology);

const stacks: Readonly<Record<string, StackProgram>> = {
  local: google(async () => (await import('./local.ts')).local),
  dev: google(async () => (await import('./dev.ts')).dev),
  staging: google(async () => (await import('./staging.ts')).staging),
  production: google(async () => (await import('./production.ts')).production),
  'production-aws': aws(async () => (await import('./productionAws.ts')).productionAws),
};

/** Names of the stacks that have a composition. */
export const stackNames: readonly string[] = Object.keys(stacks);

/** The stack of that name, or undefined when nobody has composed one. */
export const stackNamed = (name: string): StackProgram | undefined =>
  Object.hasOwn(stacks, name) ? stacks[name] : undefined;
