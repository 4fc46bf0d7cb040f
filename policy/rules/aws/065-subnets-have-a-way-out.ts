import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE, SUBNETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { publicBalancers } from './support/entries.ts';
import { judgePeering } from './support/peerings.ts';
import {
  hasMainRoutes,
  INTERNET_GATEWAY,
  NAT_GATEWAY,
  PEERINGS,
  ROUTE_TABLE,
  ROUTE_USE,
  routesOf,
  tablesOf,
  waysOut,
} from './support/routes.ts';
import { NAT_GATEWAYS } from './support/sources.ts';

const [PEERING, ACCEPTER] = PEERINGS;
const ATTACHMENT = 'aws:ec2/internetGatewayAttachment:InternetGatewayAttachment';
const ENDPOINT = 'aws:ec2/vpcEndpoint:VpcEndpoint';
const VPC = 'aws:ec2/vpc:Vpc';

/** By an internet gateway, or by the endpoint of a firewall in front of one. */
const INWARD = ['gatewayId', 'vpcEndpointId'];

export const subnetsHaveAWayOut = graphRule({
  id: 'tandem-aws-065-subnets-have-a-way-out',
  title: 'Every subnet leads where its tenants have to go',
  what: 'Subnets of a public load balancer and of NAT gateways have a route to an internet gateway that is attached to their network, those of tasks have one to a gateway or endpoints for images, networks find names, and a peering is accepted and leads from the tasks of each side to the other.',
  why: 'Without the route clients never reach a load balancer, and tasks never pull their image: a region looks whole and starts nothing when the load comes.',
  source: NAT_GATEWAYS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add the route, the gateway or the association that the message names.',
  example:
    "new RouteTable('public', { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: internet.id }] }), and a RouteTableAssociation for each subnet",
  types: [VPC, ROUTE_TABLE, ROUTE_USE, INTERNET_GATEWAY, NAT_GATEWAY, ENDPOINT, PEERING, ACCEPTER],
  judge: (graph) => {
    // Where the program routes no subnet, its network is somebody else's.
    const routed = graph.ofType(ROUTE_USE).length > 0;
    const gateways = graph.ofType(NAT_GATEWAY);
    return [
      ...(routed ? open(graph, gateways) : []),
      ...(routed ? tasks(graph) : []),
      ...gateways.flatMap(addressless),
      ...graph.ofType(INTERNET_GATEWAY).flatMap((gateway) => detached(graph, gateway)),
      ...graph.ofType(PEERING).flatMap((peering) => judgePeering(graph, peering)),
      ...graph.ofType(VPC).flatMap(nameless),
    ];
  },
});

/** Subnets that have to be reached from the internet. */
function open(graph: ResourceGraph, gateways: readonly Resource[]): readonly Finding[] {
  const translating = gateways.filter(({ inputs }) => textAt(inputs, 'connectivityType') !== 'private');
  const subnets = new Set([
    ...publicBalancers(graph).flatMap((balancer) => graph.linked(balancer, 'subnets', SUBNETS)),
    ...translating.flatMap((gateway) => graph.linked(gateway, 'subnetId', SUBNETS)),
  ]);
  return [...subnets].flatMap((subnet) =>
    judge(graph, subnet, (ways) => ways.some((way) => INWARD.includes(way)), {
      lacks: 'to an internet gateway',
      fix: 'add a route from 0.0.0.0/0 to the InternetGateway of its network',
    }),
  );
}

/** Subnets from which tasks pull their images. */
function tasks(graph: ResourceGraph): readonly Finding[] {
  const subnets = new Set(
    graph.ofType(ECS_SERVICE).flatMap((service) => graph.linked(service, 'networkConfiguration.subnets', SUBNETS)),
  );
  return [...subnets]
    .filter((subnet) => !hasEndpoints(graph, subnet))
    .flatMap((subnet) =>
      judge(graph, subnet, (ways) => ways.length > 0, {
        lacks: 'out, and its network has no endpoint for images',
        fix: 'add a route from 0.0.0.0/0 to the NatGateway of its zone, or endpoints for ecr.api, ecr.dkr and logs',
      }),
    );
}

function hasEndpoints(graph: ResourceGraph, subnet: Resource): boolean {
  const networks = graph.linked(subnet, 'vpcId', [VPC]);
  return graph
    .ofType(ENDPOINT)
    .filter((endpoint) => graph.linked(endpoint, 'vpcId', [VPC]).some((network) => networks.includes(network)))
    .some(({ inputs }) => (textAt(inputs, 'serviceName') ?? 'ecr.').includes('ecr.'));
}

function judge(
  graph: ResourceGraph,
  subnet: Resource,
  holds: (ways: readonly string[]) => boolean,
  { lacks, fix }: { readonly lacks: string; readonly fix: string },
): readonly Finding[] {
  const tables = tablesOf(graph, subnet);
  const [table] = tables;
  // A subnet without an association uses the main table of its network, which leads nowhere unless somebody makes it.
  if (!table) {
    const problem = `is missing, so it has no route ${lacks}`;
    return isSet(subnet.inputs, 'vpcId') && !hasMainRoutes(graph)
      ? [breach(subnet, 'ec2.RouteTableAssociation', problem, fix)]
      : [];
  }
  const routes = tables.map((one) => routesOf(graph, one));
  const ways = routes.some((each) => each === undefined) ? undefined : waysOut(routes.flatMap((each) => each ?? []));
  if (ways === undefined)
    return [
      undecided(table, 'routes', `are not known before an apply, and may or may not lead ${lacks}`, 'write them out'),
    ];
  if (holds(ways)) return [];
  return [breach(table, 'routes', `have none for 0.0.0.0/0 ${lacks}, which ${subnet.name} needs`, fix)];
}

function addressless(gateway: Resource): readonly Finding[] {
  const { inputs } = gateway;
  const needs = textAt(inputs, 'connectivityType') !== 'private' && textAt(inputs, 'availabilityMode') !== 'regional';
  const missing = needs ? ['subnetId', 'allocationId'].filter((argument) => !isSet(inputs, argument)) : [];
  return missing.map((argument) =>
    breach(gateway, argument, 'is not set, and a public NAT gateway needs it', `set ${argument}`),
  );
}

function detached(graph: ResourceGraph, gateway: Resource): readonly Finding[] {
  if (isSet(gateway.inputs, 'vpcId')) return [];
  const attached = graph
    .ofType(ATTACHMENT)
    .some((one) => graph.linked(one, 'internetGatewayId', [INTERNET_GATEWAY]).includes(gateway));
  return attached ? [] : [breach(gateway, 'vpcId', 'is not set, so it is attached to no network', 'set vpcId')];
}

/** Without the resolver of the network no task finds anything by its name. */
const nameless = (network: Resource): readonly Finding[] =>
  valueAt(network.inputs, 'enableDnsSupport') === false
    ? [breach(network, 'enableDnsSupport', 'is false, so no name is found in this network', 'remove enableDnsSupport')]
    : [];
