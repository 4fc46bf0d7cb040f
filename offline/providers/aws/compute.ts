import type { Description } from '../kit/description.ts';
import { atMostOne, conflicts, distinct, each, exactlyOne, isPresent, items, length, matches, oneOf, range, required, when, within, type Rule } from '../kit/rules.ts';
import { hex, uuid } from '../kit/random.ts';
import { isSet, isValues, listOf, textOf, type Value } from '../kit/values.ts';
import { ACCOUNT, arn, isArn, lastPart, named, nameOf, regionOf, unique } from './common.ts';
import { TARGET_GROUP } from './loadBalancing.ts';
import { SECURITY_GROUP, SUBNET } from './network.ts';

const CLUSTER = 'aws:ecs/cluster:Cluster';
const TASK_DEFINITION = 'aws:ecs/taskDefinition:TaskDefinition';
const SERVICE = 'aws:ecs/service:Service';
const SCALABLE_TARGET = 'aws:appautoscaling/target:Target';
const REPOSITORY = 'aws:ecr/repository:Repository';
const LAUNCH_TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';

const ecsName: Rule = matches('name', /^[0-9A-Za-z_-]{1,255}$/, '1 to 255 letters, digits, hyphens and underscores');

const cluster: Description = {
  type: CLUSTER,
  autoname: named,
  defaults: { 'configuration.executeCommandConfiguration.logging': 'DEFAULT' },
  check: [
    ecsName,
    oneOf('settings[].name', ['containerInsights']),
    oneOf('configuration.executeCommandConfiguration.logging', ['NONE', 'DEFAULT', 'OVERRIDE']),
    isArn('serviceConnectDefaults.namespace'),
  ],
  computed: ['settings'],
  replaces: ['name'],
  unordered: ['settings'],
  id: (situation) => arn('ecs', situation, `cluster/${nameOf(situation)}`),
  outputs: (_situation, id) => ({ arn: id, settings: [{ name: 'containerInsights', value: 'disabled' }] }),
};

const clusterCapacityProviders: Description = {
  type: 'aws:ecs/clusterCapacityProviders:ClusterCapacityProviders',
  check: [range('defaultCapacityProviderStrategies[].base', 0, 100000), range('defaultCapacityProviderStrategies[].weight', 0, 1000)],
  replaces: ['clusterName'],
  unordered: ['capacityProviders', 'defaultCapacityProviderStrategies'],
  references: { clusterName: [CLUSTER] },
  id: ({ inputs }) => textOf(inputs['clusterName']) ?? '',
};

/** The pairs of processor units and memory that Fargate offers, in MiB. */
const FARGATE: { [cpu: string]: { least: number; most: number } } = {
  '256': { least: 512, most: 2048 },
  '512': { least: 1024, most: 4096 },
  '1024': { least: 2048, most: 8192 },
  '2048': { least: 4096, most: 16384 },
  '4096': { least: 8192, most: 30720 },
  '8192': { least: 16384, most: 61440 },
  '16384': { least: 32768, most: 122880 },
};

const fargateSize: Rule = ({ requiresCompatibilities, cpu, memory }) => {
  if (!listOf(requiresCompatibilities).includes('FARGATE')) return [];
  const offered = FARGATE[String(cpu)];
  if (!offered) return [{ path: 'cpu', reason: `Fargate offers ${Object.keys(FARGATE).join(', ')}, got ${String(cpu)}` }];
  const size = Number(memory);
  if (size >= offered.least && size <= offered.most) return [];
  return [{ path: 'memory', reason: `Fargate offers ${offered.least} to ${offered.most} MiB with cpu ${String(cpu)}, got ${String(memory)}` }];
};

