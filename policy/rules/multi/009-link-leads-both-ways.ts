import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { DATABASE_CLUSTER, ECS_SERVICE, SUBNETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { doorsOf, GROUP, isFor, lets } from '../aws/support/doors.ts';
import { ROUTE_TABLE, routesOf, tablesOf } from '../aws/support/routes.ts';
import { holdsClients } from '../gcp/support/subnets.ts';

const VPC = 'aws:ec2/vpc:Vpc';
const GATEWAY = 'aws:ec2/vpnGateway:VpnGateway';
const CUSTOMER = 'aws:ec2/customerGateway:CustomerGateway';
const CONNECTION = 'aws:ec2/vpnConnection:VpnConnection';
const PROPAGATION = 'aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation';
const GOOGLE = 'gcp:compute/haVpnGateway:HaVpnGateway';
const NETWORK = 'gcp:compute/network:Network';
const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';
const TUNNEL = 'gcp:compute/vPNTunnel:VPNTunnel';
const ROUTER = 'gcp:compute/router:Router';
const SESSION = 'gcp:compute/routerPeer:RouterPeer';
/** Number of a gateway for which nobody chose one. */
const AMAZON = 64_512;

export const linkLeadsBothWays = graphRule({
  id: 'tandem-multi-009-link-leads-both-ways',
  title: 'A link between the clouds is whole on the side of AWS',
  what: 'A VPN gateway that Google’s network is connected to has two connections or more to different addresses, the route tables of the tasks in its network learn its routes, a database that lets one region of Google in lets in all of that network, and both sides know each other by the numbers that they have.',
  why: 'AWS takes down the tunnels of one connection for upkeep. A table that learns no routes sends answers nowhere, and a session between wrong numbers never comes up: the database of the other cloud is not followed.',
  source:
    'https://docs.cloud.google.com/network-connectivity/docs/vpn/tutorials/create-ha-vpn-connections-google-cloud-aws',
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Add the connection or the VpnGatewayRoutePropagation that the message names, and write the same numbers on both sides.',
  example: 'new VpnGatewayRoutePropagation(name, { vpnGatewayId: gateway.id, routeTableId: table.id })',
  types: [GATEWAY, CUSTOMER, CONNECTION, PROPAGATION, SESSION],
  judge: (graph) => [
    ...graph.ofType(GATEWAY).flatMap((gateway) => judge(graph, gateway)),
    ...graph.ofType(DATABASE_CLUSTER).flatMap((cluster) => letIn(graph, cluster)),
    ...graph.ofType(CUSTOMER).flatMap((customer) => numbered(graph, customer)),
    ...graph.ofType(SESSION).flatMap((session) => known(graph, session)),
  ],
});

function judge(graph: ResourceGraph, gateway: Resource): readonly Finding[] {
  const connections = graph
    .ofType(CONNECTION)
    .filter((one) => graph.linked(one, 'vpnGatewayId', [GATEWAY]).includes(gateway));
  const customers = new Set(connections.flatMap((one) => graph.linked(one, 'customerGatewayId', [CUSTOMER])));
  const toGoogle = [...customers].some((customer) => graph.linked(customer, 'ipAddress', [GOOGLE]).length > 0);
  if (!toGoogle) return [];
  const single =
    customers.size > 1
      ? []
      : [
          breach(
            gateway,
            'ec2.VpnConnection',
            `to a second address is missing, so the link ends with ${connections[0]?.name ?? 'its only one'}`,
            'add a VpnConnection to the other interface of the HaVpnGateway',
          ),
        ];
  return [...single, ...unlearnt(graph, gateway)];
}

function unlearnt(graph: ResourceGraph, gateway: Resource): readonly Finding[] {
  const networks = graph.linked(gateway, 'vpcId', [VPC]);
  const subnets = graph
    .ofType(ECS_SERVICE)
    .flatMap((service) => graph.linked(service, 'networkConfiguration.subnets', SUBNETS))
    .filter((subnet) => graph.linked(subnet, 'vpcId', [VPC]).some((network) => networks.includes(network)));
  const learning = new Set(
    graph
      .ofType(PROPAGATION)
      .filter((one) => graph.linked(one, 'vpnGatewayId', [GATEWAY]).includes(gateway))
      .flatMap((one) => graph.linked(one, 'routeTableId', [ROUTE_TABLE])),
  );
  const tables = new Set(subnets.flatMap((subnet) => tablesOf(graph, subnet)));
  return [...tables]
    .filter((table) => !learning.has(table) && !isWritten(graph, table, gateway))
    .map((table) => {
      const problem = `is missing for ${table.name}, so its tasks do not reach the other cloud`;
      return breach(gateway, 'ec2.VpnGatewayRoutePropagation', problem, `add one for ${table.name}`);
    });
}

/** Where a database lets one region of Google in, the other one comes in as well: roles swap. */
function letIn(graph: ResourceGraph, cluster: Resource): readonly Finding[] {
  const groups = graph.linked(cluster, 'vpcSecurityGroupIds', [GROUP]);
  const [first] = groups;
  const doors = doorsOf(graph, groups, 'ingress');
  const networks = new Set(graph.ofType(GOOGLE).flatMap((gateway) => graph.linked(gateway, 'network', [NETWORK])));
  const ranges = graph
    .ofType(SUBNETWORK)
    .filter((subnet) => graph.linked(subnet, 'network', [NETWORK]).some((network) => networks.has(network)))
    .filter(holdsClients)
    .flatMap((subnet) => {
      const range = textAt(subnet.inputs, 'ipCidrRange');
      return range === undefined ? [] : [{ subnet, range }];
    });
  if (!first || !doors) return [];
  const ports = new Set(doors.flatMap(({ block }) => numberAt(block, 'fromPort') ?? []));
  return [...ports].flatMap((port) => {
    const open = doors.filter((door) => lets(door, port));
    const inside = ranges.filter(({ range }) => open.some((door) => isFor(door, [], [range])));
    if (inside.length === 0) return [];
    return ranges
      .filter((one) => !inside.includes(one))
      .map(({ subnet, range }) => {
        const problem = `on port ${port} is missing for ${range}, where ${subnet.name} comes from, and ${inside[0]?.subnet.name ?? ''} is let in`;
        return breach(first, 'ingress', problem, `add a SecurityGroupIngressRule from ${range}`);
      });
  });
}

/** Routes may be written out, or learnt by the table's own argument. */
const isWritten = (graph: ResourceGraph, table: Resource, gateway: Resource): boolean =>
  valuesAt(table.inputs, 'propagatingVgws').length > 0 ||
  graph.linked(table, 'routes', [GATEWAY]).includes(gateway) ||
  routesOf(graph, table) === undefined;

/** The number of Google's router, as AWS has to know it. */
function numbered(graph: ResourceGraph, customer: Resource): readonly Finding[] {
  const gateways = graph.linked(customer, 'ipAddress', [GOOGLE]);
  if (gateways.length === 0) return [];
  if (isUnknown(valueAt(customer.inputs, 'bgpAsn'))) return [unknownArgument(customer, 'bgpAsn', 'write it out')];
  const routers = graph
    .ofType(TUNNEL)
    .filter((tunnel) => graph.linked(tunnel, 'vpnGateway', [GOOGLE]).some((one) => gateways.includes(one)))
    .flatMap((tunnel) => graph.linked(tunnel, 'router', [ROUTER]));
  return differs(customer, 'bgpAsn', numberAt(customer.inputs, 'bgpAsn'), routers, 'bgp.asn');
}

/** The number of the gateway on AWS, as Google's router has to know it. */
function known(graph: ResourceGraph, session: Resource): readonly Finding[] {
  const gateways = graph
    .linked(session, 'peerIpAddress', [CONNECTION])
    .flatMap((connection) => graph.linked(connection, 'vpnGatewayId', [GATEWAY]));
  return differs(session, 'peerAsn', numberAt(session.inputs, 'peerAsn'), gateways, 'amazonSideAsn', AMAZON);
}

function differs(
  resource: Resource,
  argument: string,
  given: number | undefined,
  others: readonly Resource[],
  path: string,
  standard?: number,
): readonly Finding[] {
  const [other] = others;
  const wanted =
    other && !isUnknown(valueAt(other.inputs, path)) ? (numberAt(other.inputs, path) ?? standard) : undefined;
  if (!other || wanted === undefined || given === undefined || given === wanted) return [];
  const problem = `is ${given}, and ${other.name} has ${wanted}; allowed is the same`;
  return [breach(resource, argument, problem, `set ${argument} to ${wanted}`)];
}
