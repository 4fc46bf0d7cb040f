import { awsCostOf } from '../../topology/shape/aws/cost.ts';
import { vcpuQuota } from '../../topology/shape/aws/quota.ts';
import type { AwsTopology } from '../../topology/shape/aws/schema.ts';

/** What a reader of the plan may hold the plan against. */
export function declared(topology: AwsTopology) {
  const { objectives, regions, active, load, service, capacity, decisionSeconds, exceptions } = topology;
  return {
    objectives,
    regions,
    active,
    ...load,
    instanceRps: service.instanceRps,
    startSeconds: service.startSeconds,
    ...capacity,
    vcpuQuota: vcpuQuota(topology.maxInstances, service.cpu),
    decisionSeconds,
    monthlyCostUsd: Math.round(awsCostOf(topology).monthlyUsd),
    exceptions,
  };
}
