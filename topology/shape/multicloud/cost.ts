import type { Cost, CostItem } from '../../arithmetic/cost.ts';
import { HOURS_PER_MONTH } from '../../arithmetic/prices.ts';
import { awsCostOf } from '../aws/cost.ts';
import { costOf } from '../cost.ts';
import type { MultiTopology } from './schema.ts';

/** Tunnels of the link: four for each region on AWS. */
const TUNNELS = 8;
/** Health checks that decide between the clouds. */
const CHECKS = 2;

/** What a month of both clouds costs, with what joins them. Traffic between them is not in it: no plan says how much there is. */
export const multiCostOf = ({ gcp, aws, prices }: Pick<MultiTopology, 'gcp' | 'aws' | 'prices'>): Cost => {
  const named = (cloud: string, items: readonly CostItem[]): CostItem[] =>
    items.map((item) => ({ ...item, what: `${cloud}: ${item.what}` }));
  const items = [
    ...named('Google Cloud', costOf(gcp).items),
    ...named('AWS', awsCostOf(aws).items),
    {
      what: 'link between the clouds',
      quantity: TUNNELS,
      unit: 'tunnels',
      monthlyUsd: TUNNELS * prices.tunnelHour * HOURS_PER_MONTH,
    },
    {
      what: 'replication of the database',
      quantity: 1,
      unit: 'machine',
      monthlyUsd: prices.replicationHour * HOURS_PER_MONTH,
    },
    { what: 'health checks', quantity: CHECKS, unit: 'checks', monthlyUsd: CHECKS * prices.checkMonth },
  ];
  return { monthlyUsd: items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0), items };
};
