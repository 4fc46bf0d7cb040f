import {
  ALARM,
  CACHE_GROUP,
  ECS_SERVICE,
  KEY,
  RECORD,
  TABLE,
  TASK_DEFINITION,
} from '../../../../topology/recognise/aws/types.ts';
import { oneOf, range, type Demand, type Demands } from '../../support/demands.ts';
import { NUMBERS } from './numbers.ts';
import { SPELLED } from './spelled.ts';

// What the APIs take where the provider takes anything. Rules with more to say about a value judge it themselves.

const PORT = range(1, 65_535);

/** Zero keeps log events for ever. */
const RETENTION = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922];

const OWN: Readonly<Record<string, Demands>> = {
  [ECS_SERVICE]: {
    desiredCount: range(0, 5000),
    deploymentMaximumPercent: range(100, 200),
    deploymentMinimumHealthyPercent: range(0, 100),
    healthCheckGracePeriodSeconds: range(0, 2_147_483_647),
    'loadBalancers.*.containerPort': PORT,
    launchType: oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'),
    availabilityZoneRebalancing: oneOf('ENABLED', 'DISABLED'),
    schedulingStrategy: oneOf('REPLICA', 'DAEMON'),
  },
  [ALARM]: {
    evaluationPeriods: range(1, 8640),
    datapointsToAlarm: range(1, 8640),
    period: range(10, 86_400),
    comparisonOperator: oneOf(
      ...['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'],
      ...['LessThanLowerOrGreaterThanUpperThreshold', 'LessThanLowerThreshold', 'GreaterThanUpperThreshold'],
    ),
    treatMissingData: oneOf('missing', 'ignore', 'breaching', 'notBreaching'),
    statistic: oneOf('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'),
  },
  [KEY]: { deletionWindowInDays: range(7, 30) },
  [CACHE_GROUP]: { numCacheClusters: range(1, 6) },
  [RECORD]: {
    ttl: range(0, 2_147_483_647),
    'weightedRoutingPolicies.*.weight': range(0, 255),
    type: oneOf(
      ...['A', 'AAAA', 'CAA', 'CNAME', 'DS', 'HTTPS', 'MX', 'NAPTR', 'NS'],
      ...['PTR', 'SOA', 'SPF', 'SRV', 'SSHFP', 'SVCB', 'TLSA', 'TXT'],
    ),
  },
  [TABLE]: {
    'pointInTimeRecovery.recoveryPeriodInDays': range(1, 35),
    billingMode: oneOf('PAY_PER_REQUEST', 'PROVISIONED'),
    streamViewType: oneOf('KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'),
  },
  [TASK_DEFINITION]: { networkMode: oneOf('bridge', 'host', 'awsvpc', 'none') },
  'aws:appautoscaling/policy:Policy': {
    'targetTrackingScalingPolicyConfiguration.scaleInCooldown': range(0, 86_400),
    'targetTrackingScalingPolicyConfiguration.scaleOutCooldown': range(0, 300),
    policyType: oneOf('TargetTrackingScaling', 'StepScaling', 'PredictiveScaling'),
  },
  'aws:cloudwatch/logGroup:LogGroup': { retentionInDays: oneOf(...[...RETENTION, 3288, 3653].map(String)) },
};

const steps = (low: number, high: number, step: number): Demand => ({
  holds: (value) => Number(value) >= low && Number(value) <= high && Number(value) % step === 0,
  allowed: `${low} to ${high} in steps of ${step}`,
});

/** Memory in MiB that Fargate offers with each number of CPU units. */
export const FARGATE_MEMORY: Readonly<Record<number, Demand>> = {
  256: oneOf('512', '1024', '2048'),
  512: steps(1024, 4096, 1024),
  1024: steps(2048, 8192, 1024),
  2048: steps(4096, 16_384, 1024),
  4096: steps(8192, 30_720, 1024),
  8192: steps(16_384, 61_440, 4096),
  16_384: steps(32_768, 122_880, 8192),
};

/** What the APIs take, by resource type. */
export const POSSIBLE: Readonly<Record<string, Demands>> = Object.fromEntries(
  [...new Set([OWN, NUMBERS, SPELLED].flatMap((each) => Object.keys(each)))].map((type) => [
    type,
    { ...OWN[type], ...NUMBERS[type], ...SPELLED[type] },
  ]),
);
