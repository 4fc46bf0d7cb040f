import { contains, isNetworkAddress, overlaps } from '../../kit/cidr.ts';
import type { Description } from '../../kit/description.ts';
import { hashOf, hex } from '../../kit/random.ts';
import {
  conflicts,
  each,
  exactlyOne,
  isPresent,
  oneOf,
  required,
  requires,
  type Rule,
  when,
  within,
} from '../../kit/rules.ts';
import { listOf, textOf, type Value } from '../../kit/values.ts';
import { arn, regionOf } from '../common.ts';
import { NAT_GATEWAY, ROUTE_TABLE, SUBNET, VPC } from '../types.ts';

const INTERNET_GATEWAY = 'aws:ec2/internetGateway:InternetGateway';

/** A CIDR range written with its network address. */
export const networkAddress = (pattern: string): Rule =>
  each(pattern, (value) =>
    isNetworkAddress(value)
      ? undefined
      : `expected a CIDR range with its network address, got ${JSON.stringify(value)}`,
  );

/** Parts shared by the types of EC2: an id with a prefix, and the ARN made from it. */
export function ec2(prefix: string, kind: string): Pick<Description, 'id' | 'outputs'> {
  return {
    id: () => `${prefix}-${hex(17)}`,
    outputs: (situation, id) => ({ arn: arn('ec2', situation, `${kind}/${id}`) }),
  };
}

const vpcIdentity = ec2('vpc', 'vpc');

const vpc: Description = {
  type: VPC,
  id: vpcIdentity.id,
  defaults: { enableDnsSupport: true, instanceTenancy: 'default' },
  check: [
    networkAddress('cidrBlock'),
    each('cidrBlock', (value) =>
      prefixOf(value) >= 16 && prefixOf(value) <= 28
        ? undefined
        : `expected a range of /16 to /28, got ${String(value)}`,
    ),
    conflicts('cidrBlock', 'ipv4NetmaskLength'),
    requires('ipv4NetmaskLength', 'ipv4IpamPoolId'),
    conflicts('assignGeneratedIpv6CidrBlock', 'ipv6IpamPoolId', 'ipv6CidrBlock'),
    requires('ipv6CidrBlock', 'ipv6IpamPoolId'),
    oneOf('instanceTenancy', ['default', 'dedicated']),
  ],
  apply: [when((inputs) => !isPresent(inputs, 'ipv4IpamPoolId'), required('cidrBlock'))],
  computed: [
    'cidrBlock',
    'enableDnsHostnames',
    'enableNetworkAddressUsageMetrics',
    'ipv6CidrBlock',
    'ipv6CidrBlockNetworkBorderGroup',
    'ipv6NetmaskLength',
  ],
  replaces: ['cidrBlock', 'ipv4IpamPoolId', 'ipv4NetmaskLength'],
  replacesWhen: { instanceTenancy: ({ after }) => after === 'dedicated' },
  outputs: (situation, id) => ({
    ...vpcIdentity.outputs?.(situation, id),
    mainRouteTableId: `rtb-${hex(17)}`,
    defaultRouteTableId: `rtb-${hex(17)}`,
    defaultSecurityGroupId: `sg-${hex(17)}`,
    defaultNetworkAclId: `acl-${hex(17)}`,
    dhcpOptionsId: `dopt-${hex(17)}`,
    enableDnsHostnames: false,
  }),
};

/** Inside the range of its VPC, and apart from every other subnet of it. */
const fitsVpc: Rule = (inputs, { cloud, old }) => {
  const block = textOf(inputs['cidrBlock']);
  const home = cloud.named(inputs['vpcId'], VPC);
  if (block === undefined || !home) return [];
  const outer = textOf(home.state['cidrBlock']) ?? '';
  if (!contains(outer, block)) return [{ path: 'cidrBlock', reason: `${block} is not inside ${outer} of ${home.id}` }];
  return cloud
    .all(SUBNET)
    .filter(({ state }) => state['vpcId'] === home.id && state['arn'] !== old?.['arn'])
    .filter(({ state }) => overlaps(block, textOf(state['cidrBlock']) ?? ''))
    .map(({ id, state }) => ({
      path: 'cidrBlock',
      reason: `${block} overlaps ${String(state['cidrBlock'])} of ${id}`,
    }));
};

const subnetIdentity = ec2('subnet', 'subnet');

