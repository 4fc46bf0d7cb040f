import {
  ACCELERATOR_LISTENER,
  ALARM,
  BALANCERS,
  ECS_SERVICE,
  ENDPOINT_GROUP,
  GLOBAL_DATABASE,
  LISTENERS,
  RECORD,
  ROUTE53_CHECK,
  SECRET_VERSION,
  SUBNETS,
  TABLE,
  TARGET_GROUPS,
} from '../../../../topology/recognise/aws/types.ts';
import { isSet, textAt } from '../../../../topology/graph/value.ts';

// What the API asks for where the provider leaves everything open: one of several arguments, or one that goes with another.

/** One of some arguments is needed, in a resource or in each block of a list, where a condition holds. */
export interface Need {
  /** Dotted path of the blocks, `*` for each item of a list. Default: the resource. */
  readonly in?: string;
  readonly oneOf: readonly string[];
  readonly when?: (block: unknown) => boolean;
  readonly why: string;
}

const is =
  (path: string, ...values: readonly string[]) =>
  (block: unknown): boolean =>
    values.includes(textAt(block, path) ?? '');
const not =
  (path: string, ...values: readonly string[]) =>
  (block: unknown): boolean =>
    !isSet(block, path) || (textAt(block, path) !== undefined && !values.includes(textAt(block, path) ?? ''));
const has =
  (path: string) =>
  (block: unknown): boolean =>
    isSet(block, path);
const lacks =
  (...paths: readonly string[]) =>
  (block: unknown): boolean =>
    paths.every((path) => !isSet(block, path));

/** An alarm on one metric, and not on an expression or a query. */
const plain = lacks('metricQueries', 'evaluationCriteria');
const needs = (names: readonly string[], why: string, more: Omit<Need, 'oneOf' | 'why'> = {}): readonly Need[] =>
  names.map((name) => ({ oneOf: [name], why, ...more }));
const forAll = (types: readonly string[], list: readonly Need[]): Readonly<Record<string, readonly Need[]>> =>
  Object.fromEntries(types.map((type) => [type, list]));

const RULE: readonly Need[] = [
  {
    oneOf: ['referencedSecurityGroupId', 'cidrIpv4', 'cidrIpv6', 'prefixListId'],
    why: 'a rule is for somebody',
  },
  ...needs(['fromPort', 'toPort'], 'a rule of this protocol names its ports', { when: is('ipProtocol', 'tcp', 'udp') }),
];

const LEADS = [
  ...['gatewayId', 'natGatewayId', 'transitGatewayId', 'vpcPeeringConnectionId', 'vpcEndpointId'],
  ...['networkInterfaceId', 'egressOnlyGatewayId', 'localGatewayId', 'carrierGatewayId', 'coreNetworkArn'],
];

