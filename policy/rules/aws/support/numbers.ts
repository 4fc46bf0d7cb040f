import {
  ACCELERATOR_LISTENER,
  BALANCERS,
  CLUSTER_INSTANCE,
  DATABASE_CLUSTER,
  ENDPOINT_GROUP,
  LISTENERS,
  ROUTE53_CHECK,
  SECRET,
  TARGET_GROUPS,
} from '../../../../topology/recognise/aws/types.ts';
import { oneOf, range, type Demand, type Demands } from '../../support/demands.ts';

// Numbers that the APIs take where the provider takes any.

const PORT = range(1, 65_535);
/** All kinds of ICMP, or a port. */
const END = range(-1, 65_535);
const DAYS = range(1, 2_147_483_647);
const ENDS: Demands = { fromPort: END, toPort: END };

/** A port, or the one that the request came in on. */
const REDIRECTED: Demand = {
  holds: (value) => value === '#{port}' || PORT.holds(value),
  allowed: `#{port} or ${PORT.allowed}`,
};

/** By resource type. */
export const NUMBERS: Readonly<Record<string, Demands>> = {
  ...Object.fromEntries(
    LISTENERS.map((type) => [
      type,
      { port: PORT, 'defaultActions.*.redirect.port': REDIRECTED, tcpIdleTimeoutSeconds: range(60, 6000) },
    ]),
  ),
  ...Object.fromEntries(TARGET_GROUPS.map((type) => [type, { port: PORT }])),
  ...Object.fromEntries(
    BALANCERS.map((type) => [type, { idleTimeout: range(1, 4000), clientKeepAlive: range(60, 604_800) }]),
  ),
  [ACCELERATOR_LISTENER]: { 'portRanges.*.fromPort': PORT, 'portRanges.*.toPort': PORT },
  [ENDPOINT_GROUP]: {
    healthCheckIntervalSeconds: oneOf('10', '30'),
    healthCheckPort: PORT,
    thresholdCount: range(1, 10),
  },
  [ROUTE53_CHECK]: { requestInterval: oneOf('10', '30'), failureThreshold: range(1, 10), port: PORT },
  'aws:appautoscaling/policy:Policy': {
    'targetTrackingScalingPolicyConfiguration.targetValue': range(0.001, 1e9, { whole: false }),
  },
  [DATABASE_CLUSTER]: { port: range(1150, 65_535), monitoringInterval: oneOf('0', '1', '5', '10', '15', '30', '60') },
  [CLUSTER_INSTANCE]: { promotionTier: range(0, 15), monitoringInterval: oneOf('0', '1', '5', '10', '15', '30', '60') },
  [SECRET]: { recoveryWindowInDays: { ...range(7, 30), holds: (value) => value === 0 || range(7, 30).holds(value) } },
  'aws:kms/key:Key': { rotationPeriodInDays: range(90, 2560) },
  'aws:iam/role:Role': { maxSessionDuration: range(3600, 43_200) },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    'rules.*.abortIncompleteMultipartUpload.daysAfterInitiation': DAYS,
    'rules.*.noncurrentVersionExpiration.noncurrentDays': DAYS,
    'rules.*.expiration.days': DAYS,
    'rules.*.transitions.*.days': range(0, 2_147_483_647),
  },
  'aws:s3/bucketReplicationConfig:BucketReplicationConfig': { 'rules.*.priority': range(0, 2_147_483_647) },
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': ENDS,
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': ENDS,
  'aws:sns/topic:Topic': { signatureVersion: oneOf('1', '2') },
  'aws:sns/topicSubscription:TopicSubscription': { confirmationTimeoutInMinutes: range(1, 60) },
  'aws:wafv2/webAcl:WebAcl': {
    '**.customResponse.responseCode': range(200, 599),
    'rules.*.priority': range(0, 2_147_483_647),
  },
  'aws:ec2/customerGateway:CustomerGateway': { bgpAsn: range(1, 4_294_967_294) },
  'aws:ec2/vpnGateway:VpnGateway': { amazonSideAsn: range(64_512, 4_294_967_294) },
  'aws:dms/replicationInstance:ReplicationInstance': { allocatedStorage: range(5, 6144) },
  'aws:dms/endpoint:Endpoint': { port: PORT },
  'aws:datasync/locationObjectStorage:LocationObjectStorage': { serverPort: PORT },
};
