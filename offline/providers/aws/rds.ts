import type { Description } from '../kit/description.ts';
import { atMostOne, conflicts, isPresent, length, matches, oneOf, range, refused, rejects, required, requires, when, within, each, type Rule } from '../kit/rules.ts';
import { hashOf, hex, alphanumeric } from '../kit/random.ts';
import { isSet, listOf, textOf, type Value, type Values } from '../kit/values.ts';
import { arn, globalArn, isArn, named, nameOf, protectedBy, rdsIdentifier, regionOf, windows } from './common.ts';
import { SECURITY_GROUP, SUBNET } from './network.ts';

const GLOBAL_CLUSTER = 'aws:rds/globalCluster:GlobalCluster';
const CLUSTER = 'aws:rds/cluster:Cluster';
const CLUSTER_INSTANCE = 'aws:rds/clusterInstance:ClusterInstance';
const INSTANCE = 'aws:rds/instance:Instance';
const SUBNET_GROUP = 'aws:rds/subnetGroup:SubnetGroup';
const PARAMETER_GROUP = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';

const globalCluster: Description = {
  type: GLOBAL_CLUSTER,
  check: [
    rdsIdentifier('globalClusterIdentifier'),
    conflicts('engine', 'sourceDbClusterIdentifier'),
    requires('sourceDbClusterIdentifier', 'forceDestroy'),
    oneOf('engine', ['aurora', 'aurora-mysql', 'aurora-postgresql']),
  ],
  remove: [
    protectedBy('deletionProtection'),
    (state, cloud) => {
      const members = cloud.all(CLUSTER).filter((cluster) => cluster.state['globalClusterIdentifier'] === state['globalClusterIdentifier']);
      if (state['forceDestroy'] === true || members.length === 0) return [];
      return [{ path: '', reason: `it still has members: ${members.map(({ id }) => id).join(', ')}` }];
    },
  ],
  computed: ['databaseName', 'engine', 'engineLifecycleSupport', 'engineVersion', 'sourceDbClusterIdentifier', 'storageEncrypted'],
  replaces: ['globalClusterIdentifier', 'databaseName', 'engine', 'sourceDbClusterIdentifier', 'storageEncrypted'],
  id: ({ inputs }) => textOf(inputs['globalClusterIdentifier']) ?? '',
  outputs: (_situation, id) => ({
    arn: globalArn('rds', `global-cluster:${id}`),
    globalClusterResourceId: `cluster-${hex(16)}`,
    endpoint: `${id}.global-${hex(12)}.global.rds.amazonaws.com`,
    engineVersionActual: '',
    databaseName: '',
    engineVersion: '',
  }),
};

const isGlobalMember = (inputs: Values): boolean => isSet(inputs['globalClusterIdentifier']);

/** Members of the global cluster of these inputs, without the resource itself. */
function siblings(inputs: Values, { cloud, old }: Parameters<Rule>[1]): Values[] {
  return cloud
    .all(CLUSTER)
    .map(({ state }) => state)
    .filter((state) => state['globalClusterIdentifier'] === inputs['globalClusterIdentifier'] && state['arn'] !== old?.['arn']);
}

const globalMember: Rule = (inputs, situation) => {
  if (!isGlobalMember(inputs)) return [];
  const others = siblings(inputs, situation);
  const sameRegion = others.find((state) => state['region'] === regionOf(situation));
  const sameName = others.find((state) => isSet(inputs['clusterIdentifier']) && state['clusterIdentifier'] === inputs['clusterIdentifier']);
  const isSecondary = situation.old === undefined && others.length > 0;
  return [
    ...refused('manageMasterUserPassword', 'is not supported in a global cluster')(inputs, situation),
    ...(sameRegion ? [{ path: 'region', reason: `${regionOf(situation)} already has a member: ${String(sameRegion['clusterIdentifier'])}` }] : []),
    ...(sameName ? [{ path: 'clusterIdentifier', reason: 'identifiers must differ between the regions of a global cluster' }] : []),
    ...(isSecondary ? refused('masterUsername', 'a secondary takes the users of its primary')(inputs, situation) : []),
    ...(isSecondary && inputs['storageEncrypted'] === true ? required('kmsKeyId')(inputs, situation) : []),
  ];
};

/** The provider does not move a cluster into another global cluster. */
const staysInGlobalCluster: Rule = ({ globalClusterIdentifier }, { old }) => {
  const before = old?.['globalClusterIdentifier'];
  if (old === undefined || !isSet(globalClusterIdentifier) || before === globalClusterIdentifier) return [];
  return [{ path: 'globalClusterIdentifier', reason: 'an existing cluster cannot be added to, or moved between, global clusters' }];
};

