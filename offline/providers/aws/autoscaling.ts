import type { Description } from '../kit/description.ts';
import { hex, uuid } from '../kit/random.ts';
import { atMostOne, conflicts, distinct, exactlyOne, length, oneOf, required, within } from '../kit/rules.ts';
import { textOf } from '../kit/values.ts';
import { ACCOUNT, arn, isArn, named, nameOf, unique } from './common.ts';
import { SUBNET, TARGET_GROUP } from './types.ts';

const SCALABLE_TARGET = 'aws:appautoscaling/target:Target';

const LAUNCH_TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';

const scalableTarget: Description = {
  type: SCALABLE_TARGET,
  apply: [
    ({ minCapacity, maxCapacity }) =>
      Number(minCapacity) <= Number(maxCapacity)
        ? []
        : [
            {
              path: 'minCapacity',
              reason: `expected at most maxCapacity (${String(maxCapacity)}), got ${String(minCapacity)}`,
            },
          ],
    oneOf('serviceNamespace', [
      'ecs',
      'ec2',
      'dynamodb',
      'rds',
      'elasticache',
      'lambda',
      'kafka',
      'appstream',
      'sagemaker',
      'neptune',
      'workspaces',
    ]),
  ],
  computed: ['roleArn', 'suspendedState'],
  replaces: ['resourceId', 'scalableDimension', 'serviceNamespace'],
  onlyInState: true,
  id: ({ inputs }) => textOf(inputs['resourceId']) ?? '',
  outputs: (situation) => ({
    arn: arn('application-autoscaling', situation, `scalable-target/${hex(32)}`),
    roleArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  }),
};

const POLICY_BLOCKS: { [type: string]: string } = {
  StepScaling: 'stepScalingPolicyConfiguration',
  TargetTrackingScaling: 'targetTrackingScalingPolicyConfiguration',
  PredictiveScaling: 'predictiveScalingPolicyConfiguration',
};

const scalingPolicy: Description = {
  type: 'aws:appautoscaling/policy:Policy',
  autoname: named,
  defaults: { policyType: 'StepScaling' },
  check: [
    oneOf('policyType', Object.keys(POLICY_BLOCKS)),
    length('name', 0, 255),
    within(
      'targetTrackingScalingPolicyConfiguration',
      conflicts('customizedMetricSpecification', 'predefinedMetricSpecification'),
      required('targetValue'),
    ),
    length('targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel', 0, 1023),
  ],
  apply: [
    (inputs, situation) => required(POLICY_BLOCKS[String(inputs['policyType'])] ?? 'policyType')(inputs, situation),
  ],
  replaces: ['name', 'resourceId', 'scalableDimension', 'serviceNamespace'],
  onlyInState: true,
  id: (situation) => nameOf(situation),
  outputs: (situation) => ({
    arn: arn(
      'autoscaling',
      situation,
      `scalingPolicy:${uuid()}:resource/${textOf(situation.inputs['serviceNamespace'])}/${textOf(situation.inputs['resourceId'])}:policyName/${nameOf(situation)}`,
    ),
    alarmArns: [],
  }),
};

const launchTemplate: Description = {
  type: LAUNCH_TEMPLATE,
  autoname: { ...named, maximum: 125 },
  check: [atMostOne('name', 'namePrefix'), length('description', 0, 255), distinct('blockDeviceMappings[].deviceName')],
  computed: ['defaultVersion', 'metadataOptions'],
  replaces: ['name', 'namePrefix'],
  id: () => `lt-${hex(17)}`,
  outputs: (situation, id) => ({
    arn: arn('ec2', situation, `launch-template/${id}`),
    latestVersion: 1,
    defaultVersion: 1,
  }),
  recomputed: () => ['latestVersion'],
};

const autoscalingGroup: Description = {
  type: 'aws:autoscaling/group:Group',
  autoname: named,
  defaults: { defaultCooldown: 300, healthCheckGracePeriod: 300 },
  check: [
    atMostOne('name', 'namePrefix'),
    exactlyOne('launchConfiguration', 'launchTemplate', 'mixedInstancesPolicy'),
    atMostOne('availabilityZones', 'vpcZoneIdentifiers'),
    oneOf('healthCheckType', ['EC2', 'ELB', 'EBS', 'VPC_LATTICE']),
  ],
  apply: [
    ({ minSize, maxSize }) =>
      Number(minSize) <= Number(maxSize)
        ? []
        : [{ path: 'minSize', reason: `expected at most maxSize (${String(maxSize)}), got ${String(minSize)}` }],
    unique('name'),
  ],
  computed: [
    'availabilityZones',
    'defaultCooldown',
    'desiredCapacity',
    'healthCheckType',
    'launchTemplate.id',
    'launchTemplate.name',
    'loadBalancers',
    'serviceLinkedRoleArn',
    'targetGroupArns',
    'trafficSources',
    'vpcZoneIdentifiers',
    'availabilityZoneDistribution',
    'capacityReservationSpecification',
  ],
  replaces: ['name', 'namePrefix', 'placementGroup'],
  unordered: ['availabilityZones', 'targetGroupArns', 'vpcZoneIdentifiers', 'tags'],
  references: {
    'vpcZoneIdentifiers[]': [SUBNET],
    'targetGroupArns[]': [TARGET_GROUP],
    'launchTemplate.id': [LAUNCH_TEMPLATE],
  },
  holds: ['vpcZoneIdentifiers[]', 'launchTemplate.id'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({
    arn: arn('autoscaling', situation, `autoScalingGroup:${uuid()}:autoScalingGroupName/${id}`),
    desiredCapacity: Number(situation.inputs['minSize'] ?? 0),
    healthCheckType: 'EC2',
  }),
};

const attachment: Description = {
  type: 'aws:autoscaling/attachment:Attachment',
  check: [exactlyOne('elb', 'lbTargetGroupArn'), isArn('lbTargetGroupArn')],
  replaces: ['*'],
  references: { autoscalingGroupName: ['aws:autoscaling/group:Group'], lbTargetGroupArn: [TARGET_GROUP] },
  id: ({ inputs }) => `${textOf(inputs['autoscalingGroupName'])}-${hex(17)}`,
};

/** What scales services, and groups of instances. */
export const autoscaling = [scalableTarget, scalingPolicy, launchTemplate, autoscalingGroup, attachment];
