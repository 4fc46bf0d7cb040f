import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notSetTo } from '../support/values.ts';
import { holdsClients } from './support/subnets.ts';

const NAT = 'gcp:compute/routerNat:RouterNat';
const ROUTER = 'gcp:compute/router:Router';
const NETWORK = 'gcp:compute/network:Network';
const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';
const ROUTE = 'gcp:compute/route:Route';

export const regionsHaveAWayOut = graphRule({
  id: 'tandem-gcp-077-regions-have-a-way-out',
  title: 'Each region of a network has the way out that the others have',
  what: 'Where a NAT, or private access to Google, serves one region of a network, every region with a subnet of that network has one, the network keeps its default route, and a NAT with a highest number of ports shares them out as needed.',
  why: 'What runs without a public address reaches the internet through the NAT of its own region. Where that is missing, requests work in one region and fail after the failover.',
  source: 'https://docs.cloud.google.com/nat/docs/overview',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add a Router and a RouterNat in the region that the message names.',
  example:
    "new RouterNat(name, { router: router.name, region, natIpAllocateOption: 'AUTO_ONLY', sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES' })",
  types: [NAT, ROUTER, NETWORK, SUBNETWORK],
  judge: (graph) => [
    ...graph.ofType(NETWORK).flatMap((network) => judgeNetwork(graph, network)),
    ...graph.ofType(NAT).flatMap(judgeNat),
  ],
});

function judgeNetwork(graph: ResourceGraph, network: Resource): readonly Finding[] {
  const on = (resource: Resource): boolean => graph.linked(resource, 'network', [NETWORK]).includes(network);
  const routers = graph.ofType(ROUTER).filter(on);
  const subnets = graph.ofType(SUBNETWORK).filter((subnet) => on(subnet) && holdsClients(subnet));
  const served = graph
    .ofType(NAT)
    // A private NAT leads to other networks only.
    .filter((nat) => valueAt(nat.inputs, 'type') !== 'PRIVATE')
    .filter((nat) => graph.linked(nat, 'router', [ROUTER]).some((router) => routers.includes(router)))
    .map((nat) => regionOf(graph, nat));
  const unlike = judgeAccess(graph, subnets);
  if (served.length === 0 || served.includes(undefined)) return unlike;
  const routed = graph.ofType(ROUTE).some(on);
  const cut = routed || valueAt(network.inputs, 'deleteDefaultRoutesOnCreate') === undefined;
  const missing = subnets.filter((subnet) => {
    const region = regionOf(graph, subnet);
    return region !== undefined && !served.includes(region);
  });
  return [
    ...unlike,
    ...(cut ? [] : notSetTo(network, 'deleteDefaultRoutesOnCreate', false, 'so no NAT of it leads anywhere')),
    ...missing.map((subnet) => {
      const region = String(regionOf(graph, subnet));
      const problem = `is missing in ${region}, and ${[...new Set(served)].join(', ')} has one: nothing here reaches the internet`;
      return breach(subnet, 'routerNat', problem, `add a Router and a RouterNat in ${region}`);
    }),
  ];
}

/** The other way out is to the services of the cloud alone. */
function judgeAccess(graph: ResourceGraph, subnets: readonly Resource[]): readonly Finding[] {
  const argument = 'privateIpGoogleAccess';
  const [open] = subnets.filter((subnet) => valueAt(subnet.inputs, argument) === true);
  if (!open) return [];
  const why = `and ${open.name} in ${regionOf(graph, open) ?? 'another region'} has it`;
  return subnets.flatMap((subnet) => notSetTo(subnet, argument, true, why));
}

function judgeNat(nat: Resource): readonly Finding[] {
  const argument = 'enableDynamicPortAllocation';
  const dynamic = valueAt(nat.inputs, argument);
  const fix = `set ${argument} to true, or remove maxPortsPerVm`;
  if (valueAt(nat.inputs, 'maxPortsPerVm') === undefined || dynamic === true) return [];
  if (isUnknown(dynamic)) return [unknownArgument(nat, argument, fix)];
  const problem = 'is not true, and maxPortsPerVm works with it only';
  return [breach(nat, argument, problem, fix)];
}
