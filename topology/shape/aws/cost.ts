import { DATABASE_GIB } from '../../arithmetic/assumptions.ts';
import { type Cost, costOfItems, hourly, monthly } from '../../arithmetic/cost.ts';
import { ZONES } from './subnets.ts';
import type { AwsTopology } from './schema.ts';

const REGIONS = 2;

/** What decides the cost of a topology on AWS. */
export type AwsCosting = Pick<AwsTopology, 'minInstances' | 'service' | 'database' | 'entry' | 'network' | 'prices'>;

/**
 * What a month of a topology costs at its own prices, with the tasks that run all the time. Traffic, requests and objects
 * are not in it, since no plan says how many there are.
 */
export const awsCostOf = ({ minInstances, service, database, entry, network, prices }: AwsCosting): Cost => {
  const tasks = REGIONS * minInstances;
  return costOfItems([
    hourly('service vCPU', tasks * service.cpu, 'vCPU', prices.vcpuHour),
    hourly('service memory', (tasks * service.memoryMib) / 1024, 'GiB', prices.gibHour),
    hourly('databases', REGIONS * (database.highAvailability ? 2 : 1), 'instances', prices.databaseHour),
    monthly('database volumes', REGIONS * DATABASE_GIB, 'GiB', prices.storageGibMonth),
    hourly('accelerator', entry.kind === 'accelerator' ? 1 : 0, 'accelerator', prices.acceleratorHour),
    hourly('load balancers', REGIONS, 'balancers', prices.balancerHour),
    hourly('address translation', network.egress === 'nat' ? REGIONS * ZONES : 0, 'gateways', prices.natHour),
    monthly('web filters', REGIONS, 'filters', prices.filterMonth),
    monthly('encryption keys', REGIONS, 'keys', prices.keyMonth),
  ]);
};
