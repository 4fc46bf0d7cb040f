import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { BUCKETS, KEY, REPLICA_KEY, SUBNETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { blocksNamed } from '../support/blocks.ts';
import { isFilledInBy } from '../support/filled.ts';
import { firstUnknown } from '../support/values.ts';
import table from './arguments.json' with { type: 'json' };
import { INTERNET_GATEWAY, NAT_GATEWAY, PEERINGS } from './support/routes.ts';

/** Arguments that name other resources, by how they are called, and those that hold such names. */
const REFERENCE = new RegExp(
  [
    '(?<!image|account|registry|owner|aggregator)(Ids?|Arns?)$',
    '^(role|bucket|topic|cluster|taskDefinition|subnets|securityGroups|repository|logGroupName|clusterIdentifier)$',
    '^(networkConfiguration|loadBalancers|endpointConfigurations|defaultActions|actions|aliases|routes|replicas)$',
    '^(accessLogs|rules|dbSubnetGroupName|dbClusterParameterGroupName|globalClusterIdentifier|records|s3Config|dimensions|validationRecordFqdns)$',
    '(Actions|Identifier|secretString|password|sharedSecret|alarmRule)$',
  ].join('|'),
  'i',
);

const TYPES = Object.keys(table).filter((name) => name.startsWith('aws:'));

export const referencesLeadSomewhere = graphRule({
  id: 'tandem-aws-062-references-lead-somewhere',
  title: 'What a resource refers to is in the program',
  what: 'An argument that names another resource is not empty, and where it is not known before an apply it gets its value from a resource of the program.',
  why: 'A value that nothing fills in stays empty: the resource is made without its network, its role or its targets, or the apply stops there.',
  source: 'https://www.pulumi.com/docs/iac/concepts/inputs-outputs/',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Take the value from the output of the resource that is meant, or write it out.',
  example: 'vpcId: vpc.id',
  types: TYPES,
  judge: (graph) => graph.ofType(...TYPES).flatMap((resource) => judge(graph, resource)),
});

/** What the arguments inside a block name. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  securityGroups: ['aws:ec2/securityGroup:SecurityGroup'],
  subnets: SUBNETS,
  natGatewayId: [NAT_GATEWAY],
  gatewayId: [INTERNET_GATEWAY],
  vpcPeeringConnectionId: PEERINGS,
  bucket: BUCKETS,
  replicaKmsKeyId: [KEY, REPLICA_KEY],
};

function judge(graph: ResourceGraph, resource: Resource): readonly Finding[] {
  const problem = 'is not known before an apply, and no resource of the program fills it in';
  return Object.entries(resource.inputs).flatMap(([argument, value]): readonly Finding[] => {
    if (!REFERENCE.test(argument) || resource.defaults.has(argument)) return [];
    if (value === '')
      return [
        breach(resource, argument, 'is empty, so it names nothing', 'name the resource that is meant, or leave it out'),
      ];
    const path = isFilledInBy(graph, resource, argument)
      ? lostIn(
          value,
          argument,
          resource.propertyDependencies[argument]?.flatMap((urn) => graph.get(urn)?.type ?? []),
        )
      : firstUnknown(value, argument);
    return path === undefined ? [] : [undecided(resource, path, problem, 'take it from the resource that is meant')];
  });
}

/** The first argument of a block that nothing fills in, where all that does fill the block in is spoken for by other arguments. */
function lostIn(value: unknown, argument: string, linked: readonly string[] = []): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const leaves = Object.entries(NAMES).flatMap(([name, types]) =>
    blocksNamed(value, name, argument)
      .filter(({ block }) => firstUnknown(block, '') !== undefined)
      .map(({ path }) => ({ path, types })),
  );
  if (leaves.length < 2) return undefined;
  const spoken = leaves.flatMap(({ types }) => types);
  if (linked.some((type) => !spoken.includes(type))) return undefined;
  return leaves.find(({ types }) => !types.some((type) => linked.includes(type)))?.path;
}
