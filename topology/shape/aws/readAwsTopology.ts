import type { Check } from '../checks/check.ts';
import { ConfigError, type Problem } from '../problems.ts';
import { ownKeys, readable } from '../readTopology.ts';
import { readStructureOf } from '../structure.ts';
import { awsObjectiveChecks } from './checks/objectives.ts';
import { placeChecks } from './checks/places.ts';
import { sizeChecks, tasksOf } from './checks/sizes.ts';
import { type AwsConfig, awsConfigSchema, type AwsTopology } from './schema.ts';

const checks: readonly Check<AwsConfig>[] = [...placeChecks, ...sizeChecks, ...awsObjectiveChecks];

const toTopology = (config: AwsConfig): AwsTopology => {
  const { scaling: _, ...rest } = config;
  const { min, max, strategy } = tasksOf(config);
  const { toleratesAlso } = config.capacity;
  return { ...rest, capacity: { strategy, toleratesAlso }, minInstances: min, maxInstances: max };
};

/**
 * Reads the configuration of a stack on AWS into a topology with every default filled in.
 *
 * @param config Values by key, with or without the namespace `tandem:`, as a stack's file or the engine holds them.
 *   Keys of other namespaces are left alone.
 * @param options.stack Name of the stack, for the message.
 * @throws {@link ConfigError} with every problem at once.
 */
export const readAwsTopology = (
  config: Readonly<Record<string, unknown>>,
  { stack }: { stack: string },
): AwsTopology => {
  const { problems: form, config: sound } = readStructureOf(awsConfigSchema, ownKeys(config));
  const problems: readonly Problem[] = [
    ...form,
    ...checks.filter((check) => readable(check, form)).flatMap(({ check }) => check(sound)),
  ];
  if (problems.length > 0) throw new ConfigError(stack, problems);
  return toTopology(sound);
};

/** The configuration that {@link readAwsTopology} reads as this topology. */
export const awsConfigOf = ({ minInstances, maxInstances, ...same }: AwsTopology): Record<string, unknown> => ({
  ...same,
  scaling: { minInstances, maxInstances },
});
