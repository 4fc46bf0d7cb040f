import { headroom, instancesFor } from '../../arithmetic/capacity.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

/** Instances of each region with the defaults that follow from the load. */
export const instancesOf = ({ scaling, load, service }: Config): { readonly min: number; readonly max: number } => {
  const needed = instancesFor(load.peakRps, service.instanceRps);
  const min = scaling.minInstances ?? needed;
  return { min, max: scaling.maxInstances ?? 2 * Math.max(min, needed) };
};

const reads = ['scaling', 'load.peakRps', 'service.instanceRps'];

const order: Check = {
  reads,
  check: (config) => {
    const { min, max } = instancesOf(config);
    if (config.scaling.minInstances === undefined || min <= max) return [];
    return [
      {
        path: 'scaling.maxInstances',
        given: `${max}, with a minimum of ${min}`,
        allowed: 'at least minInstances',
        fix: `Set maxInstances to ${min} or more, or lower minInstances.`,
      },
    ];
  },
};

const carriesTheLoad: Check = {
  reads,
  check: (config) => {
    const { max } = instancesOf(config);
    const needed = instancesFor(config.load.peakRps, config.service.instanceRps);
    if (max >= needed) return [];
    return [
      {
        path: 'scaling.maxInstances',
        given: `${max} instances, which carry ${max * config.service.instanceRps} of ${config.load.peakRps} requests/s`,
        allowed: 'enough instances for one region to carry the whole peak',
        fix: `Set maxInstances to ${needed} or more: each region must carry everything when the other is lost.`,
      },
    ];
  },
};

const headroomWithinMax: Check = {
  reads: [...reads, 'objectives.headroom'],
  check: (config) => {
    const { load, service, objectives } = config;
    const { max } = instancesOf(config);
    const reachable = headroom(max, service.instanceRps, load.peakRps);
    if (objectives.headroom <= reachable || reachable < 1) return [];
    const needed = instancesFor(objectives.headroom * load.peakRps, service.instanceRps);
    return [
      {
        path: 'objectives.headroom',
        given: `${objectives.headroom}`,
        allowed: `at most ${Math.floor(reachable * 1000) / 1000}, which is what ${max} instances carry`,
        fix: `Set scaling.maxInstances to ${needed} or more, or lower the objective.`,
      },
    ];
  },
};

/** Minimum, maximum, load and headroom fit together. */
export const capacityChecks: readonly Check[] = [order, carriesTheLoad, headroomWithinMax];
