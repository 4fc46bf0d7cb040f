import type { Description } from '../../kit/description.ts';
import { alphanumeric, hashOf, hex } from '../../kit/random.ts';
import {
  atMostOne,
  conflicts,
  isPresent,
  matches,
  oneOf,
  range,
  refused,
  required,
  requires,
  type Rule,
  when,
} from '../../kit/rules.ts';
import { isSet, textOf, type Values } from '../../kit/values.ts';
import { arn, globalArn, isArn, protectedBy, rdsIdentifier, regionOf, windows } from '../common.ts';
import { DB_CLUSTER, SECURITY_GROUP, SUBNET_GROUP } from '../types.ts';

const GLOBAL_CLUSTER = 'aws:rds/globalCluster:GlobalCluster';

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
      const members = cloud
        .all(DB_CLUSTER)
        .filter((cluster) => cluster.state['globalClusterIdentifier'] === state['globalClusterIdentifier']);
      if (state['forceDestroy'] === true || members.length === 0) return [];
      return [{ path: '', reason: `it still has members: ${members.map(({ id }) => id).join(', ')}` }];
    },
  ],
  computed: [
    'databaseName',
    'engine',
    'engineLifecycleSupport',
    'engineVersion',
    'sourceDbClusterIdentifier',
    'storageEncrypted',
  ],
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
    .all(DB_CLUSTER)
    .map(({ state }) => state)
    .filter(
      (state) =>
        state['globalClusterIdentifier'] === inputs['globalClusterIdentifier'] && state['arn'] !== old?.['arn'],
    );
}

const globalMember: Rule = (inputs, situation) => {
  if (!isGlobalMember(inputs)) return [];
  const others = siblings(inputs, situation);
  const sameRegion = others.find((state) => state['region'] === regionOf(situation));
  const sameName = others.find(
    (state) => isSet(inputs['clusterIdentifier']) && state['clusterIdentifier'] === inputs['clusterIdentifier'],
  );
  const isSecondary = situation.old === undefined && others.length > 0;
  return [
    ...refused('manageMasterUserPassword', 'is not supported in a global cluster')(inputs, situation),
    ...(sameRegion
      ? [
          {
            path: 'region',
            reason: `${regionOf(situation)} already has a member: ${String(sameRegion['clusterIdentifier'])}`,
          },
        ]
      : []),
    ...(sameName
      ? [{ path: 'clusterIdentifier', reason: 'identifiers must differ between the regions of a global cluster' }]
      : []),
    ...(isSecondary ? refused('masterUsername', 'a secondary takes the users of its primary')(inputs, situation) : []),
    ...(isSecondary && inputs['storageEncrypted'] === true ? required('kmsKeyId')(inputs, situation) : []),
  ];
};

/** The provider does not move a cluster into another global cluster. */
const staysInGlobalCluster: Rule = ({ globalClusterIdentifier }, { old }) => {
  const before = old?.['globalClusterIdentifier'];
  if (old === undefined || !isSet(globalClusterIdentifier) || before === globalClusterIdentifier) return [];
  return [
    {
      path: 'globalClusterIdentifier',
      reason: 'an existing cluster cannot be added to, or moved between, global clusters',
    },
  ];
};

const isAlone = (inputs: Values): boolean =>
  !isGlobalMember(inputs) &&
  !['snapshotIdentifier', 'replicationSourceIdentifier', 'restoreToPointInTime', 's3Import'].some((name) =>
    isPresent(inputs, name),
  );

const cluster: Description = {
  type: DB_CLUSTER,
  defaults: { backupRetentionPeriod: 1, engineMode: 'provisioned' },
  check: [
    rdsIdentifier('clusterIdentifier'),
    atMostOne('clusterIdentifier', 'clusterIdentifierPrefix'),
    matches(
      'engine',
      /^(aurora-mysql|aurora-postgresql|mysql|postgres|custom-.+)$/,
      'one of `aurora-mysql`, `aurora-postgresql`, `mysql`, `postgres`, `custom-…`',
    ),
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
  apply: [
    globalMember,
    when((inputs) => isAlone(inputs) && String(inputs['engine']).startsWith('aurora'), required('masterUsername')),
  ],
  remove: [
    protectedBy('deletionProtection'),
    (state) =>
      state['skipFinalSnapshot'] === true || isSet(state['finalSnapshotIdentifier'])
        ? []
        : [
            {
              path: 'skipFinalSnapshot',
              reason: 'is not true and finalSnapshotIdentifier is missing: set one of them and update first',
            },
          ],
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
  id: ({ inputs }) =>
    textOf(inputs['clusterIdentifier']) ?? `${textOf(inputs['clusterIdentifierPrefix']) ?? 'tf-'}${alphanumeric(20)}`,
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
          ? [
              {
                secretArn: arn('secretsmanager', situation, `secret:rds!cluster-${hashOf(id, 12)}`),
                secretStatus: 'active',
                kmsKeyId: '',
              },
            ]
          : [],
    };
  },
};

/** Aurora clusters, alone and across regions. */
export const clusters = [globalCluster, cluster];
