import { type Cost, type CostItem, costOfItems, hourly, monthly } from '../../arithmetic/cost.ts';
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
  return costOfItems([
    ...named('Google Cloud', costOf(gcp).items),
    ...named('AWS', awsCostOf(aws).items),
    hourly('link between the clouds', TUNNELS, 'tunnels', prices.tunnelHour),
    hourly('replication of the database', 1, 'machine', prices.replicationHour),
    monthly('health checks', CHECKS, 'checks', prices.checkMonth),
  ]);
};
