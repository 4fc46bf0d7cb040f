import { headroom, instancesFor } from '../../arithmetic/capacity.ts';
import { sizesOf, zoneCount, type Sizes, type Sizing } from '../capacity.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

/** What `static` needs, in words that say why it is that many. */
function reason({ capacity: { toleratesAlso } }: Sizing): string {
  if (toleratesAlso === 'zone')
    return 'each region must carry everything when the other is lost and a zone of its own too';
  if (toleratesAlso === 'deploy')
    return 'each region must carry everything when the other is lost during one of its own deployments';
  return 'each region must carry everything when the other is lost';
}

/** How a cloud sizes a region. */
interface Platform<C> {
  readonly sizes: (config: C) => Sizes;
  /** What a region runs: instances, tasks. */
  readonly noun: string;
  /** Keys that the sizes follow from. */
  readonly reads: readonly string[];
}

/** A minimum beside its maximum, whichever of the two was written. */
const order = <C extends Sizing>({ sizes, reads }: Platform<C>): Check<C> => ({
  reads,
  check: (config) => {
    const { min, max, needed } = sizes(config);
    // A maximum below what the load needs is told by the next check, whatever the floor.
    if (min <= max || (config.scaling.minInstances === undefined && max < needed)) return [];
    return [
      {
        path: 'scaling.maxInstances',
        // As it was written: sizes are rounded up to whole zones.
        given: `${config.scaling.maxInstances ?? max}, with a minimum of ${config.scaling.minInstances ?? min}`,
        allowed: 'at least minInstances',
        fix: `Set maxInstances to ${min} or more, or lower minInstances.`,
      },
    ];
  },
});

const carried = (count: number, noun: string, { service, load }: Sizing): string =>
  `${count} ${noun}, which carry ${count * service.instanceRps} of ${load.peakRps} requests/s`;

const carriesTheLoad = <C extends Sizing>({ sizes, noun, reads }: Platform<C>): Check<C> => ({
  reads,
  check: (config) => {
    const { max, needed } = sizes(config);
    if (max >= needed) return [];
    return [
      {
        path: 'scaling.maxInstances',
        given: carried(max, noun, config),
        allowed: `enough ${noun} for one region to carry the whole peak`,
        fix: `Set maxInstances to ${needed} or more: ${reason(config)}.`,
      },
    ];
  },
});

/** `static` is a promise; what was written beside it must not break it. */
const keepsItsWord = <C extends Sizing>({ sizes, noun, reads }: Platform<C>): Check<C> => ({
  reads,
  check: (config): readonly Problem[] => {
    const { capacity, scaling } = config;
    const { min, needed } = sizes(config);
    const tooFew = capacity.strategy === 'static' && scaling.minInstances !== undefined && min < needed;
    return [
      ...(tooFew
        ? [
            {
              path: 'scaling.minInstances',
              given: carried(min, noun, config),
              allowed: `with capacity.strategy static, enough ${noun} for the whole peak`,
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
});

const headroomWithinMax = <C extends Sizing & { readonly objectives: { readonly headroom: number } }>({
  sizes,
  noun,
  reads,
}: Platform<C>): Check<C> => ({
  reads: [...reads, 'objectives.headroom'],
  check: (config) => {
    const { load, service, objectives } = config;
    const { max } = sizes(config);
    const reachable = headroom(max, service.instanceRps, load.peakRps);
    if (objectives.headroom <= reachable || reachable < 1) return [];
    const needed = instancesFor(objectives.headroom * load.peakRps, service.instanceRps);
    return [
      {
        path: 'objectives.headroom',
        given: `${objectives.headroom}`,
        allowed: `at most ${Math.floor(reachable * 1000) / 1000}, which is what ${max} ${noun} carry`,
        fix: `Set scaling.maxInstances to ${needed} or more, or lower the objective.`,
      },
    ];
  },
});

/** Minimum, maximum, strategy, load and headroom fit together, on any cloud. */
export const capacityChecksOf = <C extends Sizing & { readonly objectives: { readonly headroom: number } }>(
  platform: Platform<C>,
): readonly Check<C>[] => [
  order(platform),
  carriesTheLoad(platform),
  keepsItsWord(platform),
  headroomWithinMax(platform),
];

const google: Platform<Config> = {
  sizes: sizesOf,
  noun: 'instances',
  reads: ['scaling', 'capacity', 'compute', 'instances', 'regions', 'load.peakRps', 'service.instanceRps'],
};

/** Google's own limit of one managed group; a region has one in each zone. Source: cloud.google.com/compute/docs/instance-groups. */
const GROUP_MAX = 1000;

const fitsGroups: Check = {
  reads: google.reads,
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

/** {@link capacityChecksOf} Google Cloud, whose groups have a limit besides. */
export const capacityChecks: readonly Check[] = [...capacityChecksOf(google), fitsGroups];
