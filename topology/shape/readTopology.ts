import { instancesShape, sizesOf } from './capacity.ts';
import type { Check } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { dualRegion } from './places.ts';
import { ConfigError, type Problem } from './problems.ts';
import { type Config, configSchema } from './schema.ts';
import { servicesShape } from './services.ts';
import { readStructure } from './structure.ts';
import type { Topology } from './topology.ts';

const NAMESPACE = 'tandem:';

// Groups reach a program as JSON text.
const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/** Our own keys with the namespace taken off; keys of other namespaces belong to others. */
export const ownKeys = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      const own = key.startsWith(NAMESPACE) ? key.slice(NAMESPACE.length) : key;
      return own.includes(':') ? [] : [[own, parsed(value)]];
    }),
  );

const within = (path: string, group: string): boolean =>
  path === group || path.startsWith(`${group}.`) || path.startsWith(`${group}[`);

export const readable = ({ reads }: Pick<Check, 'reads'>, problems: readonly Problem[]): boolean =>
  !reads.some((key) => problems.some(({ path }) => within(path, key) || within(key, path)));

const sameProject = (config: Readonly<Record<string, unknown>>, project: string | undefined): Problem[] => {
  const given = config['gcp:project'];
  if (given === undefined || project === undefined || given === project) return [];
  return [
    {
      path: 'project',
      given: `${project}, while gcp:project is ${String(given)}`,
      allowed: 'the same project in tandem:project and gcp:project',
      fix: 'Make the two equal: the provider works in gcp:project.',
    },
  ];
};

const toTopology = (config: Config): Topology => {
  const { scaling: _, instances: __, capacity, bucket, ...rest } = config;
  const place = dualRegion(config.regions.primary, config.regions.failover);
  if (!place) throw new Error('The regions make no dual region, which the checks should have told.');
  const { min, max, strategy } = sizesOf(config);
  return {
    ...rest,
    services: servicesShape(config),
    ...(config.compute === 'instances' ? { instances: instancesShape(config) } : {}),
    capacity: { strategy, toleratesAlso: capacity.toleratesAlso },
    minInstances: min,
    maxInstances: max,
    bucket: { ...bucket, ...place },
  };
};

/**
 * Reads a stack's configuration into a topology with every default filled in.
 *
 * @param config Values by key, with or without the namespace `tandem:`, as a stack's file or the engine holds them.
 *   Keys of other namespaces are left alone, but `gcp:project` must agree with `project`.
 * @param options.stack Name of the stack, for the message.
 * @throws {@link ConfigError} with every problem at once.
 */
export const readTopology = (config: Readonly<Record<string, unknown>>, { stack }: { stack: string }): Topology => {
  const { problems: form, config: sound } = readStructure(ownKeys(config));
  const problems = [
    ...form,
    ...checks.filter((check) => readable(check, form)).flatMap(({ check }) => check(sound)),
    ...sameProject(config, sound.project),
  ];
  if (problems.length > 0) throw new ConfigError(stack, problems);
  return toTopology(sound);
};

/** The configuration that {@link readTopology} reads as this topology. */
export const configOf = ({ minInstances, maxInstances, bucket, ...same }: Topology): Record<string, unknown> => ({
  ...same,
  scaling: { minInstances, maxInstances },
  bucket: { turbo: bucket.turbo },
});

export { ConfigError, configSchema, type Problem };
