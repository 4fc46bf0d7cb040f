import { type Cost, monthlyCost } from '../arithmetic/cost.ts';
import type { Topology } from './topology.ts';

/** Rules of the entry: ports 80 and 443, each for IPv4 and IPv6. */
export const FORWARDING_RULES = 4;

/** What a month of a topology costs at its own prices, with the instances that run all the time. */
export const costOf = ({
  minInstances,
  service,
  database,
  prices,
}: Pick<Topology, 'minInstances' | 'service' | 'database' | 'prices'>): Cost =>
  monthlyCost(
    {
      instances: [minInstances, minInstances],
      cpu: service.cpu,
      memoryMib: service.memoryMib,
      databases: 2,
      highAvailability: database.highAvailability,
      forwardingRules: FORWARDING_RULES,
    },
    prices,
  );