const subnet: Description = {
  type: SUBNET,
  id: subnetIdentity.id,
  check: [
    conflicts('availabilityZone', 'availabilityZoneId'),
    networkAddress('cidrBlock'),
    conflicts('cidrBlock', 'ipv4NetmaskLength'),
  ],
  apply: [
    fitsVpc,
    (inputs, situation) => {
      const zone = textOf(inputs['availabilityZone']);
      const region = regionOf(situation);
      return zone === undefined || zone.startsWith(region)
        ? []
        : [{ path: 'availabilityZone', reason: `${zone} is not in ${region}` }];
    },
  ],
  computed: ['availabilityZone', 'availabilityZoneId', 'ipv6CidrBlock', 'privateDnsHostnameTypeOnLaunch', 'cidrBlock'],
  replaces: [
    'vpcId',
    'cidrBlock',
    'availabilityZone',
    'availabilityZoneId',
    'ipv4IpamPoolId',
    'ipv4NetmaskLength',
    'ipv6IpamPoolId',
    'ipv6Native',
    'ipv6NetmaskLength',
    'outpostArn',
  ],
  replacesWhen: { ipv6CidrBlock: (_change, { old }) => old['assignIpv6AddressOnCreation'] === true },
  references: { vpcId: [VPC] },
  holds: ['vpcId'],
  outputs: (situation, id) => ({
    ...subnetIdentity.outputs?.(situation, id),
    availabilityZone: `${regionOf(situation)}a`,
    availabilityZoneId: '',
    ipv6CidrBlock: '',
    ipv6CidrBlockAssociationId: '',
    privateDnsHostnameTypeOnLaunch: 'ip-name',
  }),
};

const internetGateway: Description = {
  type: INTERNET_GATEWAY,
  ...ec2('igw', 'internet-gateway'),
  computed: ['vpcId'],
  references: { vpcId: [VPC] },
  holds: ['vpcId'],
};

const routeTable: Description = {
  type: ROUTE_TABLE,
  ...ec2('rtb', 'route-table'),
  check: [networkAddress('routes[].cidrBlock')],
  apply: [
    within(
      'routes[]',
      exactlyOne('cidrBlock', 'ipv6CidrBlock', 'destinationPrefixListId'),
      exactlyOne(
        'carrierGatewayId',
        'coreNetworkArn',
        'egressOnlyGatewayId',
        'gatewayId',
        'localGatewayId',
        'natGatewayId',
        'networkInterfaceId',
        'transitGatewayId',
        'vpcEndpointId',
        'vpcPeeringConnectionId',
      ),
    ),
  ],
  computed: ['routes', 'propagatingVgws'],
  replaces: ['vpcId'],
  unordered: ['routes'],
  references: { vpcId: [VPC], 'routes[].gatewayId': [INTERNET_GATEWAY], 'routes[].natGatewayId': [NAT_GATEWAY] },
  holds: ['vpcId'],
};

const route: Description = {
  type: 'aws:ec2/route:Route',
  check: [
    exactlyOne('destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'),
    networkAddress('destinationCidrBlock'),
  ],
  replaces: ['routeTableId', 'destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'],
  computed: ['networkInterfaceId'],
  references: { routeTableId: [ROUTE_TABLE], gatewayId: [INTERNET_GATEWAY], natGatewayId: [NAT_GATEWAY] },
  holds: ['routeTableId'],
  id: ({ inputs }) =>
    `r-${textOf(inputs['routeTableId'])}${hashOf(String(inputs['destinationCidrBlock'] ?? inputs['destinationIpv6CidrBlock']), 9)}`,
  outputs: () => ({ origin: 'CreateRoute', state: 'active' }),
};

const routeTableAssociation: Description = {
  type: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
  check: [exactlyOne('subnetId', 'gatewayId')],
  replaces: ['subnetId', 'gatewayId'],
  references: { routeTableId: [ROUTE_TABLE], subnetId: [SUBNET] },
  holds: ['routeTableId'],
  id: () => `rtbassoc-${hex(17)}`,
};

function prefixOf(block: Value): number {
  return Number(String(block).split('/')[1]);
}

/** The zones in which the subnets of a property lie, as far as they are known. */
export function zonesOf(subnets: Value | undefined, find: (id: Value) => Value | undefined): string[] {
  return [
    ...new Set(
      listOf(subnets)
        .map((id) => textOf(find(id)))
        .filter((zone) => zone !== undefined),
    ),
  ];
}

/** Virtual networks, their subnets and routes. */
export const vpcs = [vpc, subnet, internetGateway, routeTable, route, routeTableAssociation];
