import { DEFAULT_ZONES } from '../arithmetic/assumptions.ts';
import { instancesToKeep, leftAfter } from '../arithmetic/capacity.ts';
import { machineFor, machineSize } from './machines.ts';
import { zonesOf } from './places.ts';
import type { Config } from './schema.ts';
import type { CapacityShape, InstancesShape, Topology } from './topology.ts';

// Sizes that follow from load, capacity of one instance and strategy, the same in both regions.

type Sized = Pick<Config, 'compute' | 'service' | 'load' | 'capacity' | 'scaling' | 'instances' | 'regions'>;

/** Instances of each region. */
export interface Sizes {
  readonly min: number;
  readonly max: number;
  /** What `static` needs: the whole load, after the second loss that is tolerated. */
  readonly needed: number;
  readonly strategy: CapacityShape['strategy'];
}

const FLOOR_SHARE = 0.5;

/** Zones of the two regions; three where the configuration names none. */
export const zonesOfRegions = ({
  instances,
  regions,
}: Pick<Config, 'instances' | 'regions'>): InstancesShape['zones'] => ({
  primary: instances.zones.primary ?? zonesOf(regions.primary),
  failover: instances.zones.failover ?? zonesOf(regions.failover),
});

/** Number of zones in a region: the larger of the two, as sizes are multiples of it. */
export function zoneCount(config: Pick<Config, 'compute' | 'instances' | 'regions'>): number {
  if (config.compute === 'cloud-run') return DEFAULT_ZONES;
  const { primary, failover } = zonesOfRegions(config);
  return Math.max(primary.length, failover.length, 1);
}

/** What sizes follow from, on every cloud. */
export interface Sizing {
  readonly service: Pick<Config['service'], 'instanceRps'>;
  readonly load: Pick<Config['load'], 'peakRps'>;
  readonly capacity: Config['capacity'];
  readonly scaling: Config['scaling'];
}

/**
 * Instances of each region with the defaults that follow from the load.
 *
 * @param zones zones of a region, one of which may be lost
 * @param evenly instances come in multiples of this
 */
export function sizesFor({ service, load, capacity, scaling }: Sizing, zones: number, evenly: number): Sizes {
  const even = (count: number): number => evenly * Math.ceil(count / evenly - 1e-9);
  const needed = instancesToKeep(load.peakRps, service.instanceRps, leftAfter(capacity.toleratesAlso, zones), evenly);
  const below = scaling.minInstances !== undefined && even(scaling.minInstances) < needed;
  const strategy = capacity.strategy ?? (below ? 'scaled' : 'static');
  const floor = strategy === 'static' ? needed : needed * (capacity.floorShare ?? FLOOR_SHARE);
  const min = Math.max(evenly, even(scaling.minInstances ?? floor));
  return { min, max: even(scaling.maxInstances ?? 2 * Math.max(min, needed)), needed, strategy };
}

/** {@link sizesFor} a configuration on Google Cloud. On instances each zone has the same number. */
export function sizesOf(config: Sized): Sizes {
  const zones = zoneCount(config);
  return sizesFor(config, zones, config.compute === 'instances' ? zones : 1);
}

/** Requests per second of the clients near the home primary region, at peak. */
export const nearPrimaryRps = ({ load }: Pick<Config, 'load'>): number => load.peakRps * (1 - load.failoverClientShare);

/**
 * Target of one instance of the active region: at peak the objective's part of the near clients overflows, whatever part
 * of the clients is near the other region. Rounded down to a hundredth, as the API takes a decimal number.
 */
export const targetOf = (config: Sized & Pick<Config, 'objectives'>): number =>
  config.instances.targetRps ??
  Math.max(
    0.01,
    Math.min(
      config.service.instanceRps,
      Math.floor((100 * nearPrimaryRps(config) * (1 - config.objectives.liveShare)) / sizesOf(config).min) / 100,
    ),
  );

/** The group `instances` with every default filled in. */
export function instancesShape(config: Sized & Pick<Config, 'objectives'>): InstancesShape {
  const { instances, service } = config;
  return {
    ...instances,
    machineType: instances.machineType ?? machineFor(service),
    zones: zonesOfRegions(config),
    targetRps: targetOf(config),
    surge: instances.surge ?? zoneCount(config),
  };
}

/** vCPUs and memory that are paid for and count against a quota: the machine's, or the container's own on Cloud Run. */
export const instanceSize = ({
  service,
  instances,
}: {
  readonly service: { readonly cpu: number; readonly memoryMib: number };
  readonly instances?: { readonly machineType: string };
}): { readonly cpu: number; readonly memoryMib: number } =>
  (instances && machineSize(instances.machineType)) ?? { cpu: service.cpu, memoryMib: service.memoryMib };

/** Seconds from the decision to scale until a new instance serves, with the machine's own boot where there is one. */
export const startSeconds = ({ service, instances }: Pick<Topology, 'service' | 'instances'>): number =>
  service.startSeconds + (instances?.bootSeconds ?? 0);
