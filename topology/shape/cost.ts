import { type Cost, monthlyCost } from '../arithmetic/cost.ts';
import { instanceSize } from './capacity.ts';
import type { Topology } from './topology.ts';

/** Rules of the entry: ports 80 and 443, each for IPv4 and IPv6. */
export const FORWARDING_RULES = 4;

/** What a month of a topology costs at its own prices, with the instances of its services that run all the time. */
export const costOf = (
  topology: Pick<Topology, 'minInstances' | 'service' | 'instances' | 'database' | 'prices'> &
    Partial<Pick<Topology, 'services'>>,
): Cost => {
  const { minInstances, database, prices } = topology;
  return monthlyCost(
    {
      instances: [minInstances, minInstances],
      ...instanceSize(topology),
      besides: Object.values(topology.services ?? {}).map((service) => ({
        instances: 2 * service.scaling.minInstances,
        ...instanceSize({ service, ...(service.instances ? { instances: service.instances } : {}) }),
      })),
      databases: 2,
      highAvailability: database.highAvailability,
      forwardingRules: FORWARDING_RULES,
    },
    prices,
  );
};
