import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BALANCERS, DATABASE_CLUSTER, ECS_SERVICE, SUBNETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import {
  doorsOf,
  EGRESS,
  GROUP,
  INGRESS,
  isFor,
  isForSomebody,
  lets,
  type Direction,
  type Door,
} from './support/doors.ts';
import { groupsBehind, isApplication } from './support/entries.ts';
import { PEERINGS } from './support/routes.ts';
import { linksIn } from './support/scope.ts';
import { streamsIn } from './support/streams.ts';
import { SECURITY_GROUPS } from './support/sources.ts';

const VPC = 'aws:ec2/vpc:Vpc';
/** Port of each engine where none is written. */
const PORTS: readonly (readonly [engine: RegExp, port: number])[] = [
  [/postgres/, 5432],
  [/mysql|mariadb/, 3306],
];
const DEFAULT_GROUP = 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup';
const HTTPS = 443;

export const requestsGetThrough = graphRule({
  id: 'tandem-aws-060-requests-get-through',
  title: 'Security groups let requests through',
  what: 'The security groups of a load balancer let clients in on each port it listens on and its own requests out to the tasks, those of tasks let the load balancer in on the container’s port and HTTPS out, and those of a database that serves tasks let in all of them that are in its network or in one joined to it; a database names its subnets and security groups.',
  why: 'A group without the rule drops every request. In the region that serves little nobody notices before the failover.',
  source: SECURITY_GROUPS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a SecurityGroupIngressRule for the port, from the group in front.',
  example:
    "new SecurityGroupIngressRule(name, { securityGroupId: tasks.id, referencedSecurityGroupId: balancer.id, fromPort: 8080, toPort: 8080, ipProtocol: 'tcp' })",
  types: [GROUP, INGRESS, EGRESS, ECS_SERVICE, DATABASE_CLUSTER, ...BALANCERS],
  judge: (graph) => [
    ...graph.ofType(...BALANCERS).flatMap((balancer) => judgeBalancer(graph, balancer)),
    ...graph.ofType(ECS_SERVICE).flatMap((service) => judgeService(graph, service)),
    ...graph.ofType(DATABASE_CLUSTER).flatMap((cluster) => judgeDatabase(graph, cluster)),
    ...(graph.ofType(VPC).length > 0 ? usedGroups(graph).flatMap(homeless) : []),
  ],
});

/** Groups around what serves requests. */
const usedGroups = (graph: ResourceGraph): readonly Resource[] => [
  ...new Set([
    ...graph.ofType(...BALANCERS, ECS_SERVICE).flatMap((owner) => groupsOf(graph, owner)),
    ...graph.ofType(DATABASE_CLUSTER).flatMap((cluster) => graph.linked(cluster, 'vpcSecurityGroupIds', [GROUP])),
  ]),
];

/** Beside networks of the program, a group of the default network fits none of what is in them. */
const homeless = (group: Resource): readonly Finding[] =>
  isSet(group.inputs, 'vpcId')
    ? []
    : [breach(group, 'vpcId', 'is not set, so it is made in the default network', 'set vpcId')];

const groupsOf = (graph: ResourceGraph, owner: Resource): readonly Resource[] =>
  graph.linked(owner, owner.type === ECS_SERVICE ? 'networkConfiguration.securityGroups' : 'securityGroups', [GROUP]);

function judgeBalancer(graph: ResourceGraph, balancer: Resource): readonly Finding[] {
  const ports = (linksIn(graph).listeners.get(balancer) ?? []).flatMap(({ inputs }) => numberAt(inputs, 'port') ?? []);
  const groups = groupsOf(graph, balancer);
  return [
    ...groupless(graph, balancer),
    ...ports.flatMap((port) => judge(graph, { owner: balancer, groups, way: 'ingress', port, passes: () => true })),
    ...servicesBehind(graph, balancer).flatMap((service) => {
      const port = numberAt(service.inputs, 'loadBalancers.0.containerPort');
      const theirs = groupsOf(graph, service);
      const passes = (door: Door): boolean => theirs.length === 0 || isFor(door, theirs, rangesAround(graph, service));
      return port === undefined ? [] : judge(graph, { owner: balancer, groups, way: 'egress', port, passes });
    }),
  ];
}

/** The default group of a network of this program lets in what is in the group itself, and nobody else. */
function groupless(graph: ResourceGraph, balancer: Resource): readonly Finding[] {
  const given = valueAt(balancer.inputs, 'securityGroups');
  const empty = given === undefined || isEmpty(given);
  const own = graph
    .linked(balancer, 'subnets', SUBNETS)
    .some((subnet) => graph.linked(subnet, 'vpcId', [VPC]).length > 0);
  if (!empty || !own || !isApplication(balancer) || graph.ofType(DEFAULT_GROUP).length > 0) return [];
  const problem = 'is not set, so the default group of the network lets no client in';
  return [breach(balancer, 'securityGroups', problem, 'name a SecurityGroup that lets clients in')];
}

const servicesBehind = (graph: ResourceGraph, balancer: Resource): readonly Resource[] =>
  groupsBehind(graph, balancer).flatMap((group) =>
    (linksIn(graph).targets.get(group) ?? []).filter(({ type }) => type === ECS_SERVICE),
  );

