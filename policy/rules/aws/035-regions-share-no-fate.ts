import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ALARM } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { TOPIC } from './support/alarms.ts';
import { servingRegions } from './support/scope.ts';
import { FAULT_BOUNDARIES } from './support/sources.ts';

const COMPONENTS = ['tandem:index:AwsTwoRegion', 'tandem:index:MultiCloud'];
const PAIR = ['declared.regions.primary', 'declared.regions.failover'] as const;
/** Where the control planes of IAM, Route 53 and CloudFront live. */
const HOME = 'us-east-1';
/** What has to work while a region is lost, and is made in one region each. */
const NEEDED = [TOPIC, ALARM, 'aws:ecs/cluster:Cluster'];

export const regionsShareNoFate = graphRule({
  id: 'tandem-aws-035-regions-share-no-fate',
  title: 'The two regions have no single home in common',
  what: `Declared regions differ, and topics, alarms and clusters of a program that serves from two regions are not all in ${HOME} or any other one of them.`,
  why: `Many control planes live in ${HOME}: what is there only is away together with them, and with the region it should cover.`,
  source: FAULT_BOUNDARIES,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Declare two different regions, and make what watches and runs them in both.',
  example: "regions: { primary: 'us-east-2', failover: 'us-west-2' }",
  types: [...COMPONENTS, ...NEEDED],
  judge: (graph) => [...graph.ofType(...COMPONENTS).flatMap(judgePair), ...judgeHomes(graph)],
});

function judgePair(component: Resource): readonly Finding[] {
  const [primary, failover] = PAIR;
  const open = PAIR.find((path) => isUnknown(valueAt(component.inputs, path)));
  const fix = 'declare two different regions';
  if (open) return [unknownArgument(component, open, fix)];
  const [one, other] = [textAt(component.inputs, primary), textAt(component.inputs, failover)];
  if (one === undefined || one !== other) return [];
  return [breach(component, failover, `is ${one}, as the primary region; allowed is another one`, fix)];
}

function judgeHomes(graph: ResourceGraph): readonly Finding[] {
  const serving = servingRegions(graph);
  if (serving.length < 2) return [];
  return NEEDED.flatMap((type): readonly Finding[] => {
    const all = graph.ofType(type);
    const regions = new Set(all.map((resource) => regionOf(graph, resource)));
    const [first] = all;
    const [only] = regions;
    if (!first || regions.size !== 1 || only === undefined) return [];
    const problem = `is ${only}, and nothing of its kind is in ${serving.filter((region) => region !== only).join(', ')}`;
    return [breach(first, 'region', problem, 'make one in each region')];
  });
}
