import type { Description } from '../../kit/description.ts';
import { alphanumeric, hex } from '../../kit/random.ts';
import {
  atMostOne,
  each,
  isPresent,
  length,
  matches,
  oneOf,
  range,
  rejects,
  required,
  requires,
  type Rule,
  when,
  within,
} from '../../kit/rules.ts';
import { isSet, listOf, textOf, type Value } from '../../kit/values.ts';
import { arn, isArn, named, nameOf, protectedBy, rdsIdentifier, regionOf, windows } from '../common.ts';
import { DB_CLUSTER, SECURITY_GROUP, SUBNET, SUBNET_GROUP } from '../types.ts';

const CLUSTER_INSTANCE = 'aws:rds/clusterInstance:ClusterInstance';

const INSTANCE = 'aws:rds/instance:Instance';

const PARAMETER_GROUP = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';

const retention = (pattern: string): Rule =>
  each(pattern, (value) =>
    value === 7 || value === 731 || (Number(value) > 0 && Number(value) % 31 === 0)
      ? undefined
      : `expected 7, 731 or a multiple of 31, got ${String(value)}`,
  );

const clusterInstance: Description = {
  type: CLUSTER_INSTANCE,
  defaults: { autoMinorVersionUpgrade: true },
  check: [
    atMostOne('identifier', 'identifierPrefix'),
    rdsIdentifier('identifier'),
    retention('performanceInsightsRetentionPeriod'),
    range('promotionTier', 0, 15),
    ...windows('preferredBackupWindow', 'preferredMaintenanceWindow'),
  ],
  apply: [
    matches('instanceClass', /^db\./, 'an instance class such as db.r6g.large'),
    ({ engine, clusterIdentifier }, { cloud }) => {
      const home = cloud.named(clusterIdentifier, DB_CLUSTER);
      return home && home.state['engine'] !== engine
        ? [
            {
              path: 'engine',
              reason: `expected ${String(home.state['engine'])} as in ${home.id}, got ${String(engine)}`,
            },
          ]
        : [];
    },
  ],
  computed: [
    'availabilityZone',
    'caCertIdentifier',
    'dbParameterGroupName',
    'dbSubnetGroupName',
    'engineVersion',
    'identifier',
    'identifierPrefix',
    'monitoringRoleArn',
    'performanceInsightsEnabled',
    'performanceInsightsKmsKeyId',
    'performanceInsightsRetentionPeriod',
    'preferredBackupWindow',
    'preferredMaintenanceWindow',
    'publiclyAccessible',
  ],
  replaces: [
    'clusterIdentifier',
    'engine',
    'identifier',
    'identifierPrefix',
    'availabilityZone',
    'dbSubnetGroupName',
    'customIamInstanceProfile',
  ],
  references: { clusterIdentifier: [DB_CLUSTER] },
  holds: ['clusterIdentifier'],
  id: ({ inputs }) =>
    textOf(inputs['identifier']) ?? `${textOf(inputs['identifierPrefix']) ?? 'tf-'}${alphanumeric(20)}`,
  outputs: (situation, id) => ({
    arn: arn('rds', situation, `db:${id}`),
    identifier: id,
    endpoint: `${id}.${hex(12)}.${regionOf(situation)}.rds.amazonaws.com`,
    port: String(situation.inputs['engine']).includes('postgres') ? 5432 : 3306,
    dbiResourceId: `db-${hex(26).toUpperCase()}`,
    writer: !situation.cloud
      .all(CLUSTER_INSTANCE)
      .some(({ state }) => state['clusterIdentifier'] === situation.inputs['clusterIdentifier']),
    availabilityZone: `${regionOf(situation)}a`,
    engineVersion: '',
  }),
};

const instance: Description = {
  type: INSTANCE,
  defaults: { autoMinorVersionUpgrade: true, monitoringInterval: 0 },
  check: [
    atMostOne('identifier', 'identifierPrefix'),
    rdsIdentifier('identifier'),
    atMostOne('manageMasterUserPassword', 'password', 'passwordWo'),
    requires('passwordWo', 'passwordWoVersion'),
    range('backupRetentionPeriod', 0, 35),
    retention('performanceInsightsRetentionPeriod'),
    isArn('kmsKeyId'),
    ...windows('backupWindow', 'maintenanceWindow'),
  ],
  apply: [
    when(
      (inputs) =>
        !isPresent(inputs, 'replicateSourceDb') &&
        !isPresent(inputs, 'snapshotIdentifier') &&
        !isPresent(inputs, 'restoreToPointInTime') &&
        !isPresent(inputs, 's3Import'),
      required('engine'),
      required('allocatedStorage'),
      required('username'),
    ),
  ],
  remove: [
    protectedBy('deletionProtection'),
    (state) =>
      state['skipFinalSnapshot'] === true ||
      isSet(state['finalSnapshotIdentifier']) ||
      isSet(state['replicateSourceDb'])
        ? []
        : [
            {
              path: 'skipFinalSnapshot',
              reason: 'is not true and finalSnapshotIdentifier is missing: set one of them and update first',
            },
          ],
  ],
  computed: [
    'allocatedStorage',
    'availabilityZone',
    'backupRetentionPeriod',
    'backupTarget',
    'backupWindow',
    'caCertIdentifier',
    'characterSetName',
    'databaseInsightsMode',
    'dbName',
    'dbSubnetGroupName',
    'engine',
    'engineLifecycleSupport',
    'engineVersion',
    'identifier',
    'identifierPrefix',
    'iops',
    'kmsKeyId',
    'licenseModel',
    'maintenanceWindow',
    'masterUserSecretKmsKeyId',
    'monitoringRoleArn',
    'multiAz',
    'networkType',
    'optionGroupName',
    'parameterGroupName',
    'performanceInsightsKmsKeyId',
    'performanceInsightsRetentionPeriod',
    'port',
    'replicaMode',
    'snapshotIdentifier',
    'storageThroughput',
    'storageType',
    'timezone',
    'username',
    'vpcSecurityGroupIds',
  ],
  replaces: [
    'availabilityZone',
    'backupTarget',
    'characterSetName',
    'customIamInstanceProfile',
    'dbName',
    'engine',
    'kmsKeyId',
    'restoreToPointInTime',
    's3Import',
    'snapshotIdentifier',
    'storageEncrypted',
    'timezone',
    'username',
  ],
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
      const zones = new Set(
        listOf(inputs['subnetIds']).map((id): Value => cloud.named(id, SUBNET)?.state['availabilityZone'] ?? id),
      );
      return zones.size < 2
        ? [{ path: 'subnetIds', reason: `expected subnets in at least 2 zones, got ${zones.size}` }]
        : [];
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

/** Instances and the groups they are set up with. */
export const databaseInstances = [clusterInstance, instance, subnetGroup, clusterParameterGroup];
