import type { Description } from '../../kit/description.ts';
import { hashOf, hex } from '../../kit/random.ts';
import {
  atMostOne,
  each,
  exactlyOne,
  length,
  matches,
  oneOf,
  oneOfIgnoringCase,
  range,
  refused,
  rejects,
  required,
  type Rule,
  when,
  within,
} from '../../kit/rules.ts';
import { isSet, listOf, textOf } from '../../kit/values.ts';
import { arn, isArn, named, nameOf, protectedBy, regionOf, unique } from '../common.ts';
import { zonesOf } from '../ec2/vpc.ts';
import { LOAD_BALANCER, SECURITY_GROUP, SUBNET, TARGET_GROUP, VPC } from '../types.ts';

const elbName: Rule[] = [
  atMostOne('name', 'namePrefix'),
  length('name', 0, 32),
  matches('name', /^(?!-)[0-9A-Za-z-]*(?<!-)$/, 'letters, digits and hyphens, with no hyphen at either end'),
  length('namePrefix', 0, 6),
];

const twoZones: Rule = (inputs, { cloud }) => {
  const zones = zonesOf(inputs['subnets'], (id) => cloud.named(id, SUBNET)?.state['availabilityZone']);
  const isKnown = zones.length > 0 && inputs['loadBalancerType'] !== 'network';
  return isKnown && zones.length < 2
    ? [{ path: 'subnets', reason: `expected subnets in at least 2 zones, got ${zones.join()}` }]
    : [];
};

const loadBalancer: Description = {
  type: LOAD_BALANCER,
  autoname: named,
  defaults: {
    clientKeepAlive: 3600,
    desyncMitigationMode: 'defensive',
    enableHttp2: true,
    idleTimeout: 60,
    loadBalancerType: 'application',
    xffHeaderProcessingMode: 'append',
  },
  check: [
    ...elbName,
    rejects('name', /^internal-/, 'must not start with internal-'),
    exactlyOne('subnets', 'subnetMappings'),
    oneOf('loadBalancerType', ['application', 'network', 'gateway']),
    oneOf('ipAddressType', ['ipv4', 'dualstack', 'dualstack-without-public-ipv4']),
    oneOf('desyncMitigationMode', ['defensive', 'monitor', 'strictest']),
  ],
  apply: [unique('name'), twoZones],
  remove: [protectedBy('enableDeletionProtection')],
  computed: [
    'internal',
    'ipAddressType',
    'securityGroups',
    'subnetMappings',
    'subnets',
    'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
  ],
  replaces: ['name', 'namePrefix', 'internal', 'loadBalancerType', 'customerOwnedIpv4Pool'],
  replacesWhen: {
    subnetMappings: ({ before }) => isSet(before),
    subnets: ({ before }, { inputs }) => inputs['loadBalancerType'] === 'network' && isSet(before),
    securityGroups: (_change, { old, inputs }) =>
      inputs['loadBalancerType'] === 'network' &&
      (listOf(old['securityGroups']).length === 0 || listOf(inputs['securityGroups']).length === 0),
  },
  unordered: ['subnets', 'securityGroups'],
  references: { 'subnets[]': [SUBNET], 'securityGroups[]': [SECURITY_GROUP] },
  holds: ['subnets[]', 'securityGroups[]'],
  id: (situation) => {
    const kind = situation.inputs['loadBalancerType'] === 'network' ? 'net' : 'app';
    return arn('elasticloadbalancing', situation, `loadbalancer/${kind}/${nameOf(situation)}/${hex(16)}`);
  },
  outputs: (situation, id) => ({
    arn: id,
    arnSuffix: id.split(':loadbalancer/').at(-1) ?? '',
    dnsName: `${nameOf(situation)}-${hashOf(id, 10)}.${regionOf(situation)}.elb.amazonaws.com`,
    zoneId: `Z${hashOf(regionOf(situation), 13).toUpperCase()}`,
    vpcId: situation.cloud.named(listOf(situation.inputs['subnets'])[0], SUBNET)?.state['vpcId'] ?? '',
    internal: false,
    ipAddressType: 'ipv4',
    securityGroups: [],
  }),
};

const isLambda = ({ targetType }: { [name: string]: unknown }): boolean => targetType === 'lambda';

