import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notSetTo } from '../support/values.ts';

const GATEWAY = 'gcp:compute/haVpnGateway:HaVpnGateway';
const PEER_GATEWAY = 'gcp:compute/externalVpnGateway:ExternalVpnGateway';
const TUNNEL = 'gcp:compute/vPNTunnel:VPNTunnel';
const INTERFACE = 'gcp:compute/routerInterface:RouterInterface';
const SESSION = 'gcp:compute/routerPeer:RouterPeer';
const ROUTER = 'gcp:compute/router:Router';
const NETWORK = 'gcp:compute/network:Network';
const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';
const CONNECTION = 'gcp:servicenetworking/connection:Connection';
const PEERING_ROUTES = 'gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig';
/** Addresses of the other side, by how it is redundant. */
const ADDRESSES: Readonly<Record<string, number>> = {
  SINGLE_IP_INTERNALLY_REDUNDANT: 1,
  TWO_IPS_REDUNDANCY: 2,
  FOUR_IPS_REDUNDANCY: 4,
};

export const tunnelsStandBy = graphRule({
  id: 'tandem-gcp-085-tunnels-stand-by-for-each-other',
  title: 'A link to another network has no single tunnel, and all of its routes',
  what: 'Tunnels leave from both interfaces of an HA gateway and reach every address of the other side, each has an interface and a BGP session of its own on its router, and their routes reach every region and the private services of the network.',
  why: 'The promised availability needs both interfaces. A tunnel without a session carries nothing and is missed only when the other one fails; without the routes the other side answers into nowhere.',
  source: 'https://docs.cloud.google.com/network-connectivity/docs/vpn/concepts/topologies',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add the tunnel, the interface, the session or the routes that the message names.',
  example: "new Network(name, { autoCreateSubnetworks: false, routingMode: 'GLOBAL' })",
  types: [GATEWAY, PEER_GATEWAY, TUNNEL, INTERFACE, SESSION, ROUTER, NETWORK],
  judge: (graph) => {
    const gateways = graph.ofType(GATEWAY);
    const networks = new Set(gateways.flatMap((gateway) => graph.linked(gateway, 'network', [NETWORK])));
    return [
      ...gateways.flatMap((gateway) => judgeGateway(graph, gateway)),
      ...graph.ofType(PEER_GATEWAY).flatMap((gateway) => judgePeer(graph, gateway)),
      ...judgeChain(graph, TUNNEL, INTERFACE, 'vpnTunnel', 'a RouterInterface'),
      ...judgeChain(graph, INTERFACE, SESSION, 'interface', 'a RouterPeer'),
      ...[...networks].flatMap((network) => judgeNetwork(graph, network)),
    ];
  },
});

function judgeGateway(graph: ResourceGraph, gateway: Resource): readonly Finding[] {
  const tunnels = graph
    .ofType(TUNNEL)
    .filter((tunnel) => graph.linked(tunnel, 'vpnGateway', [GATEWAY]).includes(gateway));
  const used = tunnels.map((tunnel) => valueAt(tunnel.inputs, 'vpnGatewayInterface'));
  const open = tunnels.find((tunnel) => isUnknown(valueAt(tunnel.inputs, 'vpnGatewayInterface')));
  if (open) return [unknownArgument(open, 'vpnGatewayInterface', 'write 0 or 1')];
  if (used.length === 0) return [];
  const free = [0, 1].filter((index) => !used.map(Number).includes(index));
  return free.map((index) => {
    const problem = `from interface ${index} is missing, so the link ends with interface ${1 - index}`;
    return breach(gateway, 'vpnTunnel', problem, `add a VPNTunnel with vpnGatewayInterface ${index}`);
  });
}

/** Every address of the other side is reached, and there are as many as it says. */
function judgePeer(graph: ResourceGraph, gateway: Resource): readonly Finding[] {
  const interfaces = blocksAt(gateway.inputs, 'interfaces');
  const wanted = ADDRESSES[textAt(gateway.inputs, 'redundancyType') ?? ''];
  const count =
    wanted === undefined || wanted === interfaces.length
      ? []
      : [
          breach(
            gateway,
            'interfaces',
            `has ${interfaces.length} addresses, and redundancyType ${String(valueAt(gateway.inputs, 'redundancyType'))} needs ${wanted}`,
            'name each address of the other side',
          ),
        ];
  const reached = graph
    .ofType(TUNNEL)
    .filter((tunnel) => graph.linked(tunnel, 'peerExternalGateway', [PEER_GATEWAY]).includes(gateway))
    .map((tunnel) => numberAt(tunnel.inputs, 'peerExternalGatewayInterface') ?? 0);
  const lost = interfaces.flatMap((block) => {
    const id = numberAt(block, 'id') ?? 0;
    if (reached.length === 0 || reached.includes(id)) return [];
    const problem = `to interface ${id} is missing`;
    return [breach(gateway, 'vpnTunnel', problem, `add a VPNTunnel with peerExternalGatewayInterface ${id}`)];
  });
  return [...count, ...lost];
}

