import type { Description } from '../kit/description.ts';
import { contains, isNetworkAddress, overlaps } from '../kit/cidr.ts';
import { atMostOne, conflicts, each, exactlyOne, isPresent, length, matches, oneOf, range, rejects, required, requires, refused, when, within, type Rule } from '../kit/rules.ts';
import { hashOf, hex } from '../kit/random.ts';
import { isSet, listOf, textOf, type Value } from '../kit/values.ts';
import { arn, isJson, named, regionOf } from './common.ts';

export const VPC = 'aws:ec2/vpc:Vpc';
export const SUBNET = 'aws:ec2/subnet:Subnet';
export const SECURITY_GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const INTERNET_GATEWAY = 'aws:ec2/internetGateway:InternetGateway';
const ROUTE_TABLE = 'aws:ec2/routeTable:RouteTable';
const NAT_GATEWAY = 'aws:ec2/natGateway:NatGateway';
const EIP = 'aws:ec2/eip:Eip';

const networkAddress = (pattern: string): Rule =>
  each(pattern, (value) => (isNetworkAddress(value) ? undefined : `expected a CIDR range with its network address, got ${JSON.stringify(value)}`));

/** Parts shared by the types of EC2: an id with a prefix, and the ARN made from it. */
function ec2(prefix: string, kind: string): Pick<Description, 'id' | 'outputs'> {
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
    each('cidrBlock', (value) => (prefixOf(value) >= 16 && prefixOf(value) <= 28 ? undefined : `expected a range of /16 to /28, got ${String(value)}`)),
    conflicts('cidrBlock', 'ipv4NetmaskLength'),
    requires('ipv4NetmaskLength', 'ipv4IpamPoolId'),
    conflicts('assignGeneratedIpv6CidrBlock', 'ipv6IpamPoolId', 'ipv6CidrBlock'),
    requires('ipv6CidrBlock', 'ipv6IpamPoolId'),
    oneOf('instanceTenancy', ['default', 'dedicated']),
  ],
  apply: [when((inputs) => !isPresent(inputs, 'ipv4IpamPoolId'), required('cidrBlock'))],
  computed: ['cidrBlock', 'enableDnsHostnames', 'enableNetworkAddressUsageMetrics', 'ipv6CidrBlock', 'ipv6CidrBlockNetworkBorderGroup', 'ipv6NetmaskLength'],
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
    .map(({ id, state }) => ({ path: 'cidrBlock', reason: `${block} overlaps ${String(state['cidrBlock'])} of ${id}` }));
};

const subnetIdentity = ec2('subnet', 'subnet');

