import { DATABASE_GIB } from './assumptions.ts';
import { HOURS_PER_MONTH } from './prices.ts';

// What a month costs at given prices: the parts that run whether or not anybody asks. Traffic and storage of objects
// are not in it, since no plan says how much there is.

/** Prices in USD; see `prices.ts` for their meaning. */
export interface Prices {
  readonly vcpuHour: number;
  readonly gibHour: number;
  readonly databaseHour: number;
  readonly databaseHaFactor: number;
  readonly storageGibMonth: number;
  readonly forwardingRuleHour: number;
  readonly armorMonth: number;
  readonly natHour: number;
}

/** Instances of one size. */
export interface Fleet {
  readonly instances: number;
  readonly cpu: number;
  readonly memoryMib: number;
}

/** What runs all the time. */
export interface Running {
  /** Instances of each region. */
  readonly instances: readonly number[];
  readonly cpu: number;
  readonly memoryMib: number;
  /** Instances of further services, over all regions. Default: none. */
  readonly besides?: readonly Fleet[];
  /** Database instances, replicas included, standbys not. */
  readonly databases: number;
  /** Each database has a standby in a second zone. */
  readonly highAvailability: boolean;
  /** Forwarding rules of the entry. */
  readonly forwardingRules: number;
}

/** One line of the bill. */
export interface CostItem {
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly monthlyUsd: number;
}

export interface Cost {
  readonly monthlyUsd: number;
  readonly items: readonly CostItem[];
}

/** A line that is paid for by the month. */
export const monthly = (what: string, quantity: number, unit: string, unitUsd: number): CostItem => ({
  what,
  quantity,
  unit,
  monthlyUsd: quantity * unitUsd,
});

/** A line that is paid for by the hour, all month long. */
export const hourly = (what: string, quantity: number, unit: string, hourUsd: number): CostItem =>
  monthly(what, quantity, unit, hourUsd * HOURS_PER_MONTH);

export const costOfItems = (items: readonly CostItem[]): Cost => ({
  monthlyUsd: items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0),
  items,
});

/** The monthly cost of what runs all the time, line by line. */
export const monthlyCost = (running: Running, prices: Prices): Cost => {
  const { cpu, memoryMib, besides = [] } = running;
  const instances = running.instances.reduce((sum, each) => sum + each, 0);
  const fleets: readonly Fleet[] = [{ instances, cpu, memoryMib }, ...besides];
  const total = (size: 'cpu' | 'memoryMib'): number =>
    fleets.reduce((sum, each) => sum + each.instances * each[size], 0);
  const standbyFactor = running.highAvailability ? prices.databaseHaFactor : 1;
  return costOfItems([
    hourly('service vCPU', total('cpu'), 'vCPU', prices.vcpuHour),
    hourly('service memory', total('memoryMib') / 1024, 'GiB', prices.gibHour),
    hourly('databases', running.databases * standbyFactor, 'instances with standbys', prices.databaseHour),
    monthly('database volumes', running.databases * standbyFactor * DATABASE_GIB, 'GiB', prices.storageGibMonth),
    hourly('forwarding rules', running.forwardingRules, 'rules', prices.forwardingRuleHour),
    monthly('security policy', 1, 'policy', prices.armorMonth),
    hourly('address translation', running.instances.length, 'regions', prices.natHour),
  ]);
};
