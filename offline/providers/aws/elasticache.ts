import type { Description } from '../kit/description.ts';
import { alphanumeric, hashOf } from '../kit/random.ts';
import { conflicts, isPresent, items, matches, oneOf, range, required, requires, when } from '../kit/rules.ts';
import { isSet, numberOf, textOf } from '../kit/values.ts';
import { arn, globalArn, named, nameOf, regionOf, windows } from './common.ts';
import { SECURITY_GROUP } from './types.ts';

const REPLICATION_GROUP = 'aws:elasticache/replicationGroup:ReplicationGroup';

const CACHE_SUBNET_GROUP = 'aws:elasticache/subnetGroup:SubnetGroup';

const GLOBAL_MEMBER_FORBIDS = [
  'numNodeGroups',
  'parameterGroupName',
  'engine',
  'engineVersion',
  'nodeType',
  'securityGroupNames',
  'transitEncryptionEnabled',
  'transitEncryptionMode',
  'atRestEncryptionEnabled',
  'snapshotArns',
  'snapshotName',
];

const replicationGroup: Description = {
  type: REPLICATION_GROUP,
  autoname: { property: 'replicationGroupId', maximum: 40, lowerCase: true },
  check: [
    conflicts('globalReplicationGroupId', ...GLOBAL_MEMBER_FORBIDS),
    conflicts('numCacheClusters', 'numNodeGroups', 'replicasPerNodeGroup'),
    conflicts('nodeGroupConfigurations', 'preferredCacheClusterAzs'),
    conflicts('authToken', 'userGroupIds'),
    oneOf('engine', ['redis', 'valkey']),
    matches('engineVersion', /^(\d+\.\d+|[1-6]\.x|[1-5]\.\d+\.\d+)$/, 'a version such as 7.1 or 6.x'),
    matches('authToken', /^[\x21-\x7e]{16,128}$/, '16 to 128 printable characters'),
    range('snapshotRetentionLimit', 0, 35),
    items('logDeliveryConfigurations', 0, 2),
    matches(
      'replicationGroupId',
      /^(?!.*--)[A-Za-z][0-9A-Za-z-]{0,39}(?<!-)$/,
      '1 to 40 letters, digits and single hyphens, starting with a letter',
    ),
    ...windows('snapshotWindow', 'maintenanceWindow'),
  ],
  plan: [
    when(
      ({ multiAzEnabled }) => multiAzEnabled === true,
      ({ automaticFailoverEnabled }) =>
        automaticFailoverEnabled === true
          ? []
          : [{ path: 'multiAzEnabled', reason: 'needs automaticFailoverEnabled true' }],
    ),
    when(
      ({ automaticFailoverEnabled, numCacheClusters }) => automaticFailoverEnabled === true && isSet(numCacheClusters),
      range('numCacheClusters', 2),
    ),
  ],
  apply: [when((inputs) => !isPresent(inputs, 'globalReplicationGroupId'), required('nodeType'))],
  computed: [
    'atRestEncryptionEnabled',
    'autoMinorVersionUpgrade',
    'clusterMode',
    'engine',
    'engineVersion',
    'globalReplicationGroupId',
    'ipDiscovery',
    'maintenanceWindow',
    'networkType',
    'nodeGroupConfigurations',
    'nodeType',
    'numCacheClusters',
    'numNodeGroups',
    'parameterGroupName',
    'replicasPerNodeGroup',
    'securityGroupIds',
    'securityGroupNames',
    'snapshotWindow',
    'subnetGroupName',
    'transitEncryptionEnabled',
    'transitEncryptionMode',
    'authTokenUpdateStrategy',
  ],
  replaces: [
    'replicationGroupId',
    'globalReplicationGroupId',
    'kmsKeyId',
    'atRestEncryptionEnabled',
    'subnetGroupName',
    'port',
    'snapshotArns',
    'snapshotName',
    'networkType',
    'dataTieringEnabled',
    'securityGroupNames',
  ],
  replacesWhen: {
    engineVersion: ({ before, after }) => Number.parseInt(String(after), 10) < Number.parseInt(String(before), 10),
    engine: ({ before, after }) => before === 'valkey' && after === 'redis',
    transitEncryptionEnabled: (_change, { old }) => String(old['engineVersionActual']) < '7.0.5',
    nodeGroupConfigurations: ({ before, after }) => !isSet(before) || !isSet(after),
  },
  normal: { replicationGroupId: (value) => String(value).toLowerCase() },
  references: {
    globalReplicationGroupId: ['aws:elasticache/globalReplicationGroup:GlobalReplicationGroup'],
    subnetGroupName: [CACHE_SUBNET_GROUP],
    'securityGroupIds[]': [SECURITY_GROUP],
  },
  holds: ['subnetGroupName', 'securityGroupIds[]'],
  unordered: ['securityGroupIds'],
  secrets: ['authToken'],
  aliases: (state) => [state['replicationGroupId']],
  id: ({ inputs }) => textOf(inputs['replicationGroupId'])?.toLowerCase() ?? '',
  outputs: (situation, id) => {
    const host = `${alphanumeric(6)}.ng.0001.${hashOf(regionOf(situation), 4)}.cache.amazonaws.com`;
    const count = numberOf(situation.inputs['numCacheClusters']) ?? 1;
    return {
      arn: arn('elasticache', situation, `replicationgroup:${id}`),
      primaryEndpointAddress: `${id}.${host}`,
      readerEndpointAddress: `${id}-ro.${host}`,
      configurationEndpointAddress: '',
      memberClusters: Array.from({ length: count }, (_, index) => `${id}-${String(index + 1).padStart(3, '0')}`),
      engineVersionActual: '7.1.0',
      engine: 'redis',
      numCacheClusters: count,
      clusterEnabled: false,
      nodeType: '',
      transitEncryptionEnabled: false,
      atRestEncryptionEnabled: false,
    };
  },
  recomputed: ({ old, inputs }) =>
    isSet(inputs['numCacheClusters']) && old['numCacheClusters'] !== inputs['numCacheClusters']
      ? ['memberClusters']
      : [],
};

