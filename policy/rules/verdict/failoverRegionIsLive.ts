import { recognise } from '../../../topology/recognise/recognise.ts';
import { graphRule } from '../../frame/rule.ts';
import { findingAt } from './support.ts';

export const failoverRegionIsLive = graphRule({
  id: 'tandem-verdict-006-failover-region-is-live',
  title: 'Every region serves live traffic all the time',
  what: 'No pool is drained, cold or only a backup: each has running instances and receives real requests.',
  why: 'A region that serves nothing is not known to be well; it is found broken in the incident that needs it.',
  source: 'https://clerk.com/blog/resilience-in-practice-regional-failover',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Give every backend a capacity scaler above 0 and every region running instances.',
  example: 'scaling: { minInstanceCount: 8 } and no capacityScaler of 0',
  types: [],
  judge: (graph) =>
    recognise(graph).services.flatMap(({ urn, pools }) =>
      pools.length < 2
        ? []
        : pools.flatMap((pool) => {
            const fix = 'let it serve: a scaler above 0, running instances, and a share of the traffic';
            if (pool.capacityScaler <= 0) {
              return [
                findingAt(
                  { urn, argument: 'backends.capacityScaler', says: 'its scaler is 0' },
                  `${pool.region} is drained`,
                  fix,
                ),
              ];
            }
            if (pool.minInstances === 0) {
              return [
                findingAt(
                  { urn: pool.urn, argument: 'scaling.minInstanceCount', says: 'it runs 0 instances' },
                  `${pool.region} is cold`,
                  fix,
                ),
              ];
            }
            return pool.live
              ? []
              : [
                  findingAt(
                    { urn, says: 'it serves only when the other is down' },
                    `${pool.region} is only a backup`,
                    fix,
                  ),
                ];
          }),
    ),
});