const isAlone = (inputs: Values): boolean =>
  !isGlobalMember(inputs) && !['snapshotIdentifier', 'replicationSourceIdentifier', 'restoreToPointInTime', 's3Import'].some((name) => isPresent(inputs, name));

const cluster: Description = {
  type: CLUSTER,
  defaults: { backupRetentionPeriod: 1, engineMode: 'provisioned' },
  check: [
    rdsIdentifier('clusterIdentifier'),
    atMostOne('clusterIdentifier', 'clusterIdentifierPrefix'),
    matches('engine', /^(aurora-mysql|aurora-postgresql|mysql|postgres|custom-.+)$/, 'one of `aurora-mysql`, `aurora-postgresql`, `mysql`, `postgres`, `custom-…`'),
    atMostOne('manageMasterUserPassword', 'masterPassword', 'masterPasswordWo'),
    requires('masterPasswordWo', 'masterPasswordWoVersion'),
    requires('masterPasswordWoVersion', 'masterPasswordWo'),
    conflicts('snapshotIdentifier', 'globalClusterIdentifier'),
    atMostOne('snapshotIdentifier', 's3Import', 'restoreToPointInTime'),
    range('backupRetentionPeriod', 0, 35),
    range('serverlessv2ScalingConfiguration.maxCapacity', 1, 256),
    range('serverlessv2ScalingConfiguration.minCapacity', 0, 256),
    isArn('kmsKeyId'),
    ...windows('preferredBackupWindow', 'preferredMaintenanceWindow'),
    oneOf('engineMode', ['provisioned', 'serverless', 'global', 'parallelquery', 'multimaster']),
  ],
  plan: [staysInGlobalCluster],
  apply: [globalMember, when((inputs) => isAlone(inputs) && String(inputs['engine']).startsWith('aurora'), required('masterUsername'))],
  remove: [
    protectedBy('deletionProtection'),
    (state) =>
      state['skipFinalSnapshot'] === true || isSet(state['finalSnapshotIdentifier'])
        ? []
        : [{ path: 'skipFinalSnapshot', reason: 'is not true and finalSnapshotIdentifier is missing: set one of them and update first' }],
  ],
  computed: [
    'availabilityZones',
    'clusterIdentifier',
    'clusterIdentifierPrefix',
    'clusterMembers',
    'databaseName',
    'dbClusterParameterGroupName',
    'dbSubnetGroupName',
    'dbSystemId',
    'engineLifecycleSupport',
    'engineVersion',
    'globalClusterIdentifier',
    'iamRoles',
    'kmsKeyId',
    'masterUsername',
    'networkType',
    'performanceInsightsKmsKeyId',
    'performanceInsightsRetentionPeriod',
    'port',
    'preferredBackupWindow',
    'preferredMaintenanceWindow',
    'replicationSourceIdentifier',
    'storageEncrypted',
    'storageType',
    'vpcSecurityGroupIds',
  ],
  replaces: [
    'clusterIdentifier',
    'clusterIdentifierPrefix',
    'engine',
    'engineMode',
    'databaseName',
    'masterUsername',
    'dbSubnetGroupName',
    'availabilityZones',
    'kmsKeyId',
    'storageEncrypted',
    'sourceRegion',
    'restoreToPointInTime',
    's3Import',
    'clusterScalabilityType',
    'dbSystemId',
  ],
  replacesWhen: {
    snapshotIdentifier: ({ after }) => isSet(after),
    storageType: (_change, { inputs }) => !String(inputs['engine']).startsWith('aurora'),
  },
  unordered: ['availabilityZones', 'vpcSecurityGroupIds', 'enabledCloudwatchLogsExports'],
  references: {
    globalClusterIdentifier: [GLOBAL_CLUSTER],
    dbSubnetGroupName: [SUBNET_GROUP],
    'vpcSecurityGroupIds[]': [SECURITY_GROUP],
  },
  holds: ['dbSubnetGroupName', 'vpcSecurityGroupIds[]'],
  secrets: ['masterPassword', 'masterPasswordWo'],
  aliases: (state) => [state['clusterIdentifier']],
  id: ({ inputs }) => textOf(inputs['clusterIdentifier']) ?? `${textOf(inputs['clusterIdentifierPrefix']) ?? 'tf-'}${alphanumeric(20)}`,
  outputs: (situation, id) => {
    const host = `${hex(12)}.${regionOf(situation)}.rds.amazonaws.com`;
    return {
      arn: arn('rds', situation, `cluster:${id}`),
      clusterIdentifier: id,
      endpoint: `${id}.cluster-${host}`,
      readerEndpoint: `${id}.cluster-ro-${host}`,
      hostedZoneId: 'Z2R2ITUGPM61AM',
      clusterResourceId: `cluster-${hex(26).toUpperCase()}`,
      engineVersionActual: situation.inputs['engineVersion'] ?? '',
      engineVersion: '',
      databaseName: '',
      masterUsername: '',
      port: String(situation.inputs['engine']).includes('postgres') ? 5432 : 3306,
      availabilityZones: ['a', 'b', 'c'].map((letter) => regionOf(situation) + letter),
      clusterMembers: [],
      masterUserSecrets:
        situation.inputs['manageMasterUserPassword'] === true
          ? [{ secretArn: arn('secretsmanager', situation, `secret:rds!cluster-${hashOf(id, 12)}`), secretStatus: 'active', kmsKeyId: '' }]
          : [],
    };
  },
};

