import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { StackSettings } from '@pulumi/pulumi/automation/index.js';
import { parse } from 'yaml';
import { readTopology } from '../../topology/shape/readTopology.ts';
import type { Topology } from '../../topology/shape/topology.ts';

type Config = NonNullable<StackSettings['config']>;

/** Configuration of a committed stack, as its file holds it. */
export function configOf(stack: string): Config {
  const file = path.resolve(import.meta.dirname, `../../stacks/Pulumi.${stack}.yaml`);
  return (parse(readFileSync(file, 'utf8')) as { config: Config }).config;
}

/** The topology of a committed stack, as its program reads it. */
export const topologyOf = (stack: string): Topology => readTopology(configOf(stack), { stack });