const targetGroup: Description = {
  type: TARGET_GROUP,
  autoname: { ...named, maximum: 32 },
  defaults: {
    deregistrationDelay: 300,
    targetType: 'instance',
    'healthCheck.enabled': true,
    'healthCheck.healthyThreshold': 3,
    'healthCheck.interval': 30,
    'healthCheck.port': 'traffic-port',
    'healthCheck.protocol': 'HTTP',
    'healthCheck.unhealthyThreshold': 3,
    'stickiness.cookieDuration': 86400,
    'stickiness.enabled': true,
  },
  check: [
    ...elbName,
    when((inputs) => !isLambda(inputs), required('port'), required('protocol'), required('vpcId')),
    range('port', 1, 65535),
    oneOf('targetType', ['instance', 'ip', 'lambda', 'alb']),
    oneOfIgnoringCase('protocol', ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC']),
    range('healthCheck.healthyThreshold', 2, 10),
    range('healthCheck.unhealthyThreshold', 2, 10),
    range('healthCheck.interval', 5, 300),
    range('healthCheck.timeout', 2, 120),
    each('healthCheck.path', (value) =>
      String(value).startsWith('/') ? undefined : `expected a path that starts with /, got ${String(value)}`,
    ),
    range('deregistrationDelay', 0, 3600),
    each('slowStart', (value) =>
      value === 0 || (Number(value) >= 30 && Number(value) <= 900)
        ? undefined
        : `expected 0 or 30 to 900, got ${String(value)}`,
    ),
    oneOf('stickiness.type', ['lb_cookie', 'app_cookie', 'source_ip', 'source_ip_dest_ip', 'source_ip_dest_ip_proto']),
    within(
      'healthCheck',
      when(
        ({ protocol }) => protocol === 'TCP',
        refused('path', 'is not allowed with a TCP check'),
        refused('matcher', 'is not allowed with a TCP check'),
      ),
    ),
  ],
  plan: [
    when(
      ({ protocol }) => protocol === 'HTTP' || protocol === 'HTTPS',
      within('healthCheck', ({ protocol }) =>
        protocol === 'TCP' ? [{ path: 'protocol', reason: 'TCP is not allowed for an HTTP target group' }] : [],
      ),
    ),
  ],
  apply: [
    unique('name'),
    within('healthCheck', ({ interval, timeout }) =>
      Number(timeout ?? 2) < Number(interval ?? 30)
        ? []
        : [{ path: 'timeout', reason: `expected less than interval (${String(interval)}), got ${String(timeout)}` }],
    ),
    when(
      ({ loadBalancingAlgorithmType }) => loadBalancingAlgorithmType === 'least_outstanding_requests',
      each('slowStart', (value) => (value === 0 ? undefined : 'is not supported with least_outstanding_requests')),
    ),
  ],
  computed: [
    'connectionTermination',
    'healthCheck',
    'healthCheck.matcher',
    'healthCheck.path',
    'healthCheck.timeout',
    'ipAddressType',
    'loadBalancingAlgorithmType',
    'loadBalancingAnomalyMitigation',
    'loadBalancingCrossZoneEnabled',
    'preserveClientIp',
    'protocolVersion',
    'stickiness',
    'targetFailovers',
    'targetGroupHealth',
    'targetHealthStates',
  ],
  replaces: [
    'name',
    'namePrefix',
    'port',
    'protocol',
    'protocolVersion',
    'targetType',
    'vpcId',
    'ipAddressType',
    'targetControlPort',
  ],
  references: { vpcId: [VPC] },
  holds: ['vpcId'],
  id: (situation) => arn('elasticloadbalancing', situation, `targetgroup/${nameOf(situation)}/${hex(16)}`),
  outputs: (_situation, id) => ({
    arn: id,
    arnSuffix: id.split(':').at(-1) ?? '',
    ipAddressType: 'ipv4',
    loadBalancerArns: [],
    loadBalancingAlgorithmType: 'round_robin',
  }),
};

const targetGroupAttachment: Description = {
  type: 'aws:lb/targetGroupAttachment:TargetGroupAttachment',
  idempotent: true,
  check: [isArn('targetGroupArn'), range('port', 1, 65535)],
  replaces: ['*'],
  references: { targetGroupArn: [TARGET_GROUP] },
  id: ({ inputs }) =>
    `${textOf(inputs['targetGroupArn'])}-${textOf(inputs['targetId'])}-${String(inputs['port'] ?? '')}`,
};

/** Load balancers, their target groups and what is in those. */
export const loadBalancers = [loadBalancer, targetGroup, targetGroupAttachment];