/** Each of one type has exactly one of the other that names it. */
function judgeChain(
  graph: ResourceGraph,
  type: string,
  follower: string,
  argument: string,
  called: string,
): readonly Finding[] {
  const followers = graph.ofType(follower);
  return graph.ofType(type).flatMap((resource): readonly Finding[] => {
    const own = followers.filter((each) => graph.linked(each, argument, [type]).includes(resource));
    const [, second] = own;
    if (second) {
      const problem = `is ${resource.name}, which another one names as well`;
      return [breach(second, argument, problem, 'name each once')];
    }
    const [first] = own;
    if (first) return judgeRouter(graph, resource, first);
    if (isHeldOtherwise(resource)) return [];
    const problem = `${called} is missing, so nothing goes this way`;
    return [breach(resource, follower.slice(follower.lastIndexOf(':') + 1), problem, `add ${called} for it`)];
  });
}

/** A tunnel, its interface and its session belong to one router. */
function judgeRouter(graph: ResourceGraph, resource: Resource, follower: Resource): readonly Finding[] {
  const [own] = graph.linked(resource, 'router', [ROUTER]);
  const [other] = graph.linked(follower, 'router', [ROUTER]);
  if (!own || !other || own === other) return [];
  const problem = `is ${other.name}, and that of ${resource.name} is ${own.name}; allowed is the same`;
  return [breach(follower, 'router', problem, `name ${own.name}`)];
}

/** Tunnels with routes of their own, and interfaces to something else, have no session. */
const isHeldOtherwise = (resource: Resource): boolean =>
  resource.type === TUNNEL
    ? ['targetVpnGateway', 'remoteTrafficSelectors', 'localTrafficSelectors'].some((argument) =>
        isSet(resource.inputs, argument),
      )
    : !isSet(resource.inputs, 'vpnTunnel');

function judgeNetwork(graph: ResourceGraph, network: Resource): readonly Finding[] {
  const on = (resource: Resource): boolean => graph.linked(resource, 'network', [NETWORK]).includes(network);
  const regions = new Set(
    graph
      .ofType(SUBNETWORK)
      .filter(on)
      .map((subnet) => regionOf(graph, subnet)),
  );
  const far =
    regions.size > 1 ? notSetTo(network, 'routingMode', 'GLOBAL', 'so the other region has no route by it') : [];
  // Private services live in a network of the provider, which is joined to this one by the connection.
  if (!graph.ofType(CONNECTION).some(on)) return far;
  const routes = graph.ofType(PEERING_ROUTES).filter(on);
  const routers = graph.ofType(ROUTER).filter((router) => on(router) && sessionsOf(graph, router).length > 0);
  const announced = routers.some((router) => announces(graph, router));
  const exported = routes.some(({ inputs }) => valueAt(inputs, 'exportCustomRoutes') === true);
  const why = 'so private services know no way back through the tunnels';
  const fix = 'add a NetworkPeeringRoutesConfig with exportCustomRoutes true';
  const missing =
    announced && routes.length === 0 ? [breach(network, 'networkPeeringRoutesConfig', `is missing, ${why}`, fix)] : [];
  return [
    ...far,
    ...missing,
    ...(announced ? routes.flatMap((each) => notSetTo(each, 'exportCustomRoutes', true, why)) : []),
    ...(exported ? routers.flatMap((router) => judgeAnnounced(graph, router)) : []),
  ];
}

const sessionsOf = (graph: ResourceGraph, router: Resource): readonly Resource[] =>
  graph.ofType(SESSION).filter((each) => graph.linked(each, 'router', [ROUTER]).includes(router));

/** What a router and its sessions announce by choice. */
const chosen = (graph: ResourceGraph, router: Resource): readonly unknown[] =>
  [router.inputs['bgp'], ...sessionsOf(graph, router).map(({ inputs }) => inputs)].filter(
    (block) => textAt(block, 'advertiseMode') === 'CUSTOM' || isUnknown(valueAt(block, 'advertiseMode')),
  );

const announces = (graph: ResourceGraph, router: Resource): boolean =>
  chosen(graph, router).some((block) => valuesAt(block, 'advertisedIpRanges').length > 0);

/** Subnets are announced by themselves, ranges of private services are not. */
function judgeAnnounced(graph: ResourceGraph, router: Resource): readonly Finding[] {
  if (isUnknown(valueAt(router.inputs, 'bgp'))) return [];
  if (!announces(graph, router)) {
    const problem = 'names no range of private services, so the other side knows no way to them';
    return [breach(router, 'bgp.advertisedIpRanges', problem, 'announce the range, with advertiseMode CUSTOM')];
  }
  if (chosen(graph, router).some((block) => valuesAt(block, 'advertisedGroups').length > 0)) return [];
  const problem = 'is not set, so the other side knows no way to the subnets';
  return [breach(router, 'bgp.advertisedGroups', problem, "set it to ['ALL_SUBNETS']")];
}
