import {
  ACCELERATOR,
  ACCELERATOR_LISTENER,
  BALANCERS,
  CLUSTER_INSTANCE,
  DATABASE_CLUSTER,
  ECS_SERVICE,
  ENDPOINT_GROUP,
  GLOBAL_DATABASE,
  KEY,
  LISTENER_RULES,
  LISTENERS,
  REGISTRY_REPLICATION,
  REPOSITORY,
  ROUTE53_CHECK,
  SCALABLE_TARGET,
  TABLE,
  TARGET_GROUPS,
  TASK_DEFINITION,
} from '../../../../topology/recognise/aws/types.ts';
import { oneOf, shaped, type Demands } from '../../support/demands.ts';

// Words that the APIs take where the provider takes any.

const SWITCH = oneOf('Enabled', 'Disabled');
const NETWORK = oneOf('HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC', 'GENEVE');
const ACTION = oneOf(
  ...['forward', 'redirect', 'fixed-response', 'authenticate-cognito', 'authenticate-oidc', 'jwt-validation'],
);
const ACTIONS = (list: string): Demands => ({
  [`${list}.*.type`]: ACTION,
  [`${list}.*.redirect.statusCode`]: oneOf('HTTP_301', 'HTTP_302'),
  [`${list}.*.redirect.protocol`]: oneOf('HTTP', 'HTTPS', '#{protocol}'),
  [`${list}.*.redirect.path`]: shaped(/^\//, 'a path that begins with /'),
});
const RANGE = {
  ...shaped(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'a range such as 10.0.0.0/16'),
  mayBeOpen: true,
};
const PROTOCOL = shaped(
  /^(-1|all|tcp|udp|icmp|icmpv6|\d{1,2}|1\d\d|2[0-4]\d|25[0-5])$/i,
  'tcp, udp, icmp, icmpv6, a protocol number, or -1 for all',
);
const SCALED: Demands = {
  serviceNamespace: oneOf(
    ...['ecs', 'ec2', 'elasticmapreduce', 'appstream', 'dynamodb', 'rds', 'sagemaker', 'custom-resource'],
    ...['comprehend', 'lambda', 'cassandra', 'kafka', 'elasticache', 'neptune', 'workspaces'],
  ),
  scalableDimension: shaped(
    /^[a-z0-9-]+:[A-Za-z-]+:[A-Za-z-]+$/,
    'service:resource:property, such as ecs:service:DesiredCount',
  ),
  resourceId: shaped(/^[^/:]+[/:].+/, 'kind/name, such as service/cluster/name'),
};
const DATABASE_ENGINE = oneOf('aurora-mysql', 'aurora-postgresql', 'mysql', 'postgres');
const CIPHERS = /^(AES256|aws:kms(:dsse)?|aws:fsx)$/;

/** By resource type. */
export const SPELLED: Readonly<Record<string, Demands>> = {
  ...Object.fromEntries(LISTENERS.map((type) => [type, { protocol: NETWORK, ...ACTIONS('defaultActions') }])),
  ...Object.fromEntries(LISTENER_RULES.map((type) => [type, ACTIONS('actions')])),
  ...Object.fromEntries(
    TARGET_GROUPS.map((type) => [type, { protocol: NETWORK, targetType: oneOf('instance', 'ip', 'lambda', 'alb') }]),
  ),
  ...Object.fromEntries(
    BALANCERS.map((type) => [
      type,
      {
        loadBalancerType: oneOf('application', 'network', 'gateway'),
        ipAddressType: oneOf('ipv4', 'dualstack', 'dualstack-without-public-ipv4'),
        desyncMitigationMode: oneOf('monitor', 'defensive', 'strictest'),
        xffHeaderProcessingMode: oneOf('append', 'preserve', 'remove'),
      },
    ]),
  ),
  [ACCELERATOR]: { ipAddressType: oneOf('IPV4', 'DUAL_STACK') },
  [ACCELERATOR_LISTENER]: { protocol: oneOf('TCP', 'UDP'), clientAffinity: oneOf('NONE', 'SOURCE_IP') },
  [ENDPOINT_GROUP]: { healthCheckProtocol: oneOf('TCP', 'HTTP', 'HTTPS') },
  [ROUTE53_CHECK]: {
    type: oneOf(
      ...['HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH', 'TCP', 'CALCULATED', 'CLOUDWATCH_METRIC'],
      'RECOVERY_CONTROL',
    ),
    resourcePath: shaped(/^\//, 'a path that begins with /'),
  },
  [ECS_SERVICE]: { propagateTags: oneOf('SERVICE', 'TASK_DEFINITION', 'NONE') },
  [TASK_DEFINITION]: { 'requiresCompatibilities.*': oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES') },
  [SCALABLE_TARGET]: SCALED,
  'aws:appautoscaling/policy:Policy': {
    ...SCALED,
    'targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType': shaped(
      /^(ECSServiceAverage(CPU|Memory)Utilization|ALBRequestCountPerTarget|(RDS|DynamoDB|EC2|SageMaker|Lambda|Cassandra|Kafka|ElastiCache|AppStream|Comprehend|Neptune|WorkSpaces)\w+)$/,
      'a metric of the service, such as ECSServiceAverageCPUUtilization or ALBRequestCountPerTarget',
    ),
  },
  'aws:ecs/cluster:Cluster': {
    'settings.*.name': oneOf('containerInsights'),
    'settings.*.value': oneOf('enabled', 'enhanced', 'disabled'),
  },
  [DATABASE_CLUSTER]: { engine: DATABASE_ENGINE },
  [CLUSTER_INSTANCE]: { engine: DATABASE_ENGINE },
  [GLOBAL_DATABASE]: { engine: oneOf('aurora-mysql', 'aurora-postgresql') },
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': {
    'parameters.*.applyMethod': oneOf('immediate', 'pending-reboot'),
    'parameters.*.name': shaped(/^[a-z][a-z0-9_.]+$/, 'the name of a parameter in lower case'),
    family: shaped(/^[a-z-]+\d+(\.\d+)?$/, 'an engine with its version, such as aurora-postgresql16'),
  },
  [TABLE]: {
    'attributes.*.type': oneOf('S', 'N', 'B'),
    tableClass: oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS'),
    'replicas.*.consistencyMode': oneOf('EVENTUAL', 'STRONG'),
  },
  [KEY]: {
    keyUsage: oneOf('ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'),
    customerMasterKeySpec: shaped(
      /^(SYMMETRIC_DEFAULT|SM2|(RSA|HMAC|ECC|ML)_[A-Z0-9_]+)$/,
      'SYMMETRIC_DEFAULT for a key that encrypts, or a spec of RSA, ECC or HMAC',
    ),
  },
  [REPOSITORY]: {
    imageTagMutability: oneOf('MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'),
  },
  [REGISTRY_REPLICATION]: {
    'replicationConfiguration.rules.*.repositoryFilters.*.filterType': oneOf('PREFIX_MATCH'),
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': { 'rules.*.status': SWITCH },
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': {
    'rule.objectOwnership': oneOf('BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'),
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    'rules.*.applyServerSideEncryptionByDefault.sseAlgorithm': shaped(CIPHERS, 'AES256, aws:kms or aws:kms:dsse'),
  },
  'aws:acm/certificate:Certificate': { validationMethod: oneOf('DNS', 'EMAIL', 'HTTP', 'NONE') },
  'aws:ec2/eip:Eip': { domain: oneOf('vpc') },
  'aws:ec2/natGateway:NatGateway': { connectivityType: oneOf('public', 'private') },
  'aws:ec2/vpc:Vpc': { instanceTenancy: oneOf('default', 'dedicated') },
  'aws:ec2/vpcEndpoint:VpcEndpoint': {
    vpcEndpointType: oneOf('Gateway', 'Interface', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'),
    serviceName: shaped(
      /^(com\.amazonaws|cn\.com\.amazonaws|aws)\.[a-z0-9-]+\.[a-zA-Z0-9.-]+$/,
      'com.amazonaws.region.service',
    ),
  },
  'aws:ec2/customerGateway:CustomerGateway': { type: oneOf('ipsec.1') },
  'aws:ec2/vpnConnection:VpnConnection': { type: oneOf('ipsec.1') },
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': { ipProtocol: PROTOCOL, cidrIpv4: RANGE },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': { ipProtocol: PROTOCOL, cidrIpv4: RANGE },
  'aws:ec2/securityGroup:SecurityGroup': {
    'ingress.*.protocol': PROTOCOL,
    'egress.*.protocol': PROTOCOL,
    'ingress.*.cidrBlocks.*': RANGE,
    'egress.*.cidrBlocks.*': RANGE,
  },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': {
    policyArn: shaped(
      /^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/.+/,
      'the ARN of a policy, arn:aws:iam::account:policy/name',
    ),
  },
  'aws:iam/role:Role': { path: shaped(/^\/(.*\/)?$/, 'a path that begins and ends with /') },
  'aws:servicequotas/serviceQuota:ServiceQuota': {
    quotaCode: shaped(/^L-[A-F0-9]{8}$/, 'L- and 8 digits of base 16'),
    serviceCode: shaped(/^[a-z][a-z0-9-]+$/, 'the code of a service'),
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    protocol: oneOf('email', 'email-json', 'http', 'https', 'sqs', 'sms', 'lambda', 'firehose', 'application'),
  },
  'aws:wafv2/webAcl:WebAcl': {
    scope: oneOf('REGIONAL', 'CLOUDFRONT'),
    '**.rateBasedStatement.aggregateKeyType': oneOf('IP', 'FORWARDED_IP', 'CUSTOM_KEYS', 'CONSTANT'),
    '**.rateBasedStatement.evaluationWindowSec': oneOf('60', '120', '300', '600'),
  },
  'aws:dms/endpoint:Endpoint': {
    endpointType: oneOf('source', 'target'),
    sslMode: oneOf('none', 'require', 'verify-ca', 'verify-full'),
    engineName: shaped(
      /^(aurora|azure|babelfish|db2|docdb|dynamodb|elasticsearch|kafka|kinesis|mariadb|mongodb|mysql|neptune|opensearch|oracle|postgres|redis|redshift|s3|sqlserver|sybase|timestream)[a-z-]*\d*$/,
      'an engine of DMS, such as postgres or aurora-postgresql',
    ),
  },
  'aws:dms/replicationInstance:ReplicationInstance': {
    replicationInstanceClass: shaped(/^dms\.[a-z]\d+[a-z]*\.\w+$/, 'a class of DMS, such as dms.t3.medium'),
  },
  'aws:dms/replicationTask:ReplicationTask': { migrationType: oneOf('full-load', 'cdc', 'full-load-and-cdc') },
  'aws:datasync/locationObjectStorage:LocationObjectStorage': { serverProtocol: oneOf('HTTP', 'HTTPS') },
  'aws:datasync/task:Task': {
    taskMode: oneOf('BASIC', 'ENHANCED'),
    'options.verifyMode': oneOf('NONE', 'POINT_IN_TIME_CONSISTENT', 'ONLY_FILES_TRANSFERRED'),
    'options.transferMode': oneOf('CHANGED', 'ALL'),
    'options.preserveDeletedFiles': oneOf('PRESERVE', 'REMOVE'),
    'options.posixPermissions': oneOf('NONE', 'PRESERVE'),
    'options.uid': oneOf('NONE', 'INT_VALUE', 'NAME', 'BOTH'),
    'options.gid': oneOf('NONE', 'INT_VALUE', 'NAME', 'BOTH'),
    'includes.filterType': oneOf('SIMPLE_PATTERN'),
    'excludes.filterType': oneOf('SIMPLE_PATTERN'),
    'schedule.scheduleExpression': shaped(/^(rate|cron|at)\(.+\)$/, 'rate(...) or cron(...)'),
  },
};
