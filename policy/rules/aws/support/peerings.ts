import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../../topology/graph/value.ts';
import { ECS_SERVICE, SUBNETS } from '../../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../../topology/recognise/place.ts';
import { breach, undecided, type Finding } from '../../../frame/rule.ts';
import { covered, rangeOf } from '../../support/cidr.ts';
import { PEERINGS, routesOf, tablesOf } from './routes.ts';

// Connections between the networks of two regions.

const [PEERING, ACCEPTER] = PEERINGS;
const VPC = 'aws:ec2/vpc:Vpc';

/** What keeps two networks of the program apart although they are peered. */
export function judgePeering(graph: ResourceGraph, peering: Resource): readonly Finding[] {
  const [[one], [other]] = ['vpcId', 'peerVpcId'].map((argument) => graph.linked(peering, argument, [VPC])) as [
    readonly Resource[],
    readonly Resource[],
  ];
  if (!one || !other) return [];
  if (one === other)
    return [breach(peering, 'peerVpcId', 'is the network itself', 'name the network of the other region')];
  return [
    ...misplaced(graph, peering, other),
    ...unaccepted(graph, peering, other),
    ...unrouted(graph, peering, one, other),
    ...unrouted(graph, peering, other, one),
  ];
}

function misplaced(graph: ResourceGraph, peering: Resource, other: Resource): readonly Finding[] {
  if (isUnknown(valueAt(peering.inputs, 'peerRegion'))) return [];
  const [home, there] = [regionOf(graph, peering), regionOf(graph, other)];
  const given = textAt(peering.inputs, 'peerRegion') ?? home;
  if (there === undefined || given === undefined || given === there) return [];
  const problem = `is ${textAt(peering.inputs, 'peerRegion') ?? 'not set'}, and ${other.name} is in ${there}`;
  return [breach(peering, 'peerRegion', problem, `set peerRegion to ${there}`)];
}

/** A connection to another region or account waits until the other side accepts it. */
function unaccepted(graph: ResourceGraph, peering: Resource, other: Resource): readonly Finding[] {
  if (valueAt(peering.inputs, 'autoAccept') === true) return [];
  const accepted = graph
    .ofType(ACCEPTER)
    .find((one) => graph.linked(one, 'vpcPeeringConnectionId', [PEERING]).includes(peering));
  const fix = 'add a VpcPeeringConnectionAccepter in the region of the peer, with autoAccept: true';
  if (!accepted)
    return [breach(peering, 'ec2.VpcPeeringConnectionAccepter', 'is missing, so the networks stay apart', fix)];
  if (valueAt(accepted.inputs, 'autoAccept') !== true)
    return [
      breach(accepted, 'autoAccept', 'is not true, so the connection waits for a person', 'set autoAccept to true'),
    ];
  const [where, wanted] = [regionOf(graph, accepted), regionOf(graph, other)];
  if (where === undefined || wanted === undefined || where === wanted) return [];
  return [breach(accepted, 'region', `is ${where}, and ${other.name} is in ${wanted}`, `set region to ${wanted}`)];
}

/** Tasks of one side write to the database of the other once roles have swapped. */
function unrouted(graph: ResourceGraph, peering: Resource, from: Resource, to: Resource): readonly Finding[] {
  const wanted = textAt(to.inputs, 'cidrBlock');
  if (wanted === undefined || !rangeOf(wanted)) return [];
  const subnets = graph
    .ofType(ECS_SERVICE)
    .flatMap((service) => graph.linked(service, 'networkConfiguration.subnets', SUBNETS))
    .filter((subnet) => graph.linked(subnet, 'vpcId', [VPC]).includes(from));
  const tables = new Set(subnets.flatMap((subnet) => tablesOf(graph, subnet)));
  return [...tables].flatMap((table): readonly Finding[] => {
    const routes = routesOf(graph, table);
    const fix = `add a route to ${wanted} with vpcPeeringConnectionId`;
    if (routes === undefined)
      return [undecided(table, 'routes', `are not known before an apply, and may or may not lead to ${to.name}`, fix)];
    if (routes.some((route) => leads(route, wanted))) return [];
    return [
      breach(
        table,
        'routes',
        `have none for ${wanted} through ${peering.name}, so its tasks never reach ${to.name}`,
        fix,
      ),
    ];
  });
}

function leads(route: unknown, wanted: string): boolean {
  if (valueAt(route, 'vpcPeeringConnectionId') === undefined) return false;
  const ranges = ['cidrBlock', 'destinationCidrBlock'].flatMap((argument) => valueAt(route, argument) ?? []);
  // A part of the network is enough where a program routes to its database only.
  return ranges.some(
    (range) => isUnknown(range) || covered(wanted, [String(range)]) || covered(String(range), [wanted]),
  );
}
