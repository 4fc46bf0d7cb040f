import { instanceSize } from './capacity.ts';
import { everyService } from './services.ts';
import type { Topology } from './topology.ts';

/** What a region may use at most, and so what its quota has to allow. */
export interface Quota {
  readonly instances: number;
  readonly vcpus: number;
  readonly memoryGib: number;
  /** Boot disks; 0 on Cloud Run. */
  readonly diskGib: number;
}

/**
 * Quota to ask for in each region, by region, over all services: the maximum of instances, those that an update adds on
 * top, and the suspended ones. Both regions ask for the same, because each may have to carry everything.
 */
export function quotasOf(topology: Topology): Readonly<Record<string, Quota>> {
  const { regions } = topology;
  const quota = everyService(topology).map(quotaOfService).reduce(plus);
  const whole = { ...quota, memoryGib: Math.ceil(quota.memoryGib) };
  return { [regions.primary]: whole, [regions.failover]: whole };
}

function quotaOfService(topology: Topology): Quota {
  const { maxInstances, instances } = topology;
  const count = maxInstances + (instances ? instances.surge + instances.warmInstances : 0);
  const { cpu, memoryMib } = instanceSize(topology);
  return {
    instances: count,
    vcpus: count * cpu,
    memoryGib: (count * memoryMib) / 1024,
    diskGib: count * (instances?.bootDiskGib ?? 0),
  };
}

const plus = (one: Quota, other: Quota): Quota => ({
  instances: one.instances + other.instances,
  vcpus: one.vcpus + other.vcpus,
  memoryGib: one.memoryGib + other.memoryGib,
  diskGib: one.diskGib + other.diskGib,
});
