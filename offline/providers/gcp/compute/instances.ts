import type { Description } from '../../kit/description.ts';
import { digits } from '../../kit/random.ts';
import { atLeastOne, atMostOne, each, oneOf, range, type Rule, within } from '../../kit/rules.ts';
import { listOf, numberOf, objectOf, textOf, type Values } from '../../kit/values.ts';
import {
  byPath,
  gceName,
  globalResource,
  named,
  projectOf,
  regionalResource,
  regionOf,
  zonalResource,
  zoneOf,
} from '../common.ts';
import { GROUP_MANAGER, HEALTH_CHECK, INSTANCE_TEMPLATE, NETWORK, REGION_GROUP_MANAGER, SUBNETWORK } from '../types.ts';

const SCRATCH_SIZES = [375, 3000, 3500, 7000, 14000];

const onlyFirstDiskBoots: Rule = ({ disks }) =>
  listOf(disks).flatMap((disk, index) =>
    index > 0 && objectOf(disk)['boot'] === true
      ? [{ path: `disks[${index}].boot`, reason: 'only disks[0] can be the boot disk' }]
      : [],
  );

const scratchDisks: Rule = ({ disks }) =>
  listOf(disks).flatMap((item, index) => {
    const disk = objectOf(item);
    const isScratch = disk['type'] === 'SCRATCH';
    if (isScratch !== (disk['diskType'] === 'local-ssd')) {
      return disk['type'] === undefined && disk['diskType'] === undefined
        ? []
        : [
            {
              path: `disks[${index}].diskType`,
              reason: 'SCRATCH disks must be local-ssd, and local-ssd disks must be SCRATCH',
            },
          ];
    }
    if (isScratch && !SCRATCH_SIZES.includes(numberOf(disk['diskSizeGb']) ?? 375)) {
      return [
        { path: `disks[${index}].diskSizeGb`, reason: `a SCRATCH disk has one of ${SCRATCH_SIZES.join(', ')} GB` },
      ];
    }
    return [];
  });

const instanceTemplate: Description = {
  type: INSTANCE_TEMPLATE,
  ...globalResource('instanceTemplates'),
  autoname: { ...named, unless: 'namePrefix' },
  defaults: {
    'disks[].autoDelete': true,
    'scheduling.automaticRestart': true,
    'shieldedInstanceConfig.enableIntegrityMonitoring': true,
    'shieldedInstanceConfig.enableVtpm': true,
  },
  check: [
    atMostOne('name', 'namePrefix'),
    gceName,
    each('namePrefix', (value) => (String(value).length <= 54 ? undefined : 'expected at most 54 characters')),
    oneOf('networkInterfaces[].nicType', ['GVNIC', 'VIRTIO_NET', 'MRDMA', 'IRDMA', 'IDPF']),
    within(
      'scheduling',
      atLeastOne('automaticRestart', 'preemptible', 'onHostMaintenance', 'provisioningModel', 'nodeAffinities'),
    ),
  ],
  plan: [onlyFirstDiskBoots, scratchDisks],
  computed: [
    'name',
    'namePrefix',
    'confidentialInstanceConfig',
    'scheduling',
    'disks[].boot',
    'disks[].deviceName',
    'disks[].diskSizeGb',
    'disks[].diskType',
    'disks[].interface',
    'disks[].mode',
    'disks[].provisionedIops',
    'disks[].provisionedThroughput',
    'disks[].type',
    'networkInterfaces[].name',
    'networkInterfaces[].network',
    'networkInterfaces[].subnetwork',
    'networkInterfaces[].subnetworkProject',
    'networkInterfaces[].stackType',
  ],
  replaces: ['*'],
  inPlace: ['partnerMetadata'],
  fixedNameDeletesFirst: ({ old, inputs }) => old['name'] === inputs['name'],
  normal: { 'networkInterfaces[].network': byPath, 'networkInterfaces[].subnetwork': byPath },
  references: { 'networkInterfaces[].network': [NETWORK], 'networkInterfaces[].subnetwork': [SUBNETWORK] },
  aliases: (state) => [state['selfLinkUnique']],
  outputs: (_situation, id) => ({
    selfLinkUnique: `https://www.googleapis.com/compute/v1/${id}?uniqueId=${digits(19)}`,
    metadataFingerprint: '',
    tagsFingerprint: '',
  }),
};

const updatePolicy: Rule[] = [
  oneOf('updatePolicy.minimalAction', ['NONE', 'REFRESH', 'RESTART', 'REPLACE']),
  oneOf('updatePolicy.type', ['OPPORTUNISTIC', 'PROACTIVE']),
  oneOf('updatePolicy.replacementMethod', ['RECREATE', 'SUBSTITUTE']),
  range('updatePolicy.minReadySec', 0, 3600),
  within(
    'updatePolicy',
    atMostOne('maxSurgeFixed', 'maxSurgePercent'),
    atMostOne('maxUnavailableFixed', 'maxUnavailablePercent'),
  ),
  range('autoHealingPolicies.initialDelaySec', 0, 3600),
  range('versions[].targetSize.percent', 0, 100),
  oneOf('waitForInstancesStatus', ['STABLE', 'UPDATED']),
  oneOf('listManagedInstancesResults', ['PAGELESS', 'PAGINATED']),
];