const retention = (pattern: string): Rule =>
  each(pattern, (value) => (value === 7 || value === 731 || (Number(value) > 0 && Number(value) % 31 === 0) ? undefined : `expected 7, 731 or a multiple of 31, got ${String(value)}`));

const clusterInstance: Description = {
  type: CLUSTER_INSTANCE,
  defaults: { autoMinorVersionUpgrade: true },
  check: [atMostOne('identifier', 'identifierPrefix'), rdsIdentifier('identifier'), retention('performanceInsightsRetentionPeriod'), range('promotionTier', 0, 15), ...windows('preferredBackupWindow', 'preferredMaintenanceWindow')],
  apply: [
    matches('instanceClass', /^db\./, 'an instance class such as db.r6g.large'),
    ({ engine, clusterIdentifier }, { cloud }) => {
      const home = cloud.named(clusterIdentifier, CLUSTER);
      return home && home.state['engine'] !== engine ? [{ path: 'engine', reason: `expected ${String(home.state['engine'])} as in ${home.id}, got ${String(engine)}` }] : [];
    },
  ],
  computed: ['availabilityZone', 'caCertIdentifier', 'dbParameterGroupName', 'dbSubnetGroupName', 'engineVersion', 'identifier', 'identifierPrefix', 'monitoringRoleArn', 'performanceInsightsEnabled', 'performanceInsightsKmsKeyId', 'performanceInsightsRetentionPeriod', 'preferredBackupWindow', 'preferredMaintenanceWindow', 'publiclyAccessible'],
  replaces: ['clusterIdentifier', 'engine', 'identifier', 'identifierPrefix', 'availabilityZone', 'dbSubnetGroupName', 'customIamInstanceProfile'],
  references: { clusterIdentifier: [CLUSTER] },
  holds: ['clusterIdentifier'],
  id: ({ inputs }) => textOf(inputs['identifier']) ?? `${textOf(inputs['identifierPrefix']) ?? 'tf-'}${alphanumeric(20)}`,
  outputs: (situation, id) => ({
    arn: arn('rds', situation, `db:${id}`),
    identifier: id,
    endpoint: `${id}.${hex(12)}.${regionOf(situation)}.rds.amazonaws.com`,
    port: String(situation.inputs['engine']).includes('postgres') ? 5432 : 3306,
    dbiResourceId: `db-${hex(26).toUpperCase()}`,
    writer: !situation.cloud.all(CLUSTER_INSTANCE).some(({ state }) => state['clusterIdentifier'] === situation.inputs['clusterIdentifier']),
    availabilityZone: `${regionOf(situation)}a`,
    engineVersion: '',
  }),
};

