import { startSeconds } from '../../topology/shape/capacity.ts';
import { costOf } from '../../topology/shape/cost.ts';
import { quotasOf } from '../../topology/shape/quotas.ts';
import type { Topology } from '../../topology/shape/topology.ts';

// What a component leaves in its own inputs, so that a reader of the plan may hold the plan against it.

/** What is said of a topology's own service, and of each further one. */
const ofService = (topology: Topology) => ({
  regions: topology.regions,
  active: topology.active,
  ...topology.load,
  instanceRps: topology.service.instanceRps,
  startSeconds: startSeconds(topology),
  ...topology.capacity,
  decisionSeconds: topology.decisionSeconds,
});

/** What a topology declares. */
export const declaredOf = (topology: Topology) => ({
  ...ofService(topology),
  objectives: topology.objectives,
  vcpuQuota: quotasOf(topology)[topology.regions.primary]!.vcpus,
  monthlyCostUsd: Math.round(costOf(topology).monthlyUsd),
  exceptions: topology.exceptions,
});

/** What one of several services declares: its own objectives, without those of what it shares with the others. */
export function declaredOfService(topology: Topology) {
  const { shedSeconds, returnSeconds, headroom, liveShare, availability } = topology.objectives;
  return { ...ofService(topology), objectives: { shedSeconds, returnSeconds, headroom, liveShare, availability } };
}
