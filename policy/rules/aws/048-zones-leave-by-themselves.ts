import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE, SUBNETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { NAT_GATEWAYS } from './support/sources.ts';
import { zoneOf } from './support/zones.ts';

const NAT = 'aws:ec2/natGateway:NatGateway';
const ROUTE = 'aws:ec2/route:Route';
const TABLE = 'aws:ec2/routeTable:RouteTable';
const USE = 'aws:ec2/routeTableAssociation:RouteTableAssociation';

export const zonesLeaveByThemselves = graphRule({
  id: 'tandem-aws-048-zones-leave-by-themselves',
  title: 'Every zone has its own way out',
  what: 'A subnet that goes out through a NAT gateway uses one in its own availability zone, and each subnet of a service has a route table.',
  why: 'A NAT gateway is in one zone. When that zone is lost, the tasks of all others can neither pull an image nor reach anything outside.',
  source: NAT_GATEWAYS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Create a NAT gateway and a private route table for each zone.',
  example:
    "new Route(`out-${zone}`, { routeTableId: tables[zone].id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: gateways[zone].id })",
  types: [NAT, ROUTE, TABLE, USE],
  judge: (graph) => [...graph.ofType(USE).flatMap((use) => judge(graph, use)), ...routeless(graph)],
});

function judge(graph: ResourceGraph, use: Resource): readonly Finding[] {
  const [subnet] = graph.linked(use, 'subnetId', SUBNETS);
  const [table] = graph.linked(use, 'routeTableId', [TABLE]);
  if (!subnet || !table) return [];
  const zone = zoneOf(subnet);
  return gatewaysOf(graph, table).flatMap(({ owner, gateway }): readonly Finding[] => {
    const [place] = graph.linked(gateway, 'subnetId', SUBNETS);
    const other = place && zoneOf(place);
    const argument = owner.type === ROUTE ? 'natGatewayId' : 'routes';
    const fix = `name a NAT gateway in ${zone ?? 'the zone of the subnet'}`;
    if (other === undefined || zone === undefined) {
      const open =
        place && isUnknown(valueAt(place.inputs, 'availabilityZone'))
          ? place
          : zone === undefined && isUnknown(valueAt(subnet.inputs, 'availabilityZone'))
            ? subnet
            : undefined;
      return open
        ? [
            undecided(
              open,
              'availabilityZone',
              'is not known before an apply, so the way out may be in another zone',
              'name the zone of the subnet',
            ),
          ]
        : [];
    }
    if (other === zone) return [];
    return [
      breach(
        owner,
        argument,
        `leads ${subnet.name} in ${zone} through ${gateway.name} in ${other}; allowed is one in ${zone}`,
        fix,
      ),
    ];
  });
}

function gatewaysOf(
  graph: ResourceGraph,
  table: Resource,
): readonly { readonly owner: Resource; readonly gateway: Resource }[] {
  const routes = graph.ofType(ROUTE).filter((route) => graph.linked(route, 'routeTableId', [TABLE]).includes(table));
  return [
    ...routes.flatMap((route) =>
      graph.linked(route, 'natGatewayId', [NAT]).map((gateway) => ({ owner: route, gateway })),
    ),
    ...graph.linked(table, 'routes', [NAT]).map((gateway) => ({ owner: table, gateway })),
  ];
}

/** Subnets of services that no association of the program gives a route table, where others have one. */
function routeless(graph: ResourceGraph): readonly Finding[] {
  const used = new Set(graph.ofType(USE).flatMap((use) => graph.linked(use, 'subnetId', SUBNETS)));
  if (used.size === 0) return [];
  const subnets = new Set(
    graph.ofType(ECS_SERVICE).flatMap((service) => graph.linked(service, 'networkConfiguration.subnets', SUBNETS)),
  );
  return [...subnets]
    .filter((subnet) => !used.has(subnet) && isSet(subnet.inputs, 'vpcId'))
    .map((subnet) =>
      breach(
        subnet,
        'ec2.RouteTableAssociation',
        'is missing, so tasks there have no way out',
        'associate the route table of its zone',
      ),
    );
}
