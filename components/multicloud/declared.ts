import * as pulumi from '@pulumi/pulumi';
import { multiCostOf } from '../../topology/shape/multicloud/cost.ts';
import { multiConfigOf } from '../../topology/shape/multicloud/multiConfigOf.ts';
import { readMultiTopology } from '../../topology/shape/multicloud/readMultiTopology.ts';
import type { MultiTopology } from '../../topology/shape/multicloud/schema.ts';
import { ConfigError } from '../../topology/shape/problems.ts';

/** Reads the topology again: it may have been changed by hand since, and nobody may build what the checks refuse. */
export function checked(topology: MultiTopology): MultiTopology {
  try {
    return readMultiTopology(multiConfigOf(topology), { stack: pulumi.getStack() });
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** What a reader of the plan may hold the plan against. */
export function declared(topology: MultiTopology) {
  const { objectives, gcp: google, aws: onAws, writer, awsShare } = topology;
  return {
    objectives,
    writer,
    awsShare,
    peakRps: google.load.peakRps,
    decisionSeconds: Math.max(google.decisionSeconds, onAws.decisionSeconds),
    monthlyCostUsd: Math.round(multiCostOf(topology).monthlyUsd),
    exceptions: google.exceptions,
  };
}
