import { DATABASE_GIB } from '../../arithmetic/assumptions.ts';
import type { Cost, CostItem } from '../../arithmetic/cost.ts';
import { HOURS_PER_MONTH } from '../../arithmetic/prices.ts';
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
  const line = (what: string, quantity: number, unit: string, unitUsd: number): CostItem => ({
    what,
    quantity,
    unit,
    monthlyUsd: quantity * unitUsd,
  });
  const hourly = (what: string, quantity: number, unit: string, hourUsd: number): CostItem =>
    line(what, quantity, unit, hourUsd * HOURS_PER_MONTH);
  const tasks = REGIONS * minInstances;
  const items = [
    hourly('service vCPU', tasks * service.cpu, 'vCPU', prices.vcpuHour),
    hourly('service memory', (tasks * service.memoryMib) / 1024, 'GiB', prices.gibHour),
    hourly('databases', REGIONS * (database.highAvailability ? 2 : 1), 'instances', prices.databaseHour),
    line('database volumes', REGIONS * DATABASE_GIB, 'GiB', prices.storageGibMonth),
    hourly('accelerator', entry.kind === 'accelerator' ? 1 : 0, 'accelerator', prices.acceleratorHour),
    hourly('load balancers', REGIONS, 'balancers', prices.balancerHour),
    hourly('address translation', network.egress === 'nat' ? REGIONS * ZONES : 0, 'gateways', prices.natHour),
    line('web filters', REGIONS, 'filters', prices.filterMonth),
    line('encryption keys', REGIONS, 'keys', prices.keyMonth),
  ];
  return { monthlyUsd: items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0), items };
};
