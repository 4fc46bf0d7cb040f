import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import {
  BALANCERS,
  BUCKETS,
  CLUSTER_INSTANCE,
  DATABASE_CLUSTER,
  ECS_SERVICE,
  ENDPOINT_GROUP,
  LISTENERS,
  RECORD,
  REGISTRY_REPLICATION,
  REPLICA_KEY,
  REPOSITORY,
  SCALABLE_TARGET,
  SECRET,
  TABLE,
  TARGET_GROUPS,
} from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { twinsAmong } from '../support/twins.ts';
import { unknownsIn } from '../support/values.ts';
import table from './arguments.json' with { type: 'json' };
import { NAMES } from './support/sources.ts';

const RULE = ['securityGroupId', 'ipProtocol', 'fromPort', 'toPort', 'cidrIpv4', 'cidrIpv6', 'prefixListId'];
const BY_NAME = ['name', 'region'];

/** What there can be only one of, by the arguments that tell. */
const ONE: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries([...BALANCERS, ...TARGET_GROUPS, TABLE, REPOSITORY, SECRET].map((type) => [type, BY_NAME])),
  ...Object.fromEntries(
    [
      ...['cloudwatch/logGroup:LogGroup', 'cloudwatch/metricAlarm:MetricAlarm', 'ecs/cluster:Cluster'],
      ...['kms/alias:Alias', 'rds/clusterParameterGroup:ClusterParameterGroup', 'rds/subnetGroup:SubnetGroup'],
      'sns/topic:Topic',
    ].map((type) => [`aws:${type}`, BY_NAME]),
  ),
  ...Object.fromEntries(BUCKETS.map((type) => [type, ['bucket']])),
  // Settings of a bucket are each one document.
  ...Object.fromEntries(
    Object.keys(table)
      .filter((type) => /^aws:s3\/bucket[A-Z]\w+:/.test(type) && !(BUCKETS as readonly string[]).includes(type))
      .map((type) => [type, ['bucket']]),
  ),
  ...Object.fromEntries(LISTENERS.map((type) => [type, ['loadBalancerArn', 'port']])),
  [ECS_SERVICE]: ['name', 'cluster', 'region'],
  [DATABASE_CLUSTER]: ['clusterIdentifier', 'region'],
  [CLUSTER_INSTANCE]: ['identifier', 'region'],
  [ENDPOINT_GROUP]: ['endpointGroupRegion', 'listenerArn'],
  [RECORD]: ['name', 'type', 'zoneId', 'setIdentifier'],
  [REGISTRY_REPLICATION]: ['region'],
  [REPLICA_KEY]: ['primaryKeyArn', 'region'],
  'aws:route53/zone:Zone': ['name', 'vpcs'],
  [SCALABLE_TARGET]: ['resourceId', 'scalableDimension', 'serviceNamespace'],
  'aws:appautoscaling/policy:Policy': ['name', 'resourceId', 'scalableDimension', 'serviceNamespace'],
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': ['alarmName', 'region'],
  'aws:cloudwatch/dashboard:Dashboard': ['dashboardName'],
  'aws:ec2/internetGateway:InternetGateway': ['vpcId'],
  'aws:ec2/natGateway:NatGateway': ['allocationId', 'subnetId'],
  'aws:ec2/route:Route': [
    'routeTableId',
    'destinationCidrBlock',
    'destinationIpv6CidrBlock',
    'destinationPrefixListId',
  ],
  'aws:ec2/routeTableAssociation:RouteTableAssociation': ['subnetId', 'gatewayId'],
  'aws:ec2/securityGroup:SecurityGroup': ['name', 'vpcId', 'region'],
  'aws:ec2/vpcEndpoint:VpcEndpoint': ['serviceName', 'vpcId', 'routeTableIds', 'subnetIds'],
  'aws:ec2/vpnGateway:VpnGateway': ['vpcId'],
  'aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation': ['routeTableId', 'vpnGatewayId'],
  'aws:globalaccelerator/listener:Listener': ['portRanges', 'protocol', 'acceleratorArn'],
  'aws:iam/role:Role': ['name'],
  'aws:iam/rolePolicy:RolePolicy': ['name', 'role'],
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': ['policyArn', 'role'],
  'aws:lb/listenerCertificate:ListenerCertificate': ['certificateArn', 'listenerArn'],
  'aws:lb/listenerRule:ListenerRule': ['priority', 'listenerArn'],
  'aws:servicequotas/serviceQuota:ServiceQuota': ['quotaCode', 'serviceCode', 'region'],
  'aws:sns/topicSubscription:TopicSubscription': ['endpoint', 'protocol', 'topic'],
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': [...RULE, 'referencedSecurityGroupId'],
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': [...RULE, 'referencedSecurityGroupId'],
  'aws:wafv2/webAcl:WebAcl': ['name', 'scope', 'region'],
  'aws:wafv2/webAclAssociation:WebAclAssociation': ['resourceArn'],
  'aws:dms/endpoint:Endpoint': ['endpointId', 'region'],
  'aws:dms/replicationInstance:ReplicationInstance': ['replicationInstanceId', 'region'],
  'aws:dms/replicationSubnetGroup:ReplicationSubnetGroup': ['replicationSubnetGroupId', 'region'],
  'aws:dms/replicationTask:ReplicationTask': ['replicationTaskId', 'region'],
};
const TYPES = Object.keys(ONE).sort();

