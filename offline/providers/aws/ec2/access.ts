import type { Description } from '../../kit/description.ts';
import { hashOf, hex } from '../../kit/random.ts';
import {
  atMostOne,
  conflicts,
  exactlyOne,
  length,
  matches,
  oneOf,
  range,
  refused,
  rejects,
  required,
  when,
} from '../../kit/rules.ts';
import { isSet } from '../../kit/values.ts';
import { arn, isJson, named } from '../common.ts';
import { ec2, networkAddress } from './vpc.ts';
import { NAT_GATEWAY, ROUTE_TABLE, SECURITY_GROUP, SUBNET, VPC } from '../types.ts';

const EIP = 'aws:ec2/eip:Eip';

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
  check: [
    oneOf('connectivityType', ['public', 'private']),
    oneOf('availabilityMode', ['zonal', 'regional']),
    conflicts('secondaryPrivateIpAddressCount', 'secondaryPrivateIpAddresses'),
  ],
  plan: [
    when(
      ({ connectivityType }) => connectivityType === 'private',
      refused('allocationId', 'is not allowed with connectivityType private'),
      refused('secondaryAllocationIds', 'is not allowed with connectivityType private'),
    ),
    when(
      ({ connectivityType }) => connectivityType === 'public',
      refused('secondaryPrivateIpAddressCount', 'is not allowed with connectivityType public'),
    ),
  ],
  apply: [
    when(
      ({ connectivityType, availabilityMode }) => connectivityType === 'public' && availabilityMode !== 'regional',
      required('allocationId'),
      required('subnetId'),
    ),
    when(({ availabilityMode }) => availabilityMode === 'regional', required('vpcId')),
  ],
  computed: [
    'availabilityMode',
    'privateIp',
    'secondaryAllocationIds',
    'secondaryPrivateIpAddressCount',
    'secondaryPrivateIpAddresses',
    'vpcId',
    'availabilityZoneAddresses',
  ],
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
        .filter(
          ({ state }) =>
            state['name'] === inputs['name'] && state['vpcId'] === inputs['vpcId'] && state['arn'] !== old?.['arn'],
        )
        .map(({ id }) => ({ path: 'name', reason: `${String(inputs['name'])} already exists: ${id}` })),
  ],
  computed: ['name', 'namePrefix', 'ingress', 'egress', 'vpcId'],
  replaces: ['name', 'namePrefix', 'description', 'vpcId'],
  unordered: ['ingress', 'egress'],
  references: {
    vpcId: [VPC],
    'ingress[].securityGroups[]': [SECURITY_GROUP],
    'egress[].securityGroups[]': [SECURITY_GROUP],
  },
  holds: ['vpcId', 'ingress[].securityGroups[]', 'egress[].securityGroups[]'],
};

const RULE_SOURCES = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId'];

/** The two kinds of stand-alone rules differ only in their direction. */
function securityGroupRule(type: string): Description {
  return {
    type,
    listsDefaults: false,
    check: [
      exactlyOne(...RULE_SOURCES),
      networkAddress('cidrIpv4'),
      networkAddress('cidrIpv6'),
      range('fromPort', -1, 65535),
      range('toPort', -1, 65535),
    ],
    replaces: ['securityGroupId'],
    replacesWhen: Object.fromEntries(
      RULE_SOURCES.map((source) => [source, ({ before, after }) => !isSet(before) || !isSet(after)]),
    ),
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
  computed: [
    'dnsOptions',
    'ipAddressType',
    'policy',
    'privateDnsEnabled',
    'routeTableIds',
    'securityGroupIds',
    'subnetIds',
    'subnetConfigurations',
    'serviceRegion',
  ],
  replaces: [
    'serviceName',
    'vpcEndpointType',
    'vpcId',
    'resourceConfigurationArn',
    'serviceNetworkArn',
    'serviceRegion',
  ],
  unordered: ['routeTableIds', 'securityGroupIds', 'subnetIds'],
  references: {
    vpcId: [VPC],
    'subnetIds[]': [SUBNET],
    'routeTableIds[]': [ROUTE_TABLE],
    'securityGroupIds[]': [SECURITY_GROUP],
  },
  holds: ['vpcId', 'subnetIds[]', 'securityGroupIds[]'],
  outputs: (situation, id) => ({
    ...endpointIdentity.outputs?.(situation, id),
    state: 'available',
    policy: '',
    prefixListId: '',
  }),
};

/** Addresses, translation, security groups and private endpoints. */
export const access = [
  eip,
  natGateway,
  securityGroup,
  securityGroupRule('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule'),
  securityGroupRule('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'),
  vpcEndpoint,
];
