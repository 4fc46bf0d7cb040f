import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { costOf } from '../../../topology/shape/cost.ts';
import { readTopology } from '../../../topology/shape/readTopology.ts';
import type { Topology } from '../../../topology/shape/topology.ts';

const folder = new URL('../../../stacks/', import.meta.url);

const topologyOf = (stack: string): Topology => {
  const { config } = parse(readFileSync(new URL(`Pulumi.${stack}.yaml`, folder), 'utf8')) as {
    config: Record<string, unknown>;
  };
  return readTopology(config, { stack });
};

const stacks = readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe('the stacks that are shipped', () => {
  it('are the four environments at least', () => {
    expect(stacks).toEqual(expect.arrayContaining(['local', 'dev', 'staging', 'production']));
  });

  it.each(['local', 'dev', 'staging', 'production'])(
    '%s has no problem, and costs no more than it declares',
    (stack) => {
      const topology = topologyOf(stack);
      expect(topology.regions.primary).not.toBe(topology.regions.failover);
      expect(costOf(topology).monthlyUsd).toBeLessThan(topology.objectives.monthlyCostUsd);
      expect(topology.minInstances * topology.service.instanceRps).toBeGreaterThanOrEqual(topology.load.peakRps);
    },
  );

  it('guard the data where it matters, and let it go where it does not', () => {
    const guarded = ['local', 'dev', 'staging', 'production'].map((stack) => topologyOf(stack).database.guarded);
    expect(guarded).toEqual([false, false, true, true]);
  });

  it('spell no name twice across environments', () => {
    const projects = ['local', 'dev', 'staging', 'production'].map((stack) => topologyOf(stack).project);
    expect(new Set(projects).size).toBe(4);
  });
});
