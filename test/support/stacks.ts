import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readTopology } from '../../topology/shape/readTopology.ts';
import type { Topology } from '../../topology/shape/topology.ts';

/** Configuration of a committed stack, as its file holds it. */
export function configOf(stack: string): Record<string, unknown> {
  const file = path.resolve(import.meta.dirname, `../../stacks/Pulumi.${stack}.yaml`);
  return (parse(readFileSync(file, 'utf8')) as { config: Record<string, unknown> }).config;
}

/** The topology of a committed stack, as its program reads it. */
export const topologyOf = (stack: string): Topology => readTopology(configOf(stack), { stack });
