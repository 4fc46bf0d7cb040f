import type { Description } from '../kit/description.ts';
import {
  conflicts,
  each,
  isPresent,
  items,
  matches,
  oneOf,
  range,
  required,
  type Rule,
  when,
  within,
} from '../kit/rules.ts';
import { isSet, listOf, textOf } from '../kit/values.ts';
import { arn, isArn, lastPart, named, nameOf, parsedJson } from './common.ts';
import { SECURITY_GROUP, SUBNET, TARGET_GROUP } from './types.ts';

const CLUSTER = 'aws:ecs/cluster:Cluster';

const TASK_DEFINITION = 'aws:ecs/taskDefinition:TaskDefinition';

const SERVICE = 'aws:ecs/service:Service';

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
  check: [
    range('defaultCapacityProviderStrategies[].base', 0, 100000),
    range('defaultCapacityProviderStrategies[].weight', 0, 1000),
  ],
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
  if (!offered)
    return [{ path: 'cpu', reason: `Fargate offers ${Object.keys(FARGATE).join(', ')}, got ${String(cpu)}` }];
  const size = Number(memory);
  if (size >= offered.least && size <= offered.most) return [];
  return [
    {
      path: 'memory',
      reason: `Fargate offers ${offered.least} to ${offered.most} MiB with cpu ${String(cpu)}, got ${String(memory)}`,
    },
  ];
};

const taskDefinition: Description = {
  type: TASK_DEFINITION,
  check: [
    matches('family', /^[0-9A-Za-z_-]{1,255}$/, '1 to 255 letters, digits, hyphens and underscores'),
    each('containerDefinitions', (value) =>
      Array.isArray(parsedJson(value)) ? undefined : 'expected a JSON list of container definitions',
    ),
    range('ephemeralStorage.sizeInGib', 21, 200),
    oneOf('requiresCompatibilities[]', ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']),
    oneOf('networkMode', ['bridge', 'host', 'awsvpc', 'none']),
    isArn('executionRoleArn'),
    isArn('taskRoleArn'),
    items('placementConstraints', 0, 10),
  ],
  apply: [
    fargateSize,
    when(
      ({ requiresCompatibilities }) => listOf(requiresCompatibilities).includes('FARGATE'),
      required('networkMode'),
      oneOf('networkMode', ['awsvpc']),
    ),
  ],
  computed: ['networkMode', 'enableFaultInjection'],
  replaces: ['*'],
  inPlace: ['tags', 'skipDestroy', 'trackLatest'],
  normal: { containerDefinitions: (value) => JSON.stringify(parsedJson(value)) },
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
      const changes =
        JSON.stringify(old?.['capacityProviderStrategies'] ?? []) !==
        JSON.stringify(inputs['capacityProviderStrategies'] ?? []);
      if (old === undefined || !changes || inputs['forceNewDeployment'] === true) return [];
      return [{ path: 'capacityProviderStrategies', reason: 'changes only with forceNewDeployment true' }];
    },
  ],
  apply: [
    conflicts('launchType', 'capacityProviderStrategies'),
    when(({ launchType }) => launchType === 'FARGATE', required('networkConfiguration')),
    when(
      (inputs) => !isPresent(inputs, 'loadBalancers'),
      (inputs) =>
        isSet(inputs['healthCheckGracePeriodSeconds'])
          ? [{ path: 'healthCheckGracePeriodSeconds', reason: 'needs loadBalancers' }]
          : [],
    ),
  ],
  computed: [
    'availabilityZoneRebalancing',
    'cluster',
    'iamRole',
    'launchType',
    'platformVersion',
    'desiredCount',
    'triggers',
    'deploymentController',
    'deploymentConfiguration',
  ],
  replaces: ['name', 'cluster', 'launchType', 'iamRole', 'schedulingStrategy'],
  unordered: ['loadBalancers', 'networkConfiguration.subnets', 'networkConfiguration.securityGroups'],
  references: {
    cluster: [CLUSTER],
    'loadBalancers[].targetGroupArn': [TARGET_GROUP],
    'networkConfiguration.subnets[]': [SUBNET],
    'networkConfiguration.securityGroups[]': [SECURITY_GROUP],
  },
  holds: ['cluster', 'networkConfiguration.subnets[]', 'networkConfiguration.securityGroups[]'],
  id: (situation) =>
    arn('ecs', situation, `service/${lastPart(situation.inputs['cluster'] ?? 'default')}/${nameOf(situation)}`),
  outputs: (_situation, id) => ({
    arn: id,
    availabilityZoneRebalancing: 'ENABLED',
    desiredCount: 0,
    launchType: 'EC2',
    platformVersion: 'LATEST',
    cluster: 'default',
    iamRole: '',
  }),
};

/** Clusters, task definitions and services. */
export const ecs = [cluster, clusterCapacityProviders, taskDefinition, service];
