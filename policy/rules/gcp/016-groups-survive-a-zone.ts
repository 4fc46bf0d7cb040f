import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, numberAt } from '../../../topology/graph/value.ts';
import { REGION_AUTOSCALER, REGION_MANAGER } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { autoscalerOf, zonesOf } from './support/managers.ts';
import { servedBy, type Served } from './support/served.ts';
import { REGIONAL_MIGS } from './support/sources.ts';

export const groupsSurviveAZone = graphRule({
  id: 'tandem-gcp-016-groups-survive-a-zone',
  title: 'Instance groups survive the loss of a zone',
  what: 'Instances behind a backend service spread over enough zones of each region, with at least one instance for each zone, and updates replace none or at least one in every zone.',
  why: 'Fewer instances than zones leave a zone empty; the API refuses a fixed surge between zero and the number of zones.',
  source: REGIONAL_MIGS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Use three zones, minReplicas of three or more, and maxSurgeFixed of 0 or the number of zones.',
  example:
    "distributionPolicyZones: ['us-central1-a', 'us-central1-b', 'us-central1-c'], updatePolicy: { maxSurgeFixed: 3, maxUnavailableFixed: 0 }",
  types: [REGION_MANAGER, REGION_AUTOSCALER],
  settings: { zones: { description: 'Least number of zones in each region.', default: 3 } },
  judge: (graph, { zones }) => [
    ...graph.ofType(REGION_MANAGER).flatMap((manager) => judgeManager(graph, manager, zones)),
    ...servedBy(graph).flatMap((served) => judgeZonalGroups(served, zones)),
  ],
});

function judgeManager(graph: ResourceGraph, manager: Resource, wanted: number): readonly Finding[] {
  const zones = zonesOf(manager);
  const list = 'distributionPolicyZones';
  if (zones === undefined) return [unknownArgument(manager, list, 'name the zones, or leave the argument out')];
  const findings: Finding[] = [];
  if (zones < wanted) {
    findings.push(
      breach(
        manager,
        list,
        `names ${zones}; allowed are ${wanted} zones or more`,
        `name ${wanted} zones of the region`,
      ),
    );
  }
  for (const argument of ['updatePolicy.maxSurgeFixed', 'updatePolicy.maxUnavailableFixed']) {
    const fix = `set ${argument} to 0 or ${zones}`;
    const value = numberAt(manager.inputs, argument);
    if (unknownAt(manager, argument)) findings.push(unknownArgument(manager, argument, fix));
    else if (value !== undefined && value > 0 && value < zones) {
      findings.push(breach(manager, argument, `is ${value}; allowed is 0, or at least the ${zones} zones`, fix));
    }
  }
  const autoscaler = autoscalerOf(graph, manager);
  return autoscaler ? [...findings, ...judgeMinimum(autoscaler, zones)] : [...findings, ...judgeSize(manager, zones)];
}

function judgeMinimum(autoscaler: Resource, zones: number): readonly Finding[] {
  const argument = 'autoscalingPolicy.minReplicas';
  const fix = `set ${argument} to ${zones} or more`;
  if (unknownAt(autoscaler, argument)) return [unknownArgument(autoscaler, argument, fix)];
  const minimum = numberAt(autoscaler.inputs, argument) ?? 0;
  if (minimum >= zones) return [];
  return [breach(autoscaler, argument, `is ${minimum} for ${zones} zones; allowed is one for each zone or more`, fix)];
}

function judgeSize(manager: Resource, zones: number): readonly Finding[] {
  const fix = `set targetSize to ${zones} or more, or add an autoscaler`;
  if (!isSet(manager.inputs, 'targetSize') || unknownAt(manager, 'targetSize')) return [];
  const size = numberAt(manager.inputs, 'targetSize') ?? 0;
  if (size >= zones) return [];
  return [breach(manager, 'targetSize', `is ${size} for ${zones} zones; allowed is one for each zone or more`, fix)];
}

/** Zonal groups: the backend service itself has to name a group in enough zones of each region. */
function judgeZonalGroups(served: Served, wanted: number): readonly Finding[] {
  const zonal = served.groups.filter(({ kind }) => kind === 'zonal-group');
  if (zonal.length === 0) return [];
  return served.regions.flatMap((region) => {
    const inRegion = zonal.filter((backend) => backend.region === region);
    if (inRegion.length === 0 || served.groups.some((other) => other.region === region && other.kind !== 'zonal-group'))
      return [];
    const zones = new Set(inRegion.map(({ zone }) => zone));
    const fix = `add groups until ${region} has ${wanted} zones`;
    if (zones.has(undefined)) {
      return [undecided(served.service, 'backends', `has a group in ${region} whose zone is not in the plan`, fix)];
    }
    if (zones.size >= wanted) return [];
    const problem = `has groups in ${zones.size} zones of ${region}; allowed are ${wanted} or more`;
    return [breach(served.service, 'backends', problem, fix)];
  });
}
