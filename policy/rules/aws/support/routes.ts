import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../../topology/graph/value.ts';
import { SUBNETS } from '../../../../topology/recognise/aws/types.ts';

// Where the route tables of subnets lead.

const ROUTE = 'aws:ec2/route:Route';
export const ROUTE_TABLE = 'aws:ec2/routeTable:RouteTable';
export const ROUTE_USE = 'aws:ec2/routeTableAssociation:RouteTableAssociation';
export const INTERNET_GATEWAY = 'aws:ec2/internetGateway:InternetGateway';
export const NAT_GATEWAY = 'aws:ec2/natGateway:NatGateway';
export const PEERINGS = [
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection',
  'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter',
] as const;

const VPC = 'aws:ec2/vpc:Vpc';
const MAIN = [
  'aws:ec2/defaultRouteTable:DefaultRouteTable',
  'aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation',
];

const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const DESTINATIONS = ['cidrBlock', 'destinationCidrBlock', 'ipv6CidrBlock', 'destinationIpv6CidrBlock'];

/** Route tables of a subnet that the program associates. */
export const tablesOf = (graph: ResourceGraph, subnet: Resource): readonly Resource[] =>
  graph
    .ofType(ROUTE_USE)
    .filter((use) => graph.linked(use, 'subnetId', SUBNETS).includes(subnet))
    .flatMap((use) => graph.linked(use, 'routeTableId', [ROUTE_TABLE]));

/** Routes of a table: its own blocks and the resources that name it. Undefined when an apply only can tell. */
export function routesOf(graph: ResourceGraph, table: Resource): readonly unknown[] | undefined {
  const own = valueAt(table.inputs, 'routes');
  if (isUnknown(own)) return undefined;
  const others = graph
    .ofType(ROUTE)
    .filter((route) => graph.linked(route, 'routeTableId', [ROUTE_TABLE]).includes(table));
  return [...(Array.isArray(own) ? (own as unknown[]) : []), ...others.map(({ inputs }) => inputs)];
}

/** Arguments of routes to everywhere that name where they lead; undefined when an apply only can tell. */
export function waysOut(routes: readonly unknown[]): readonly string[] | undefined {
  const found = routes.map((route) => {
    const to = DESTINATIONS.map((argument) => valueAt(route, argument));
    if (to.some(isUnknown)) return undefined;
    return to.some((range) => EVERYWHERE.includes(String(range))) ? targetsOf(route) : [];
  });
  return found.some((one) => one === undefined) ? undefined : found.flatMap((one) => one ?? []);
}

const targetsOf = (route: unknown): readonly string[] =>
  Object.entries((route ?? {}) as Readonly<Record<string, unknown>>).flatMap(([argument, value]) =>
    /(Id|Arn)$/.test(argument) &&
    !/^(routeTable|destinationPrefixList)Id$/.test(argument) &&
    value !== undefined &&
    value !== ''
      ? [argument]
      : [],
  );

/** True where a program writes routes of main tables, which subnets without an association use. */
export const hasMainRoutes = (graph: ResourceGraph): boolean =>
  graph.ofType(...MAIN).length > 0 ||
  graph.ofType(ROUTE).some((route) => graph.linked(route, 'routeTableId', [VPC]).length > 0);