/** Names that a resource gives itself: where one is left out or not known, it is another one each time. */
const isOwnName = (type: string, key: string): boolean =>
  /^(name|alarmName|identifier|clusterIdentifier|endpointId|replication\w+Id)$/.test(key) ||
  (key === 'bucket' && (BUCKETS as readonly string[]).includes(type));

export const nothingIsMadeTwice = graphRule({
  id: 'tandem-aws-069-nothing-is-made-twice',
  title: 'Nothing is made twice',
  what: 'No two resources of one type have the same name in the same region, and there is one listener for a port, one route for a destination, one association for a subnet or a load balancer, and one document of each kind for a bucket.',
  why: 'The preview takes both. The API refuses the second in the middle of an apply, or both write the same thing and each undoes the other.',
  source: NAMES,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Remove one of the two, or give it another name.',
  example: 'new TargetGroup(`tasks-${region}`, { region, ... }) // one a region, named by Pulumi',
  types: TYPES,
  judge: (graph) => {
    const resources = graph.ofType(...TYPES);
    const twins = twinsAmong(resources, identityOf).filter(({ resource, first }) => !takesOver(resource, first));
    return [
      ...resources.filter((resource) => identityOf(resource) === undefined).flatMap((one) => open(graph, one)),
      ...twins.map(({ resource, first }) => {
        const given = keysOf(resource).filter((each) => valueAt(resource.inputs, each) !== undefined);
        const problem = `is that of ${first.name} as well (${given.join(', ')}), and there can be only one`;
        const fix = `remove one of the two, or change ${given.join(' or ')}`;
        return breach(resource, given[0] ?? 'region', problem, fix);
      }),
    ];
  },
});

/** A reference that nothing in the program fills in may be that of another resource of the type. */
function open(graph: ResourceGraph, resource: Resource): readonly Finding[] {
  const [key, ...others] = keysOf(resource);
  if (key === undefined || others.length > 0 || isOwnName(resource.type, key) || !isOpen(resource, key)) return [];
  const other = graph.ofType(resource.type).find((one) => one !== resource);
  if (!other) return [];
  const problem = `is not known before an apply, and may or may not be that of ${other.name}`;
  return [undecided(resource, key, problem, 'take it from the resource that is meant')];
}

const keysOf = ({ type }: Resource): readonly string[] => ONE[type] ?? [];

/** Certificates of one name are proven by one record, which either may write. */
const takesOver = (...records: readonly Resource[]): boolean =>
  records.every(({ type, inputs }) => type === RECORD && valueAt(inputs, 'allowOverwrite') === true);

/** What tells a resource from all others; undefined where only an apply tells. */
function identityOf(resource: Resource): string | undefined {
  const parts = keysOf(resource).map((key) => partOf(resource, key));
  return parts.includes(undefined) ? undefined : JSON.stringify([resource.type, resource.provider, ...parts]);
}

/** A reference that is not known yet is told by what it refers to; a name is not. */
function partOf({ type, inputs, propertyDependencies }: Resource, key: string): string | undefined {
  const value = valueAt(inputs, key);
  const links = propertyDependencies[key] ?? [];
  const isOwn = isOwnName(type, key);
  if (value === undefined || value === null) return isOwn ? undefined : '';
  if (unknownsIn(value) === 0) return JSON.stringify(value);
  // Which one of several is meant cannot be told.
  const isOneOfSeveral = isUnknown(value) && links.length > 1;
  return links.length === 0 || isOwn || isOneOfSeveral ? undefined : [...links].sort().join(' ');
}
