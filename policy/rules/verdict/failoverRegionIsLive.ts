import type { Pool } from '../../../topology/model/model.ts';
import { recognise } from '../../../topology/recognise/recognise.ts';
import { graphRule, type Finding } from '../../frame/rule.ts';
import { findingAt, SPANNED_TYPES } from './support.ts';

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
  types: SPANNED_TYPES,
  judge: (graph) =>
    recognise(graph)
      .services.filter(({ pools }) => pools.length > 1)
      .flatMap(({ urn, pools }) => pools.flatMap((pool) => coldness(urn, pool))),
});

const FIX = 'let it serve: a scaler above 0, running instances, and a share of the traffic';

/** Arguments by which an accelerator keeps traffic away. */
const SHARES = ['trafficDialPercentage', 'endpointConfigurations.weight'];
const MINIMA: Readonly<Partial<Record<Pool['compute'], string>>> = {
  instances: 'autoscalingPolicy.minReplicas',
  fargate: 'minCapacity',
};

function coldness(service: string, pool: Pool): readonly Finding[] {
  const aws = pool.evidence.find(({ argument }) => argument !== undefined && SHARES.includes(argument));
  const scaler = aws ?? { urn: service, argument: 'backends.capacityScaler', says: 'nothing is sent there' };
  if (pool.capacityScaler <= 0) return [findingAt(scaler, `drains ${pool.region}`, FIX)];
  const minimum = {
    urn: pool.urn,
    argument: MINIMA[pool.compute] ?? 'scaling.minInstanceCount',
  };
  if (pool.minInstances === 0)
    return [findingAt({ ...minimum, says: '0 instances run' }, `leaves ${pool.region} cold`, FIX)];
  if (pool.minInstances === undefined && pool.compute !== 'unknown') {
    return [
      findingAt({ ...minimum, says: 'the plan does not tell' }, `leaves open whether ${pool.region} runs`, FIX, true),
    ];
  }
  const backup = aws ?? { urn: service, says: 'it serves only when the other is down' };
  return pool.live ? [] : [findingAt(backup, `keeps ${pool.region} as a backup`, FIX)];
}