const canProgress: Rule = ({ updatePolicy: policy }) => {
  const { maxSurgeFixed, maxUnavailableFixed } = objectOf(policy);
  if (maxSurgeFixed !== 0 || maxUnavailableFixed !== 0) return [];
  return [{ path: 'updatePolicy.maxSurgeFixed', reason: 'maxSurgeFixed and maxUnavailableFixed cannot both be 0' }];
};

const groupDefaults = { listManagedInstancesResults: 'PAGELESS', waitForInstancesStatus: 'STABLE' };

const groupReferences = {
  'versions[].instanceTemplate': [INSTANCE_TEMPLATE],
  'autoHealingPolicies.healthCheck': [HEALTH_CHECK],
};

const groupComputed = [
  'targetSize',
  'targetPools',
  'targetStoppedSize',
  'targetSuspendedSize',
  'standbyPolicy',
  'instanceLifecyclePolicy',
  'updatePolicy',
  'updatePolicy.replacementMethod',
  'updatePolicy.maxSurgeFixed',
  'updatePolicy.maxUnavailableFixed',
];

const groupManager: Description = {
  type: GROUP_MANAGER,
  ...zonalResource('instanceGroupManagers'),
  autoname: named,
  defaults: groupDefaults,
  check: updatePolicy,
  apply: [canProgress],
  computed: groupComputed,
  replaces: ['name', 'baseInstanceName', 'zone', 'description', 'params'],
  normal: { 'autoHealingPolicies.healthCheck': byPath },
  references: groupReferences,
  holds: Object.keys(groupReferences),
  aliases: ({ instanceGroup }) => [instanceGroup],
  outputs: (situation) => ({
    instanceGroup: groupLink(`zones/${zoneOf(situation)}`, projectOf(situation), textOf(situation.inputs['name'])),
    operation: '',
    statuses: stableStatus(),
    targetSize: 0,
  }),
};

const spansZones: Rule = ({ updatePolicy: policy, distributionPolicyZones }) => {
  const zones = listOf(distributionPolicyZones).length || 3;
  return ['maxSurgeFixed', 'maxUnavailableFixed'].flatMap((name) => {
    const value = numberOf(objectOf(policy)[name]) ?? 0;
    return value === 0 || value >= zones
      ? []
      : [
          {
            path: `updatePolicy.${name}`,
            reason: `expected 0 or at least the number of zones (${zones}), got ${value}`,
          },
        ];
  });
};

const regionGroupManager: Description = {
  type: REGION_GROUP_MANAGER,
  ...regionalResource('instanceGroupManagers'),
  autoname: named,
  defaults: groupDefaults,
  check: [gceName, ...updatePolicy],
  apply: [canProgress, spansZones],
  computed: [
    ...groupComputed,
    'updatePolicy.instanceRedistributionType',
    'distributionPolicyZones',
    'distributionPolicyTargetShape',
    'instanceFlexibilityPolicy',
  ],
  replaces: [
    'name',
    'baseInstanceName',
    'region',
    'description',
    'distributionPolicyZones',
    'params',
    'targetSizePolicies[].mode',
  ],
  replacesWhen: { 'resourcePolicies.workloadPolicy': ({ after }) => after === undefined },
  unordered: ['distributionPolicyZones'],
  normal: { 'autoHealingPolicies.healthCheck': byPath },
  references: groupReferences,
  holds: Object.keys(groupReferences),
  aliases: ({ instanceGroup }) => [instanceGroup],
  planned: ({ inputs, settings }): Values =>
    inputs['region'] === undefined ? { region: settings['region'] ?? null } : {},
  outputs: (situation) => ({
    instanceGroup: groupLink(`regions/${regionOf(situation)}`, projectOf(situation), textOf(situation.inputs['name'])),
    instanceGroupManagerId: Number(digits(15)),
    statuses: stableStatus(),
    targetSize: 0,
    distributionPolicyZones: ['a', 'b', 'c'].map((zone) => `${regionOf(situation)}-${zone}`),
    distributionPolicyTargetShape: 'EVEN',
  }),
};

function groupLink(place: string, project: string, name: string | undefined): string {
  return `https://www.googleapis.com/compute/v1/projects/${project}/${place}/instanceGroups/${name}`;
}

function stableStatus(): [{ isStable: boolean }] {
  return [{ isStable: true }];
}

/** Instance templates and the groups made from them. */
export const instances = [instanceTemplate, groupManager, regionGroupManager];