const taskDefinition: Description = {
  type: TASK_DEFINITION,
  check: [
    matches('family', /^[0-9A-Za-z_-]{1,255}$/, '1 to 255 letters, digits, hyphens and underscores'),
    each('containerDefinitions', (value) => (Array.isArray(parsed(value)) ? undefined : 'expected a JSON list of container definitions')),
    range('ephemeralStorage.sizeInGib', 21, 200),
    oneOf('requiresCompatibilities[]', ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']),
    oneOf('networkMode', ['bridge', 'host', 'awsvpc', 'none']),
    isArn('executionRoleArn'),
    isArn('taskRoleArn'),
    items('placementConstraints', 0, 10),
  ],
  apply: [
    fargateSize,
    when(({ requiresCompatibilities }) => listOf(requiresCompatibilities).includes('FARGATE'), required('networkMode'), oneOf('networkMode', ['awsvpc'])),
  ],
  computed: ['networkMode', 'enableFaultInjection'],
  replaces: ['*'],
  inPlace: ['tags', 'skipDestroy', 'trackLatest'],
  normal: { containerDefinitions: (value) => JSON.stringify(parsed(value)) },
  unordered: ['requiresCompatibilities'],
  onlyInState: true,
  id: ({ inputs }) => textOf(inputs['family']) ?? '',
  outputs: (situation) => {
    const family = textOf(situation.inputs['family']) ?? '';
    const revision = 1 + Math.floor(Date.now() / 1000) - 1_700_000_000;
    const base = arn('ecs', situation, `task-definition/${family}`);
    return { arn: `${base}:${revision}`, arnWithoutRevision: base, revision };
  },
};

const service: Description = {
  type: SERVICE,
  autoname: named,
  defaults: {
    deploymentMaximumPercent: 200,
    deploymentMinimumHealthyPercent: 100,
    schedulingStrategy: 'REPLICA',
    'deploymentController.type': 'ECS',
  },
  check: [
    ecsName,
    oneOf('launchType', ['EC2', 'FARGATE', 'EXTERNAL']),
    oneOf('schedulingStrategy', ['REPLICA', 'DAEMON']),
    oneOf('deploymentController.type', ['ECS', 'CODE_DEPLOY', 'EXTERNAL']),
    oneOf('availabilityZoneRebalancing', ['ENABLED', 'DISABLED']),
    within('loadBalancers[]', required('containerName'), required('containerPort')),
    range('loadBalancers[].containerPort', 0, 65536),
    range('capacityProviderStrategies[].base', 0, 100000),
    range('capacityProviderStrategies[].weight', 0, 1000),
    items('placementConstraints', 0, 10),
  ],
  plan: [
    (inputs, { old }) => {
      const changes = JSON.stringify(old?.['capacityProviderStrategies'] ?? []) !== JSON.stringify(inputs['capacityProviderStrategies'] ?? []);
      if (old === undefined || !changes || inputs['forceNewDeployment'] === true) return [];
      return [{ path: 'capacityProviderStrategies', reason: 'changes only with forceNewDeployment true' }];
    },
  ],
  apply: [
    conflicts('launchType', 'capacityProviderStrategies'),
    when(({ launchType }) => launchType === 'FARGATE', required('networkConfiguration')),
    when((inputs) => !isPresent(inputs, 'loadBalancers'), (inputs) => (isSet(inputs['healthCheckGracePeriodSeconds']) ? [{ path: 'healthCheckGracePeriodSeconds', reason: 'needs loadBalancers' }] : [])),
  ],
  computed: ['availabilityZoneRebalancing', 'cluster', 'iamRole', 'launchType', 'platformVersion', 'desiredCount', 'triggers', 'deploymentController', 'deploymentConfiguration'],
  replaces: ['name', 'cluster', 'launchType', 'iamRole', 'schedulingStrategy'],
  unordered: ['loadBalancers', 'networkConfiguration.subnets', 'networkConfiguration.securityGroups'],
  references: {
    cluster: [CLUSTER],
    'loadBalancers[].targetGroupArn': [TARGET_GROUP],
    'networkConfiguration.subnets[]': [SUBNET],
    'networkConfiguration.securityGroups[]': [SECURITY_GROUP],
  },
  holds: ['cluster', 'networkConfiguration.subnets[]', 'networkConfiguration.securityGroups[]'],
  id: (situation) => arn('ecs', situation, `service/${lastPart(situation.inputs['cluster'] ?? 'default')}/${nameOf(situation)}`),
  outputs: (_situation, id) => ({ arn: id, availabilityZoneRebalancing: 'ENABLED', desiredCount: 0, launchType: 'EC2', platformVersion: 'LATEST', cluster: 'default', iamRole: '' }),
};

const scalableTarget: Description = {
  type: SCALABLE_TARGET,
  apply: [
    ({ minCapacity, maxCapacity }) =>
      Number(minCapacity) <= Number(maxCapacity) ? [] : [{ path: 'minCapacity', reason: `expected at most maxCapacity (${String(maxCapacity)}), got ${String(minCapacity)}` }],
    oneOf('serviceNamespace', ['ecs', 'ec2', 'dynamodb', 'rds', 'elasticache', 'lambda', 'kafka', 'appstream', 'sagemaker', 'neptune', 'workspaces']),
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
    within('targetTrackingScalingPolicyConfiguration', conflicts('customizedMetricSpecification', 'predefinedMetricSpecification'), required('targetValue')),
    length('targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel', 0, 1023),
  ],
  apply: [(inputs, situation) => required(POLICY_BLOCKS[String(inputs['policyType'])] ?? 'policyType')(inputs, situation)],
  replaces: ['name', 'resourceId', 'scalableDimension', 'serviceNamespace'],
  onlyInState: true,
  id: (situation) => nameOf(situation),
  outputs: (situation) => ({
    arn: arn('autoscaling', situation, `scalingPolicy:${uuid()}:resource/${textOf(situation.inputs['serviceNamespace'])}/${textOf(situation.inputs['resourceId'])}:policyName/${nameOf(situation)}`),
    alarmArns: [],
  }),
};

const repository: Description = {
  type: REPOSITORY,
  autoname: named,
  defaults: { imageTagMutability: 'MUTABLE', 'encryptionConfigurations[].encryptionType': 'AES256' },
  check: [
    oneOf('imageTagMutability', ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION']),
    oneOf('encryptionConfigurations[].encryptionType', ['AES256', 'KMS', 'KMS_DSSE']),
    items('imageTagMutabilityExclusionFilters', 0, 5),
    oneOf('imageTagMutabilityExclusionFilters[].filterType', ['WILDCARD']),
  ],
  plan: [
    when(({ imageTagMutability }) => !String(imageTagMutability).endsWith('_WITH_EXCLUSION'), items('imageTagMutabilityExclusionFilters', 0, 0)),
  ],
  apply: [matches('name', /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'lower-case letters and digits, with single separators . _ - /')],
  computed: ['encryptionConfigurations[].kmsKey', 'encryptionConfigurations'],
  replaces: ['name', 'encryptionConfigurations'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({
    arn: arn('ecr', situation, `repository/${id}`),
    repositoryUrl: `${ACCOUNT}.dkr.ecr.${regionOf(situation)}.amazonaws.com/${id}`,
    registryId: ACCOUNT,
  }),
};

const ecrLifecyclePolicy: Description = {
  type: 'aws:ecr/lifecyclePolicy:LifecyclePolicy',
  check: [each('policy', (value) => (parsed(value) === undefined ? 'expected valid JSON' : undefined))],
  replaces: ['repository', 'policy'],
  normal: { policy: (value) => JSON.stringify(parsed(value)) },
  references: { repository: [REPOSITORY] },
  onlyInState: true,
  id: ({ inputs }) => textOf(inputs['repository']) ?? '',
  outputs: () => ({ registryId: ACCOUNT }),
};

const replicationConfiguration: Description = {
  type: 'aws:ecr/replicationConfiguration:ReplicationConfiguration',
  check: [
    items('replicationConfiguration.rules', 0, 10),
    items('replicationConfiguration.rules[].destinations', 0, 25),
    matches('replicationConfiguration.rules[].destinations[].registryId', /^\d{12}$/, 'an account of 12 digits'),
    items('replicationConfiguration.rules[].repositoryFilters', 1, 100),
    oneOf('replicationConfiguration.rules[].repositoryFilters[].filterType', ['PREFIX_MATCH']),
  ],
  // One for each registry and region: a second one overwrites the first.
  onlyInState: true,
  id: () => ACCOUNT,
  outputs: () => ({ registryId: ACCOUNT }),
};

const launchTemplate: Description = {
  type: LAUNCH_TEMPLATE,
  autoname: { ...named, maximum: 125 },
  check: [atMostOne('name', 'namePrefix'), length('description', 0, 255), distinct('blockDeviceMappings[].deviceName')],
  computed: ['defaultVersion', 'metadataOptions'],
  replaces: ['name', 'namePrefix'],
  id: () => `lt-${hex(17)}`,
  outputs: (situation, id) => ({ arn: arn('ec2', situation, `launch-template/${id}`), latestVersion: 1, defaultVersion: 1 }),
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
    ({ minSize, maxSize }) => (Number(minSize) <= Number(maxSize) ? [] : [{ path: 'minSize', reason: `expected at most maxSize (${String(maxSize)}), got ${String(minSize)}` }]),
    unique('name'),
  ],
  computed: ['availabilityZones', 'defaultCooldown', 'desiredCapacity', 'healthCheckType', 'launchTemplate.id', 'launchTemplate.name', 'loadBalancers', 'serviceLinkedRoleArn', 'targetGroupArns', 'trafficSources', 'vpcZoneIdentifiers', 'availabilityZoneDistribution', 'capacityReservationSpecification'],
  replaces: ['name', 'namePrefix', 'placementGroup'],
  unordered: ['availabilityZones', 'targetGroupArns', 'vpcZoneIdentifiers', 'tags'],
  references: { 'vpcZoneIdentifiers[]': [SUBNET], 'targetGroupArns[]': [TARGET_GROUP], 'launchTemplate.id': [LAUNCH_TEMPLATE] },
  holds: ['vpcZoneIdentifiers[]', 'launchTemplate.id'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({
    arn: arn('autoscaling', situation, `autoScalingGroup:${uuid()}:autoScalingGroupName/${id}`),
    desiredCapacity: Number(situation.inputs['minSize'] ?? 0),
    healthCheckType: 'EC2',
  }),
};

/** Containers, what scales them, their images, and groups of instances. */
export const compute = [
  cluster,
  clusterCapacityProviders,
  taskDefinition,
  service,
  scalableTarget,
  scalingPolicy,
  repository,
  ecrLifecyclePolicy,
  replicationConfiguration,
  launchTemplate,
  autoscalingGroup,
];

function parsed(value: Value): Value | undefined {
  if (typeof value !== 'string') return isValues(value) || Array.isArray(value) ? value : undefined;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