const globalReplicationGroup: Description = {
  type: 'aws:elasticache/globalReplicationGroup:GlobalReplicationGroup',
  plan: [
    (inputs, { old }) => {
      const [before, after] = [old?.['engineVersion'], inputs['engineVersion']].map((version) =>
        Number.parseFloat(String(version)),
      );
      return (after ?? 0) < (before ?? 0)
        ? [{ path: 'engineVersion', reason: `cannot be lowered from ${String(before)} to ${String(after)}` }]
        : [];
    },
    requires('parameterGroupName', 'engineVersion'),
  ],
  computed: [
    'automaticFailoverEnabled',
    'cacheNodeType',
    'engine',
    'engineVersion',
    'globalReplicationGroupDescription',
    'numNodeGroups',
  ],
  replaces: ['globalReplicationGroupIdSuffix', 'primaryReplicationGroupId'],
  references: { primaryReplicationGroupId: [REPLICATION_GROUP] },
  holds: ['primaryReplicationGroupId'],
  aliases: (state) => [state['globalReplicationGroupId']],
  id: ({ inputs }) => `${alphanumeric(5).replace(/\d/g, 'a')}-${textOf(inputs['globalReplicationGroupIdSuffix'])}`,
  outputs: (_situation, id) => ({
    arn: globalArn('elasticache', `globalreplicationgroup:${id}`),
    globalReplicationGroupId: id,
    engineVersionActual: '7.1.0',
    engineVersion: '7.1',
  }),
};

const cacheSubnetGroup: Description = {
  type: CACHE_SUBNET_GROUP,
  autoname: named,
  defaults: { description: 'Managed by Pulumi' },
  check: [matches('name', /^[0-9A-Za-z-]{1,255}$/, '1 to 255 letters, digits and hyphens')],
  replaces: ['name'],
  normal: { name: (value) => String(value).toLowerCase() },
  unordered: ['subnetIds'],
  references: { 'subnetIds[]': ['aws:ec2/subnet:Subnet'] },
  holds: ['subnetIds[]'],
  id: (situation) => nameOf(situation).toLowerCase(),
  outputs: (situation, id) => ({ arn: arn('elasticache', situation, `subnetgroup:${id}`) }),
};

/** Caches, alone and across regions. */
export const elasticache = [replicationGroup, globalReplicationGroup, cacheSubnetGroup];