function judgeService(graph: ResourceGraph, service: Resource): readonly Finding[] {
  const groups = groupsOf(graph, service);
  const port = numberAt(service.inputs, 'loadBalancers.0.containerPort');
  const front = graph
    .ofType(...BALANCERS)
    .filter((balancer) => servicesBehind(graph, balancer).includes(service))
    .flatMap((balancer) => groupsOf(graph, balancer));
  const passes = (door: Door): boolean => front.length === 0 || isFor(door, front, rangesAround(graph, service));
  return [
    ...(port === undefined ? [] : judge(graph, { owner: service, groups, way: 'ingress', port, passes })),
    // Images, secrets and logs are all behind HTTPS.
    ...judge(graph, { owner: service, groups, way: 'egress', port: HTTPS, passes: () => true }),
  ];
}

/** Ranges of the networks that a resource's subnets are in. */
const rangesAround = (graph: ResourceGraph, service: Resource): readonly string[] => [
  ...new Set(networksOf(graph, service).flatMap(({ inputs }) => textAt(inputs, 'cidrBlock') ?? [])),
];

const networksOf = (graph: ResourceGraph, service: Resource): readonly Resource[] => [
  ...new Set(
    graph
      .linked(service, 'networkConfiguration.subnets', SUBNETS)
      .flatMap((subnet) => graph.linked(subnet, 'vpcId', [VPC])),
  ),
];

function judgeDatabase(graph: ResourceGraph, cluster: Resource): readonly Finding[] {
  // Where the program holds none of its networks, they may be anywhere.
  if (graph.ofType(GROUP).length === 0) return [];
  const missing = ['vpcSecurityGroupIds', 'dbSubnetGroupName']
    .filter((argument) => !isSet(cluster.inputs, argument) || isEmpty(valueAt(cluster.inputs, argument)))
    .map((argument) =>
      breach(cluster, argument, 'is not set, so it is made in the default network', `set ${argument}`),
    );
  const port =
    numberAt(cluster.inputs, 'port') ??
    PORTS.find(([engine]) => engine.test(String(valueAt(cluster.inputs, 'engine'))))?.[1];
  if (port === undefined) return missing;
  const groups = graph.linked(cluster, 'vpcSecurityGroupIds', [GROUP]);
  return [
    ...missing,
    ...clientsOf(graph, groups).flatMap((service) => {
      const passes = (door: Door): boolean => isFor(door, groupsOf(graph, service), rangesAround(graph, service));
      return judge(graph, { owner: cluster, groups, way: 'ingress', port, passes, from: service });
    }),
    ...judge(graph, { owner: cluster, groups, way: 'ingress', port, passes: () => true }),
  ];
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/**
 * Services that a database has to let in: those in its network, or in one joined to it, of a stream of requests of which some
 * database lets one in. After a failover the others write there.
 */
function clientsOf(graph: ResourceGraph, groups: readonly Resource[]): readonly Resource[] {
  const own = groups.flatMap((group) => graph.linked(group, 'vpcId', [VPC]));
  const joined = graph
    .ofType(PEERINGS[0])
    .map((peering) => [...graph.linked(peering, 'vpcId', [VPC]), ...graph.linked(peering, 'peerVpcId', [VPC])])
    .filter((pair) => pair.some((network) => own.includes(network)))
    .flat();
  const near = new Set([...own, ...joined]);
  return streamsIn(graph)
    .filter((services) => services.some((service) => isClient(graph, service)))
    .flat()
    .filter((service) => networksOf(graph, service).some((network) => near.has(network)));
}

const isClient = (graph: ResourceGraph, service: Resource): boolean =>
  graph.ofType(DATABASE_CLUSTER).some((cluster) => {
    const doors = doorsOf(graph, graph.linked(cluster, 'vpcSecurityGroupIds', [GROUP]), 'ingress');
    return doors?.some((door) => isFor(door, groupsOf(graph, service), rangesAround(graph, service))) ?? false;
  });

interface Wanted {
  readonly owner: Resource;
  readonly groups: readonly Resource[];
  readonly way: Direction;
  readonly port: number;
  readonly passes: (door: Door) => boolean;
  /** Who comes in. */
  readonly from?: Resource;
}

/** Groups that are made elsewhere are taken to let requests through. */
function judge(graph: ResourceGraph, { owner, groups, way, port, passes, from }: Wanted): readonly Finding[] {
  const [first] = groups;
  if (!first) return [];
  const doors = doorsOf(graph, groups, way);
  const kind = way === 'ingress' ? 'SecurityGroupIngressRule' : 'SecurityGroupEgressRule';
  const fix = `add a ${kind} for port ${port}${from ? ` from the addresses of ${from.name}` : ''}`;
  if (doors === undefined) {
    const problem = `is not known before an apply, and may or may not let port ${port} ${way === 'ingress' ? 'in' : 'out'}`;
    return [undecided(first, way, problem, 'write the rules out')];
  }
  if (doors.some((door) => lets(door, port) && isForSomebody(door) && passes(door))) return [];
  const whose = from
    ? `${from.name} reaches ${owner.name}`
    : way === 'ingress'
      ? `${owner.name} gets its requests`
      : `${owner.name} has to send`;
  return [breach(first, way, `on port ${port} is missing, where ${whose}`, fix)];
}