const instance: Description = {
  type: INSTANCE,
  defaults: { autoMinorVersionUpgrade: true, monitoringInterval: 0 },
  check: [atMostOne('identifier', 'identifierPrefix'), rdsIdentifier('identifier'), atMostOne('manageMasterUserPassword', 'password', 'passwordWo'), requires('passwordWo', 'passwordWoVersion'), range('backupRetentionPeriod', 0, 35), retention('performanceInsightsRetentionPeriod'), isArn('kmsKeyId'), ...windows('backupWindow', 'maintenanceWindow')],
  apply: [
    when((inputs) => !isPresent(inputs, 'replicateSourceDb') && !isPresent(inputs, 'snapshotIdentifier') && !isPresent(inputs, 'restoreToPointInTime') && !isPresent(inputs, 's3Import'), required('engine'), required('allocatedStorage'), required('username')),
  ],
  remove: [
    protectedBy('deletionProtection'),
    (state) =>
      state['skipFinalSnapshot'] === true || isSet(state['finalSnapshotIdentifier']) || isSet(state['replicateSourceDb'])
        ? []
        : [{ path: 'skipFinalSnapshot', reason: 'is not true and finalSnapshotIdentifier is missing: set one of them and update first' }],
  ],
  computed: ['allocatedStorage', 'availabilityZone', 'backupRetentionPeriod', 'backupTarget', 'backupWindow', 'caCertIdentifier', 'characterSetName', 'databaseInsightsMode', 'dbName', 'dbSubnetGroupName', 'engine', 'engineLifecycleSupport', 'engineVersion', 'identifier', 'identifierPrefix', 'iops', 'kmsKeyId', 'licenseModel', 'maintenanceWindow', 'masterUserSecretKmsKeyId', 'monitoringRoleArn', 'multiAz', 'networkType', 'optionGroupName', 'parameterGroupName', 'performanceInsightsKmsKeyId', 'performanceInsightsRetentionPeriod', 'port', 'replicaMode', 'snapshotIdentifier', 'storageThroughput', 'storageType', 'timezone', 'username', 'vpcSecurityGroupIds'],
  replaces: ['availabilityZone', 'backupTarget', 'characterSetName', 'customIamInstanceProfile', 'dbName', 'engine', 'kmsKeyId', 'restoreToPointInTime', 's3Import', 'snapshotIdentifier', 'storageEncrypted', 'timezone', 'username'],
  replacesWhen: { replicateSourceDb: ({ before }) => !isSet(before) },
  unordered: ['vpcSecurityGroupIds', 'enabledCloudwatchLogsExports'],
  references: { dbSubnetGroupName: [SUBNET_GROUP], 'vpcSecurityGroupIds[]': [SECURITY_GROUP] },
  holds: ['dbSubnetGroupName', 'vpcSecurityGroupIds[]'],
  secrets: ['password', 'passwordWo'],
  aliases: (state) => [state['identifier']],
  id: () => `db-${hex(26).toUpperCase()}`,
  outputs: (situation, id) => {
    const identifier = textOf(situation.inputs['identifier']) ?? `tf-${alphanumeric(20)}`;
    const port = String(situation.inputs['engine']).includes('postgres') ? 5432 : 3306;
    const address = `${identifier}.${hex(12)}.${regionOf(situation)}.rds.amazonaws.com`;
    return {
      arn: arn('rds', situation, `db:${identifier}`),
      identifier,
      resourceId: id,
      address,
      endpoint: `${address}:${port}`,
      port,
      hostedZoneId: 'Z2R2ITUGPM61AM',
      status: 'available',
      availabilityZone: `${regionOf(situation)}a`,
      multiAz: false,
    };
  },
};

const subnetGroup: Description = {
  type: SUBNET_GROUP,
  autoname: named,
  defaults: { description: 'Managed by Pulumi' },
  check: [
    atMostOne('name', 'namePrefix'),
    length('name', 0, 255),
    matches('name', /^[0-9a-z_ .-]+$/, 'lower-case letters, digits, spaces, dots, hyphens and underscores'),
    rejects('name', /^default$/i, 'must not be "default"'),
  ],
  apply: [
    (inputs, { cloud }) => {
      const zones = new Set(listOf(inputs['subnetIds']).map((id): Value => cloud.named(id, SUBNET)?.state['availabilityZone'] ?? id));
      return zones.size < 2 ? [{ path: 'subnetIds', reason: `expected subnets in at least 2 zones, got ${zones.size}` }] : [];
    },
  ],
  computed: ['name', 'namePrefix'],
  replaces: ['name', 'namePrefix'],
  unordered: ['subnetIds'],
  references: { 'subnetIds[]': [SUBNET] },
  holds: ['subnetIds[]'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({
    arn: arn('rds', situation, `subgrp:${id}`),
    supportedNetworkTypes: ['IPV4'],
    vpcId: situation.cloud.named(listOf(situation.inputs['subnetIds'])[0], SUBNET)?.state['vpcId'] ?? '',
  }),
};

const clusterParameterGroup: Description = {
  type: PARAMETER_GROUP,
  autoname: named,
  defaults: { description: 'Managed by Pulumi', 'parameters[].applyMethod': 'immediate' },
  check: [
    atMostOne('name', 'namePrefix'),
    matches('name', /^(?!.*--)[a-z][0-9a-z-]*(?<!-)$/, 'lower-case letters, digits and single hyphens'),
    within('parameters[]', required('name'), required('value')),
    oneOf('parameters[].applyMethod', ['immediate', 'pending-reboot']),
  ],
  computed: ['name', 'namePrefix'],
  replaces: ['name', 'namePrefix', 'family', 'description'],
  unordered: ['parameters'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({ arn: arn('rds', situation, `cluster-pg:${id}`) }),
};

/** Aurora and RDS. */
export const rds = [globalCluster, cluster, clusterInstance, instance, subnetGroup, clusterParameterGroup];
