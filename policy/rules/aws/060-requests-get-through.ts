import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { BALANCERS, DATABASE_CLUSTER, ECS_SERVICE } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { linksIn } from './support/scope.ts';
import { SECURITY_GROUPS } from './support/sources.ts';

const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
/** Port of each engine where none is written. */
const PORTS: readonly (readonly [engine: RegExp, port: number])[] = [
  [/postgres/, 5432],
  [/mysql|mariadb/, 3306],
];

export const requestsGetThrough = graphRule({
  id: 'tandem-aws-060-requests-get-through',
  title: 'Security groups let requests through',
  what: 'The security groups of a load balancer let clients in on each port it listens on, those of tasks let the container’s port in, and those of a database its own; a database names its subnets and security groups.',
  why: 'A group without the rule drops every request. In the region that serves little nobody notices before the failover.',
  source: SECURITY_GROUPS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a SecurityGroupIngressRule for the port, from the group in front.',
  example:
    "new SecurityGroupIngressRule(name, { securityGroupId: tasks.id, referencedSecurityGroupId: balancer.id, fromPort: 8080, toPort: 8080, ipProtocol: 'tcp' })",
  types: [GROUP, INGRESS, ECS_SERVICE, DATABASE_CLUSTER, ...BALANCERS],
  judge: (graph) => [
    ...graph.ofType(...BALANCERS).flatMap((balancer) => {
      const ports = (linksIn(graph).listeners.get(balancer) ?? []).flatMap(
        ({ inputs }) => numberAt(inputs, 'port') ?? [],
      );
      return ports.flatMap((port) => judge(graph, balancer, 'securityGroups', port));
    }),
    ...graph.ofType(ECS_SERVICE).flatMap((service) => {
      const port = numberAt(service.inputs, 'loadBalancers.0.containerPort');
      return port === undefined ? [] : judge(graph, service, 'networkConfiguration.securityGroups', port);
    }),
    ...graph.ofType(DATABASE_CLUSTER).flatMap((cluster) => judgeDatabase(graph, cluster)),
  ],
});

function judgeDatabase(graph: ResourceGraph, cluster: Resource): readonly Finding[] {
  // Where the program holds none of its networks, they may be anywhere.
  if (graph.ofType(GROUP).length === 0) return [];
  const missing = ['vpcSecurityGroupIds', 'dbSubnetGroupName']
    .filter((argument) => !isSet(cluster.inputs, argument))
    .map((argument) =>
      breach(cluster, argument, 'is not set, so it is made in the default network', `set ${argument}`),
    );
  const port =
    numberAt(cluster.inputs, 'port') ??
    PORTS.find(([engine]) => engine.test(String(valueAt(cluster.inputs, 'engine'))))?.[1];
  return [...missing, ...(port === undefined ? [] : judge(graph, cluster, 'vpcSecurityGroupIds', port))];
}

/** Groups that are made elsewhere are taken to let requests in. */
function judge(graph: ResourceGraph, owner: Resource, argument: string, port: number): readonly Finding[] {
  const groups = graph.linked(owner, argument, [GROUP]);
  const [first] = groups;
  if (!first) return [];
  const rules = graph
    .ofType(INGRESS, RULE)
    .filter((rule) => valueAt(rule.inputs, 'type') !== 'egress')
    .filter((rule) => groups.some((group) => graph.linked(rule, 'securityGroupId', [GROUP]).includes(group)));
  const blocks = [...rules.map(({ inputs }) => inputs), ...groups.flatMap(({ inputs }) => blocksAt(inputs, 'ingress'))];
  if (blocks.some((block) => lets(block, port))) return [];
  const fix = `add a SecurityGroupIngressRule for port ${port}`;
  const open = groups.find((group) => isUnknown(valueAt(group.inputs, 'ingress')));
  if (open)
    return [
      undecided(
        open,
        'ingress',
        `is not known before an apply, and may or may not let port ${port} in`,
        'write the rules out',
      ),
    ];
  return [breach(first, 'ingress', `on port ${port} is missing, where ${owner.name} gets its requests`, fix)];
}

function lets(block: unknown, port: number): boolean {
  const [from, to] = [numberAt(block, 'fromPort'), numberAt(block, 'toPort')];
  if (isUnknown(valueAt(block, 'fromPort')) || isUnknown(valueAt(block, 'toPort'))) return true;
  const all = ['-1', 'all'].includes(String(valueAt(block, 'ipProtocol') ?? valueAt(block, 'protocol')));
  return all || (from !== undefined && to !== undefined && from <= port && port <= to);
}
