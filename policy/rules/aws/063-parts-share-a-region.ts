import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { BUCKETS, GLOBAL_DATABASE } from '../../../topology/recognise/aws/types.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { unknownsIn } from '../support/values.ts';
import table from './arguments.json' with { type: 'json' };
import { FAULT_BOUNDARIES } from './support/sources.ts';

/** Arguments through which the API takes resources of the same region only. */
const NEAR = new RegExp(
  [
    // Networks
    '^(vpc|subnet|securityGroup|referencedSecurityGroup|routeTable|gateway|natGateway|allocation|vpnGateway)Ids?$',
    '^(customerGatewayId|vpcSecurityGroupIds|vpcZoneIdentifiers|subnets|subnetMappings|securityGroups|networkConfiguration)$',
    '^(routes|replicationSubnetGroupId|dbSubnetGroupName|dbClusterParameterGroupName)$',
    // From the entry to the tasks
    '^(loadBalancer|listener|certificate|targetGroup|lbTargetGroup|webAcl|resource)Arns?$',
    '^(defaultActions|actions|loadBalancers|cluster|clusterName|taskDefinition|resourceId|autoscalingGroupName)$',
    '^(targetTrackingScalingPolicyConfiguration|accessLogs|connectionLogs|logGroupName)$',
    // Stores and signals
    '^(bucket|kmsKeyId|kmsKeyArn|targetKeyId|clusterIdentifier|secretId|repository|topic|alarmRule|dimensions)$',
    '^(alarm|ok|insufficientData)Actions$',
    '^(replicationInstance|sourceEndpoint|targetEndpoint|sourceLocation|destinationLocation)Arn$',
  ].join('|'),
);

const CONTAINERS = 'containerDefinitions';
const LOG_GROUP = 'aws:cloudwatch/logGroup:LogGroup';

/** What reaches over the border by design, whoever names it. */
const FAR = [
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection',
  'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter',
  GLOBAL_DATABASE,
];

/** Types that live in one region, which is their argument `region`. */
const REGIONAL = new Set(
  Object.entries(table).flatMap(([type, names]) =>
    type.startsWith('aws:') && names.split(' ').includes('region') && !FAR.includes(type) ? [type] : [],
  ),
);

export const partsShareARegion = graphRule({
  id: 'tandem-aws-063-parts-share-a-region',
  title: 'A part is in the region of what it belongs to',
  what: 'What a resource names through an argument that does not reach into other regions, such as its network, target group, key, bucket or topic, is in the region of the resource.',
  why: 'The preview does not compare regions. The API finds nothing by that id there and stops in the middle of an apply, or an alarm watches what has no data.',
  source: FAULT_BOUNDARIES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name the resource of the same region, or set region on both.',
  example: "new Listener('west', { region: 'us-west-2', loadBalancerArn: west.arn, ... })",
  types: [...REGIONAL],
  judge: (graph) => graph.ofType(...REGIONAL).flatMap((resource) => judge(graph, resource)),
});

function judge(graph: ResourceGraph, resource: Resource): readonly Finding[] {
  const named = Object.keys(resource.propertyDependencies).some((argument) => NEAR.test(argument));
  if (named && isUnknown(valueAt(resource.inputs, 'region')))
    return [unknownArgument(resource, 'region', 'write it out')];
  const region = regionOf(graph, resource);
  if (region === undefined) return [];
  const near = Object.entries(resource.propertyDependencies)
    .filter(([argument]) => NEAR.test(argument) || argument === CONTAINERS)
    .map(([argument, urns]) => ({
      argument,
      // Containers may reach what is in other regions; they write their log in their own.
      linked: urns
        .flatMap((urn) => graph.get(urn) ?? [])
        .filter(({ type }) => (argument === CONTAINERS ? type === LOG_GROUP : REGIONAL.has(type))),
    }));
  const elsewhere = near.flatMap(({ argument, linked }) => {
    const other = linked.find((one) => {
      const place = regionOf(graph, one);
      return place !== undefined && place !== region && counts(resource, argument, one, linked, graph, region);
    });
    return other ? [{ argument, other }] : [];
  });
  const [first] = elsewhere;
  if (!first) return [];
  const [place] = elsewhere.map(({ other }) => regionOf(graph, other) ?? '');
  // Where all that it names is together somewhere else, it is the one that went astray.
  const astray = elsewhere.length > 1 && elsewhere.length === near.filter(({ linked }) => linked.length > 0).length;
  if (astray && elsewhere.every(({ other }) => regionOf(graph, other) === place)) {
    const named = elsewhere.map(({ argument }) => argument).join(' and ');
    const problem = `is ${region}, and what ${named} name is in ${place ?? ''}; allowed is the same region`;
    return [breach(resource, 'region', problem, `set region to ${place ?? ''}`)];
  }
  return elsewhere.map(({ argument, other }) => {
    const problem = `names ${other.name} in ${regionOf(graph, other) ?? ''}, and this is in ${region}; allowed is one of ${region}`;
    return breach(resource, argument, problem, `name the one of ${region}, or set the region of both alike`);
  });
}

/** A program may look several up and choose, so one of the same kind in the region is enough where links outnumber values. */
function counts(
  { inputs }: Resource,
  argument: string,
  other: Resource,
  linked: readonly Resource[],
  graph: ResourceGraph,
  region: string,
): boolean {
  // Copies are measured between two buckets of two regions.
  if (argument === 'dimensions' && (BUCKETS as readonly string[]).includes(other.type)) return false;
  if (argument !== CONTAINERS && unknownsIn(inputs[argument]) >= linked.length) return true;
  return !linked.some((near) => near.type === other.type && regionOf(graph, near) === region);
}