/** By resource type. */
export const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  [ALARM]: [
    ...needs(['metricName', 'namespace', 'period', 'comparisonOperator'], 'an alarm on a metric needs it', {
      when: plain,
    }),
    { oneOf: ['statistic', 'extendedStatistic'], why: 'an alarm on a metric needs one', when: plain },
    {
      oneOf: ['threshold', 'thresholdMetricId'],
      why: 'an alarm compares with something',
      when: lacks('evaluationCriteria'),
    },
    { oneOf: ['evaluationPeriods'], why: 'an alarm needs it', when: lacks('evaluationCriteria') },
  ],
  ...forAll(
    TARGET_GROUPS,
    needs(['port', 'protocol', 'vpcId'], 'targets are in a network and have a port', {
      when: not('targetType', 'lambda'),
    }),
  ),
  ...forAll(LISTENERS, [
    { oneOf: ['port'], why: 'clients connect to a port', when: has('protocol') },
    {
      in: 'defaultActions.*',
      oneOf: ['targetGroupArn', 'forward'],
      why: 'the action forwards',
      when: is('type', 'forward'),
    },
    { in: 'defaultActions.*', oneOf: ['redirect'], why: 'the action redirects', when: is('type', 'redirect') },
    { in: 'defaultActions.*', oneOf: ['fixedResponse'], why: 'the action answers', when: is('type', 'fixed-response') },
  ]),
  ...forAll(BALANCERS, [{ oneOf: ['subnets', 'subnetMappings'], why: 'a load balancer is in subnets' }]),
  ...forAll(SUBNETS.slice(0, 1), [
    { oneOf: ['cidrBlock', 'ipv4IpamPoolId', 'ipv6CidrBlock', 'ipv6IpamPoolId'], why: 'a subnet has addresses' },
  ]),
  'aws:ec2/vpc:Vpc': [{ oneOf: ['cidrBlock', 'ipv4IpamPoolId'], why: 'a network has addresses' }],
  'aws:ec2/route:Route': [
    {
      oneOf: ['destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'],
      why: 'a route is for some addresses',
    },
    {
      oneOf: LEADS,
      why: 'a route leads somewhere',
    },
  ],
  'aws:ec2/routeTableAssociation:RouteTableAssociation': [
    { oneOf: ['subnetId', 'gatewayId'], why: 'a table is for a subnet or a gateway' },
  ],
  'aws:ec2/routeTable:RouteTable': [
    {
      in: 'routes.*',
      oneOf: ['cidrBlock', 'ipv6CidrBlock', 'destinationPrefixListId'],
      why: 'a route is for some addresses',
    },
    {
      in: 'routes.*',
      oneOf: LEADS,
      why: 'a route leads somewhere',
    },
  ],
  'aws:ec2/vpcEndpoint:VpcEndpoint': [
    { oneOf: ['serviceName', 'resourceConfigurationArn', 'serviceNetworkArn'], why: 'an endpoint is for a service' },
  ],
  'aws:ec2/vpnConnection:VpnConnection': [
    {
      oneOf: ['vpnGatewayId', 'transitGatewayId', 'vpnConcentratorId'],
      why: 'a connection ends somewhere on this side',
    },
  ],
  'aws:ec2/customerGateway:CustomerGateway': [
    { oneOf: ['ipAddress', 'certificateArn'], why: 'a connection ends somewhere on the other side' },
    { oneOf: ['bgpAsn', 'bgpAsnExtended'], why: 'routes are learnt from a number' },
  ],
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': RULE,
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': RULE,
  [ECS_SERVICE]: [
    { in: 'loadBalancers.*', oneOf: ['containerName'], why: 'requests go to a container' },
    { in: 'loadBalancers.*', oneOf: ['targetGroupArn', 'elbName'], why: 'requests come from somewhere' },
    { oneOf: ['networkConfiguration'], why: 'tasks of Fargate are in subnets', when: is('launchType', 'FARGATE') },
    { in: 'networkConfiguration', oneOf: ['subnets'], why: 'tasks are in subnets' },
  ],
  [ACCELERATOR_LISTENER]: needs(['fromPort', 'toPort'], 'a range has two ends', { in: 'portRanges.*' }),
  [ENDPOINT_GROUP]: needs(['endpointId'], 'an endpoint is something', { in: 'endpointConfigurations.*' }),
  [RECORD]: [
    { oneOf: ['records', 'aliases'], why: 'a record answers with something' },
    { oneOf: ['ttl'], why: 'a record with values of its own needs it', when: has('records') },
  ],
  [ROUTE53_CHECK]: [
    {
      oneOf: ['fqdn', 'ipAddress'],
      why: 'a check asks somebody',
      when: not('type', 'CALCULATED', 'CLOUDWATCH_METRIC', 'RECOVERY_CONTROL'),
    },
  ],
  [GLOBAL_DATABASE]: [{ oneOf: ['engine', 'sourceDbClusterIdentifier'], why: 'a global database is of an engine' }],
  [SECRET_VERSION]: [{ oneOf: ['secretString', 'secretBinary', 'secretStringWo'], why: 'a version is a value' }],
  [TABLE]: [
    {
      oneOf: ['hashKey'],
      why: 'a table is found by a key',
      when: lacks('restoreSourceName', 'restoreSourceTableArn'),
    },
    ...needs(['readCapacity', 'writeCapacity'], 'capacity is paid for ahead unless billingMode is PAY_PER_REQUEST', {
      when: not('billingMode', 'PAY_PER_REQUEST'),
    }),
  ],
  'aws:wafv2/webAcl:WebAcl': [
    { in: 'rules.*', oneOf: ['action', 'overrideAction'], why: 'a rule does something' },
    { in: 'rules.*.action', oneOf: ['allow', 'block', 'captcha', 'challenge', 'count'], why: 'a rule does something' },
    { in: 'defaultAction', oneOf: ['allow', 'block'], why: 'what no rule matches is let in or not' },
  ],
  'aws:appautoscaling/policy:Policy': [
    {
      oneOf: ['targetTrackingScalingPolicyConfiguration'],
      why: 'a policy without a target never scales',
      when: is('policyType', 'TargetTrackingScaling'),
    },
    {
      oneOf: ['stepScalingPolicyConfiguration'],
      why: 'steps are to be taken',
      when: not('policyType', 'TargetTrackingScaling', 'PredictiveScaling'),
    },
    {
      in: 'targetTrackingScalingPolicyConfiguration',
      oneOf: ['predefinedMetricSpecification', 'customizedMetricSpecification'],
      why: 'a target is of some metric',
    },
    {
      in: 'targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification',
      oneOf: ['resourceLabel'],
      why: 'requests are counted at a load balancer',
      when: is('predefinedMetricType', 'ALBRequestCountPerTarget'),
    },
  ],
  'aws:dms/endpoint:Endpoint': needs(['serverName', 'port', 'username', 'databaseName'], 'an endpoint is a database', {
    when: (block) =>
      lacks('secretsManagerArn')(block) && /postgres|mysql|maria|aurora/.test(textAt(block, 'engineName') ?? ''),
  }),
  'aws:datasync/locationObjectStorage:LocationObjectStorage': [
    {
      oneOf: ['secretKey', 'cmkSecretConfig', 'customSecretConfig'],
      why: 'objects are read with a key',
      when: has('accessKey'),
    },
  ],
};
