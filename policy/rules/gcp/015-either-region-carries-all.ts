import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import type { Declared } from '../../../topology/model/model.ts';
import { capacityOf, mergeByRegion, type Capacity } from '../../../topology/recognise/gcp/pools.ts';
import { AUTOSCALER, REGION_AUTOSCALER, RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { declarations } from './support/scope.ts';
import { servedBy, type Served } from './support/served.ts';
import { RUN_SCALING } from './support/sources.ts';

export const eitherRegionCarriesAll = graphRule({
  id: 'tandem-gcp-015-either-region-carries-all',
  title: 'Either region can carry the whole load',
  what: "Each region may grow to the declared peak load, or without a declared load to the largest region's maximum, and keeps a fair part of the instances that run all the time.",
  why: 'A regional shift is a step: over the maximum, Cloud Run answers 429, which the load balancer neither retries nor fails over.',
  source: RUN_SCALING,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Raise the maximum, and the minimum, of the smaller region.',
  example: 'scaling: { minInstanceCount: 4, maxInstanceCount: 40 } // the same in both regions',
  types: [RUN_SERVICE, AUTOSCALER, REGION_AUTOSCALER],
  settings: {
    minimumShare: {
      description: "Least part of the largest region's minimum that each region keeps, 0 to 1.",
      default: 0.5,
    },
  },
  judge: (graph, { minimumShare }) => {
    const declarationOf = declarations(graph);
    return servedBy(graph).flatMap((served) => judge(graph, served, declarationOf(served.service), minimumShare));
  },
});

function judge(
  graph: ResourceGraph,
  served: Served,
  declared: Declared | undefined,
  minimumShare: number,
): readonly Finding[] {
  const sized = served.groups.flatMap((backend) => capacityOf(graph, backend, declared) ?? []);
  const pools = mergeByRegion(sized.filter(({ compute }) => compute !== 'unknown'));
  if (pools.length < 2) return [];
  const wanted = wantedMaximum(pools, declared);
  const largestMinimum = Math.max(...pools.map(({ minInstances }) => minInstances ?? 0));
  const least = Math.ceil(largestMinimum * minimumShare);
  return pools.flatMap((pool) => {
    const { resource, maximum, minimum } = sizeArguments(graph, pool);
    if (!resource) return [];
    const raise = (argument: string, to: number): string => `set ${argument} to ${to} or more`;
    const findings: Finding[] = [];
    if (pool.maxInstances === undefined) {
      findings.push(unknownArgument(resource, maximum, 'give the largest number of instances as a plain number'));
    } else if (pool.maxInstances < wanted.instances) {
      const problem = `lets ${pool.region} grow to ${pool.maxInstances} instances; allowed is ${wanted.instances} or more, ${wanted.reason}`;
      findings.push(breach(resource, maximum, problem, raise(maximum, wanted.instances)));
    }
    if (pool.minInstances === undefined) {
      findings.push(unknownArgument(resource, minimum, 'give the smallest number of instances as a plain number'));
    } else if (pool.minInstances < least) {
      const problem = `keeps ${pool.minInstances} instances in ${pool.region} while another region keeps ${largestMinimum}; allowed is ${least} or more`;
      findings.push(breach(resource, minimum, problem, raise(minimum, least)));
    }
    return findings;
  });
}

function wantedMaximum(
  pools: readonly Capacity[],
  declared: Declared | undefined,
): { readonly instances: number; readonly reason: string } {
  if (declared?.peakRps !== undefined && declared.instanceRps !== undefined && declared.instanceRps > 0) {
    const instances = Math.ceil(declared.peakRps / declared.instanceRps);
    return {
      instances,
      reason: `for the declared peak of ${declared.peakRps} requests/s at ${declared.instanceRps} an instance`,
    };
  }
  const instances = Math.max(...pools.map(({ maxInstances }) => maxInstances ?? 0));
  return { instances, reason: 'what the largest region may grow to' };
}

/** Where the sizes of a region are written: on the Cloud Run service, on an autoscaler, or on a group of fixed size. */
function sizeArguments(
  graph: ResourceGraph,
  pool: Capacity,
): { readonly resource: Resource | undefined; readonly maximum: string; readonly minimum: string } {
  const owner = graph.get(pool.evidence[0]?.urn ?? pool.urn);
  if (pool.compute === 'cloud-run') {
    return { resource: owner, maximum: 'scaling.maxInstanceCount', minimum: 'scaling.minInstanceCount' };
  }
  const scaled = owner?.type === AUTOSCALER || owner?.type === REGION_AUTOSCALER;
  return scaled
    ? { resource: owner, maximum: 'autoscalingPolicy.maxReplicas', minimum: 'autoscalingPolicy.minReplicas' }
    : { resource: owner, maximum: 'targetSize', minimum: 'targetSize' };
}