const subnet: Description = {
  type: SUBNET,
  id: subnetIdentity.id,
  check: [conflicts('availabilityZone', 'availabilityZoneId'), networkAddress('cidrBlock'), conflicts('cidrBlock', 'ipv4NetmaskLength')],
  apply: [
    fitsVpc,
    (inputs, situation) => {
      const zone = textOf(inputs['availabilityZone']);
      const region = regionOf(situation);
      return zone === undefined || zone.startsWith(region) ? [] : [{ path: 'availabilityZone', reason: `${zone} is not in ${region}` }];
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
      exactlyOne('carrierGatewayId', 'coreNetworkArn', 'egressOnlyGatewayId', 'gatewayId', 'localGatewayId', 'natGatewayId', 'networkInterfaceId', 'transitGatewayId', 'vpcEndpointId', 'vpcPeeringConnectionId'),
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
  check: [exactlyOne('destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'), networkAddress('destinationCidrBlock')],
  replaces: ['routeTableId', 'destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'],
  computed: ['networkInterfaceId'],
  references: { routeTableId: [ROUTE_TABLE], gatewayId: [INTERNET_GATEWAY], natGatewayId: [NAT_GATEWAY] },
  holds: ['routeTableId'],
  id: ({ inputs }) => `r-${textOf(inputs['routeTableId'])}${hashOf(String(inputs['destinationCidrBlock'] ?? inputs['destinationIpv6CidrBlock']), 9)}`,
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

const eip: Description = {
  type: EIP,
  ...ec2('eipalloc', 'elastic-ip'),
  check: [conflicts('instance', 'networkInterface'), oneOf('domain', ['vpc', 'standard'])],
  computed: ['domain', 'instance', 'ipamPoolId', 'networkBorderGroup', 'networkInterface', 'publicIpv4Pool'],
  replaces: ['address', 'customerOwnedIpv4Pool', 'domain', 'ipamPoolId', 'networkBorderGroup', 'publicIpv4Pool'],
  outputs: (situation, id) => ({
    arn: arn('ec2', situation, `elastic-ip/${id}`),
    allocationId: id,
    domain: 'vpc',
    publicIp: `192.0.2.${parseInt(hashOf(id, 3), 36) % 250}`,
    publicDns: '',
  }),
};

const natGateway: Description = {
  type: NAT_GATEWAY,
  defaults: { connectivityType: 'public' },
  check: [oneOf('connectivityType', ['public', 'private']), oneOf('availabilityMode', ['zonal', 'regional']), conflicts('secondaryPrivateIpAddressCount', 'secondaryPrivateIpAddresses')],
  plan: [
    when(
      ({ connectivityType }) => connectivityType === 'private',
      refused('allocationId', 'is not allowed with connectivityType private'),
      refused('secondaryAllocationIds', 'is not allowed with connectivityType private'),
    ),
    when(({ connectivityType }) => connectivityType === 'public', refused('secondaryPrivateIpAddressCount', 'is not allowed with connectivityType public')),
  ],
  apply: [
    when(
      ({ connectivityType, availabilityMode }) => connectivityType === 'public' && availabilityMode !== 'regional',
      required('allocationId'),
      required('subnetId'),
    ),
    when(({ availabilityMode }) => availabilityMode === 'regional', required('vpcId')),
  ],
  computed: ['availabilityMode', 'privateIp', 'secondaryAllocationIds', 'secondaryPrivateIpAddressCount', 'secondaryPrivateIpAddresses', 'vpcId', 'availabilityZoneAddresses'],
  replaces: ['allocationId', 'subnetId', 'vpcId', 'connectivityType', 'availabilityMode', 'privateIp'],
  references: { subnetId: [SUBNET], allocationId: [EIP], vpcId: [VPC] },
  holds: ['subnetId', 'allocationId', 'vpcId'],
  id: () => `nat-${hex(17)}`,
  outputs: ({ inputs, cloud }, id) => ({
    publicIp: cloud.named(inputs['allocationId'], EIP)?.state['publicIp'] ?? '',
    privateIp: `10.0.0.${parseInt(hashOf(id, 3), 36) % 250}`,
    networkInterfaceId: `eni-${hex(17)}`,
    associationId: `eipassoc-${hex(17)}`,
    availabilityMode: 'zonal',
    vpcId: '',
  }),
};

const securityGroup: Description = {
  type: SECURITY_GROUP,
  ...ec2('sg', 'security-group'),
  autoname: named,
  defaults: { description: 'Managed by Pulumi' },
  check: [
    atMostOne('name', 'namePrefix'),
    length('name', 0, 255),
    rejects('name', /^sg-/, 'must not start with sg-'),
    length('description', 0, 255),
    networkAddress('ingress[].cidrBlocks[]'),
    networkAddress('egress[].cidrBlocks[]'),
  ],
  apply: [
    (inputs, { cloud, old }) =>
      cloud
        .all(SECURITY_GROUP)
        .filter(({ state }) => state['name'] === inputs['name'] && state['vpcId'] === inputs['vpcId'] && state['arn'] !== old?.['arn'])
        .map(({ id }) => ({ path: 'name', reason: `${String(inputs['name'])} already exists: ${id}` })),
  ],
  computed: ['name', 'namePrefix', 'ingress', 'egress', 'vpcId'],
  replaces: ['name', 'namePrefix', 'description', 'vpcId'],
  unordered: ['ingress', 'egress'],
  references: { vpcId: [VPC], 'ingress[].securityGroups[]': [SECURITY_GROUP], 'egress[].securityGroups[]': [SECURITY_GROUP] },
  holds: ['vpcId', 'ingress[].securityGroups[]', 'egress[].securityGroups[]'],
};

const RULE_SOURCES = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId'];

/** The two kinds of stand-alone rules differ only in their direction. */
function securityGroupRule(type: string): Description {
  return {
    type,
    listsDefaults: false,
    check: [exactlyOne(...RULE_SOURCES), networkAddress('cidrIpv4'), networkAddress('cidrIpv6'), range('fromPort', -1, 65535), range('toPort', -1, 65535)],
    replaces: ['securityGroupId'],
    replacesWhen: Object.fromEntries(RULE_SOURCES.map((source) => [source, ({ before, after }) => !isSet(before) || !isSet(after)])),
    normal: { ipProtocol: (value) => (value === '6' ? 'tcp' : value === '17' ? 'udp' : value) },
    references: { securityGroupId: [SECURITY_GROUP], referencedSecurityGroupId: [SECURITY_GROUP] },
    holds: ['referencedSecurityGroupId'],
    id: () => `sgr-${hex(17)}`,
    outputs: (situation, id) => ({ arn: arn('ec2', situation, `security-group-rule/${id}`), securityGroupRuleId: id }),
  };
}

const endpointIdentity = ec2('vpce', 'vpc-endpoint');

const vpcEndpoint: Description = {
  type: 'aws:ec2/vpcEndpoint:VpcEndpoint',
  id: endpointIdentity.id,
  defaults: { vpcEndpointType: 'Gateway' },
  check: [
    exactlyOne('serviceName', 'resourceConfigurationArn', 'serviceNetworkArn'),
    oneOf('vpcEndpointType', ['Gateway', 'Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork']),
    isJson('policy'),
  ],
  apply: [matches('serviceName', /^(com|aws)\./, 'a service name such as com.amazonaws.us-east-1.s3')],
  computed: ['dnsOptions', 'ipAddressType', 'policy', 'privateDnsEnabled', 'routeTableIds', 'securityGroupIds', 'subnetIds', 'subnetConfigurations', 'serviceRegion'],
  replaces: ['serviceName', 'vpcEndpointType', 'vpcId', 'resourceConfigurationArn', 'serviceNetworkArn', 'serviceRegion'],
  unordered: ['routeTableIds', 'securityGroupIds', 'subnetIds'],
  references: { vpcId: [VPC], 'subnetIds[]': [SUBNET], 'routeTableIds[]': [ROUTE_TABLE], 'securityGroupIds[]': [SECURITY_GROUP] },
  holds: ['vpcId', 'subnetIds[]', 'securityGroupIds[]'],
  outputs: (situation, id) => ({ ...endpointIdentity.outputs?.(situation, id), state: 'available', policy: '', prefixListId: '' }),
};

/** Virtual networks and what is in them. */
export const network = [
  vpc,
  subnet,
  internetGateway,
  routeTable,
  route,
  routeTableAssociation,
  eip,
  natGateway,
  securityGroup,
  securityGroupRule('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule'),
  securityGroupRule('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'),
  vpcEndpoint,
];

function prefixOf(block: Value): number {
  return Number(String(block).split('/')[1]);
}

/** The zones in which the subnets of a property lie, as far as they are known. */
export function zonesOf(subnets: Value | undefined, find: (id: Value) => Value | undefined): string[] {
  return [...new Set(listOf(subnets).map((id) => textOf(find(id))).filter((zone) => zone !== undefined))];
}
