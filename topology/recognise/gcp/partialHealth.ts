import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { numberAt, valueAt } from '../../graph/value.ts';
import type { PartialHealth, Pool } from '../../model/model.ts';
import { isClassic } from './signals.ts';
import { LB_POLICY } from './types.ts';

// What Google's load balancer does with a region of which a part of the instances is bad.

/** Percent of healthy members below which a global load balancer begins to send elsewhere; a classic one waits longer. */
const DEFAULT_THRESHOLD = 70;
const CLASSIC_THRESHOLD = 50;

/** Limits of automatic draining; cloud.google.com/load-balancing/docs/service-lb-policy. No argument changes them. */
const DRAIN = { below: 0.25, above: 0.35, holdSeconds: 60 } as const;

/** Undefined for serverless regions, which are good or bad as a whole and take no such policy. */
export function partialHealthOf(
  graph: ResourceGraph,
  backendService: Resource,
  pools: readonly Pool[],
): PartialHealth | undefined {
  if (!pools.some(({ compute }) => compute === 'instances')) return undefined;
  const policy = graph.linked(backendService, 'serviceLbPolicy', [LB_POLICY])[0];
  const threshold =
    numberAt(policy?.inputs, 'failoverConfig.failoverHealthThreshold') ??
    (isClassic(backendService) ? CLASSIC_THRESHOLD : DEFAULT_THRESHOLD);
  const drains = valueAt(policy?.inputs, 'autoCapacityDrain.enable') === true;
  return { leavesBelow: threshold / 100, ...(drains ? { drain: DRAIN } : {}) };
}
