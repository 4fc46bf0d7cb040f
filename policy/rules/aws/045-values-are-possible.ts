import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ALARM, ECS_SERVICE, SUBNETS, TABLE, TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notOneOf, outside, type Range } from '../support/values.ts';
import { TASK_DEFINITIONS } from './support/sources.ts';

const KEY = 'aws:kms/key:Key';
const SCALING = 'aws:appautoscaling/policy:Policy';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const RECORD = 'aws:route53/record:Record';
const LOGS = 'aws:cloudwatch/logGroup:LogGroup';

const whole = (low: number, high: number): Range => ({ low, high, whole: true });

/** Numbers of each type, with their ranges. */
const RANGES: Readonly<Record<string, readonly (readonly [path: string, range: Range])[]>> = {
  [ECS_SERVICE]: [
    ['desiredCount', whole(0, 5000)],
    ['deploymentMaximumPercent', whole(100, 200)],
    ['deploymentMinimumHealthyPercent', whole(0, 100)],
    ['healthCheckGracePeriodSeconds', whole(0, 2_147_483_647)],
    ['loadBalancers.0.containerPort', whole(1, 65_535)],
  ],
  [ALARM]: [
    ['evaluationPeriods', whole(1, 8640)],
    ['datapointsToAlarm', whole(1, 8640)],
    ['period', whole(10, 86_400)],
  ],
  [KEY]: [['deletionWindowInDays', whole(7, 30)]],
  [CACHE]: [['numCacheClusters', whole(1, 6)]],
  [RECORD]: [
    ['ttl', whole(0, 2_147_483_647)],
    ['weightedRoutingPolicies.0.weight', whole(0, 255)],
  ],
  [TABLE]: [['pointInTimeRecovery.recoveryPeriodInDays', whole(1, 35)]],
  [SCALING]: [
    ['targetTrackingScalingPolicyConfiguration.scaleInCooldown', whole(0, 86_400)],
    ['targetTrackingScalingPolicyConfiguration.scaleOutCooldown', whole(0, 300)],
  ],
  [LOGS]: [['retentionInDays', whole(1, 3653)]],
};

/** Texts of each type, with those that are allowed. */
const TEXTS: Readonly<Record<string, readonly (readonly [path: string, allowed: readonly string[]])[]>> = {
  [ALARM]: [
    [
      'comparisonOperator',
      [
        'GreaterThanOrEqualToThreshold',
        'GreaterThanThreshold',
        'LessThanThreshold',
        'LessThanOrEqualToThreshold',
        'LessThanLowerOrGreaterThanUpperThreshold',
        'LessThanLowerThreshold',
        'GreaterThanUpperThreshold',
      ],
    ],
    ['treatMissingData', ['missing', 'ignore', 'breaching', 'notBreaching']],
    ['statistic', ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']],
  ],
  [ECS_SERVICE]: [
    ['launchType', ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']],
    ['availabilityZoneRebalancing', ['ENABLED', 'DISABLED']],
    ['schedulingStrategy', ['REPLICA', 'DAEMON']],
  ],
  [TABLE]: [
    ['billingMode', ['PAY_PER_REQUEST', 'PROVISIONED']],
    ['streamViewType', ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']],
  ],
  [SCALING]: [['policyType', ['TargetTrackingScaling', 'StepScaling', 'PredictiveScaling']]],
  [RECORD]: [
    [
      'type',
      [
        'A',
        'AAAA',
        'CAA',
        'CNAME',
        'DS',
        'HTTPS',
        'MX',
        'NAPTR',
        'NS',
        'PTR',
        'SOA',
        'SPF',
        'SRV',
        'SSHFP',
        'SVCB',
        'TLSA',
        'TXT',
      ],
    ],
  ],
  [TASK_DEFINITION]: [['networkMode', ['bridge', 'host', 'awsvpc', 'none']]],
};

/** Memory in MiB that Fargate offers with each number of CPU units. */
const FARGATE: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16_384: [32_768, 122_880, 8192],
};

const TYPES = [...new Set([...Object.keys(RANGES), ...Object.keys(TEXTS), TASK_DEFINITION, ...SUBNETS])];

export const valuesArePossible = graphRule({
  id: 'tandem-aws-045-values-are-possible',
  title: 'Numbers and names are ones that the API takes',
  what: 'Counts, periods, ports and weights are in their ranges, enumerations are spelt as the API spells them, and a Fargate task has a pair of cpu and memory that exists.',
  why: 'The preview does not check these; the API refuses them in the middle of an apply.',
  source: TASK_DEFINITIONS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Write a value that the message allows.',
  example: "cpu: '1024', memory: '2048'",
  types: TYPES,
  // A graph rule, because only there the links tell what another resource of the program fills in.
  judge: (graph) =>
    graph
      .ofType(...TYPES)
      .flatMap((resource): readonly Finding[] => [
        ...(RANGES[resource.type] ?? []).flatMap(([path, range]) =>
          settled(resource, path, outside(resource, path, range)),
        ),
        ...(TEXTS[resource.type] ?? []).flatMap(([path, allowed]) =>
          settled(resource, path, notOneOf(resource, path, allowed)),
        ),
        ...(resource.type === TASK_DEFINITION ? fargate(resource) : []),
      ]),
});

/** What another resource of the program fills in is one that the cloud gave out. */
const settled = (resource: Resource, path: string, findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ undecided }) => !undecided || (resource.propertyDependencies[path.split('.')[0] ?? ''] ?? []).length === 0,
  );

function fargate(task: Resource): readonly Finding[] {
  const requires = valueAt(task.inputs, 'requiresCompatibilities');
  if (!Array.isArray(requires) || !requires.includes('FARGATE')) return [];
  for (const argument of ['cpu', 'memory'])
    if (isUnknown(valueAt(task.inputs, argument))) return [unknownArgument(task, argument, `write ${argument} out`)];
  const cpu = numberAt(task.inputs, 'cpu');
  const memory = numberAt(task.inputs, 'memory');
  const offered = cpu === undefined ? undefined : FARGATE[cpu];
  const given = (argument: string): string => textAt(task.inputs, argument) ?? 'not set';
  if (!offered)
    return [
      breach(
        task,
        'cpu',
        `is ${given('cpu')}; Fargate offers ${Object.keys(FARGATE).join(', ')}`,
        'set cpu to one of them',
      ),
    ];
  const [least, most, step] = offered;
  const fits =
    memory !== undefined && memory >= least && memory <= most && ((memory - least) % step === 0 || memory === least);
  const network = textAt(task.inputs, 'networkMode');
  return [
    ...(fits
      ? []
      : [
          breach(
            task,
            'memory',
            `is ${given('memory')}; with cpu ${cpu ?? ''} allowed is ${least} to ${most} in steps of ${step}`,
            `set memory to ${least}`,
          ),
        ]),
    ...(network === undefined || network === 'awsvpc' || isUnknown(network)
      ? []
      : [breach(task, 'networkMode', `is ${network}; Fargate takes awsvpc`, 'set networkMode to awsvpc')]),
  ];
}
