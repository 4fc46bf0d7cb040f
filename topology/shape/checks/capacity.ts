import { headroom, instancesFor } from '../../arithmetic/capacity.ts';
import { sizesOf, zoneCount } from '../capacity.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

const reads = ['scaling', 'capacity', 'compute', 'instances', 'regions', 'load.peakRps', 'service.instanceRps'];

/** What `static` needs, in words that say why it is that many. */
function reason({ capacity: { toleratesAlso } }: Config): string {
  if (toleratesAlso === 'zone')
    return 'each region must carry everything when the other is lost and a zone of its own too';
  if (toleratesAlso === 'deploy')
    return 'each region must carry everything when the other is lost during one of its own deployments';
  return 'each region must carry everything when the other is lost';
}

const carried = (count: number, { service, load }: Config): string =>
  `${count} instances, which carry ${count * service.instanceRps} of ${load.peakRps} requests/s`;

const order: Check = {
  reads,
  check: (config) => {
    const { min, max, needed } = sizesOf(config);
    // A maximum below what the load needs is told by the next check, whatever the floor.
    if (min <= max || (config.scaling.minInstances === undefined && max < needed)) return [];
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
    const { max, needed } = sizesOf(config);
    if (max >= needed) return [];
    return [
      {
        path: 'scaling.maxInstances',
        given: carried(max, config),
        allowed: 'enough instances for one region to carry the whole peak',
        fix: `Set maxInstances to ${needed} or more: ${reason(config)}.`,
      },
    ];
  },
};

/** `static` is a promise; what was written beside it must not break it. */
const keepsItsWord: Check = {
  reads,
  check: (config): readonly Problem[] => {
    const { capacity, scaling } = config;
    const { min, needed } = sizesOf(config);
    const tooFew = capacity.strategy === 'static' && scaling.minInstances !== undefined && min < needed;
    return [
      ...(tooFew
        ? [
            {
              path: 'scaling.minInstances',
              given: carried(min, config),
              allowed: 'with capacity.strategy static, enough instances for the whole peak',
              fix: `Set minInstances to ${needed} or more, or capacity.strategy to scaled: ${reason(config)}.`,
            },
          ]
        : []),
      ...(capacity.floorShare !== undefined && capacity.strategy !== 'scaled'
        ? [
            {
              path: 'capacity.floorShare',
              given: `${capacity.floorShare}, with strategy ${capacity.strategy ?? 'static'}`,
              allowed: 'a floor only with strategy scaled',
              fix: 'Set capacity.strategy to scaled, or remove floorShare.',
            },
          ]
        : []),
    ];
  },
};

/** Google's own limit of one managed group; a region has one in each zone. Source: cloud.google.com/compute/docs/instance-groups. */
const GROUP_MAX = 1000;

const fitsGroups: Check = {
  reads,
  check: (config) => {
    const { max } = sizesOf(config);
    const zones = zoneCount(config);
    if (config.compute !== 'instances' || max <= GROUP_MAX * zones) return [];
    return [
      {
        path: config.scaling.maxInstances === undefined ? 'service.instanceRps' : 'scaling.maxInstances',
        given: `${max} instances in ${zones} zones`,
        allowed: `at most ${GROUP_MAX} in one zone`,
        fix: `Set scaling.maxInstances to ${GROUP_MAX * zones} or less, or use larger machines.`,
      },
    ];
  },
};

const headroomWithinMax: Check = {
  reads: [...reads, 'objectives.headroom'],
  check: (config) => {
    const { load, service, objectives } = config;
    const { max } = sizesOf(config);
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

/** Minimum, maximum, strategy, load and headroom fit together. */
export const capacityChecks: readonly Check[] = [order, carriesTheLoad, keepsItsWord, fitsGroups, headroomWithinMax];
