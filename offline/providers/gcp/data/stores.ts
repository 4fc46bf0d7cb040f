import type { Description } from '../../kit/description.ts';
import {
  conflicts,
  exactlyOne,
  matches,
  oneOf,
  oneOfIgnoringCase,
  range,
  refused,
  when,
  within,
  type Rule,
} from '../../kit/rules.ts';
import { hashOf } from '../../kit/random.ts';
import { isSet, numberOf, textOf } from '../../kit/values.ts';
import { byPath, locatedResource, named, nameOf, projectOf, protectedBy, regionOf } from '../common.ts';
import { NETWORK } from '../types.ts';

const SPANNER_INSTANCE = 'gcp:spanner/instance:Instance';

const repository: Description = {
  type: 'gcp:artifactregistry/repository:Repository',
  ...locatedResource('repositories', 'repositoryId'),
  defaults: { mode: 'STANDARD_REPOSITORY' },
  check: [
    conflicts('remoteRepositoryConfig', 'virtualRepositoryConfig'),
    oneOf('mode', ['STANDARD_REPOSITORY', 'VIRTUAL_REPOSITORY', 'REMOTE_REPOSITORY']),
    oneOf('cleanupPolicies[].action', ['DELETE', 'KEEP']),
    oneOf('cleanupPolicies[].condition.tagState', ['TAGGED', 'UNTAGGED', 'ANY']),
  ],
  apply: [
    matches('repositoryId', /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a name of lower-case letters, digits and hyphens'),
    oneOfIgnoringCase('format', ['DOCKER', 'MAVEN', 'NPM', 'PYTHON', 'APT', 'YUM', 'GO', 'KFP', 'GENERIC']),
  ],
  computed: ['location', 'vulnerabilityScanningConfig'],
  replaces: ['repositoryId', 'format', 'location', 'kmsKeyName', 'mode', 'remoteRepositoryConfig', 'mavenConfig'],
  inPlace: ['remoteRepositoryConfig.upstreamCredentials', 'remoteRepositoryConfig.disableUpstreamValidation'],
  normal: { format: (value) => String(value).toUpperCase() },
  outputs: (situation) => {
    const { location, repositoryId } = situation.inputs;
    return {
      name: textOf(repositoryId) ?? '',
      registryUri: `${textOf(location)}-docker.pkg.dev/${projectOf(situation)}/${textOf(repositoryId)}`,
    };
  },
};

const replicaCount: Rule = ({ tier, readReplicasMode, replicaCount: count }) => {
  const replicas = numberOf(count);
  if (replicas === undefined) return [];
  const [least, most] =
    tier !== 'STANDARD_HA' ? [0, 0] : readReplicasMode === 'READ_REPLICAS_ENABLED' ? [1, 5] : [1, 1];
  return replicas >= least && replicas <= most
    ? []
    : [{ path: 'replicaCount', reason: `expected ${least} to ${most} for this tier, got ${replicas}` }];
};

const redisInstance: Description = {
  type: 'gcp:redis/instance:Instance',
  ...locatedResource('instances'),
  autoname: named,
  defaults: { connectMode: 'DIRECT_PEERING', tier: 'BASIC', transitEncryptionMode: 'DISABLED' },
  check: [
    matches('name', /^[a-z][a-z0-9-]{0,39}[a-z0-9]$/, 'a name of lower-case letters, digits and hyphens, up to 41'),
    oneOf('tier', ['BASIC', 'STANDARD_HA']),
    oneOf('connectMode', ['DIRECT_PEERING', 'PRIVATE_SERVICE_ACCESS']),
    oneOf('transitEncryptionMode', ['DISABLED', 'SERVER_AUTHENTICATION']),
    oneOf('readReplicasMode', ['READ_REPLICAS_DISABLED', 'READ_REPLICAS_ENABLED']),
    oneOf('persistenceConfig.rdbSnapshotPeriod', ['ONE_HOUR', 'SIX_HOURS', 'TWELVE_HOURS', 'TWENTY_FOUR_HOURS']),
  ],
  apply: [replicaCount],
  remove: [protectedBy('deletionProtection')],
  computed: [
    'authorizedNetwork',
    'locationId',
    'alternativeLocationId',
    'redisVersion',
    'reservedIpRange',
    'readReplicasMode',
    'replicaCount',
    'secondaryIpRange',
    'persistenceConfig',
  ],
  replaces: [
    'name',
    'region',
    'tier',
    'connectMode',
    'authorizedNetwork',
    'locationId',
    'alternativeLocationId',
    'reservedIpRange',
    'transitEncryptionMode',
    'customerManagedKey',
  ],
  replacesWhen: { redisVersion: ({ before, after }) => String(after) < String(before) },
  normal: { authorizedNetwork: byPath },
  references: { authorizedNetwork: [NETWORK] },
  holds: ['authorizedNetwork'],
  secrets: ['authString'],
  outputs: (situation, id) => ({
    host: `10.200.${parseInt(hashOf(id, 3), 36) % 250}.3`,
    port: 6379,
    readEndpoint: '',
    readEndpointPort: 0,
    currentLocationId: `${regionOf(situation)}-a`,
    redisVersion: 'REDIS_7_2',
    authString: situation.inputs['authEnabled'] === true ? hashOf(id, 32) : '',
  }),
};

const redisCluster: Description = {
  type: 'gcp:redis/cluster:Cluster',
  ...locatedResource('clusters'),
  autoname: named,
  defaults: {
    authorizationMode: 'AUTH_MODE_DISABLED',
    deletionProtectionEnabled: true,
    transitEncryptionMode: 'TRANSIT_ENCRYPTION_MODE_DISABLED',
  },
  check: [
    conflicts('gcsSource', 'managedBackupSource'),
    oneOf('nodeType', [
      'REDIS_SHARED_CORE_NANO',
      'REDIS_STANDARD_SMALL',
      'REDIS_HIGHMEM_MEDIUM',
      'REDIS_HIGHCPU_MEDIUM',
      'REDIS_STANDARD_LARGE',
      'REDIS_HIGHMEM_XLARGE',
      'REDIS_HIGHMEM_2XLARGE',
    ]),
    oneOf('crossClusterReplicationConfig.clusterRole', ['NONE', 'PRIMARY', 'SECONDARY']),
    oneOf('authorizationMode', ['AUTH_MODE_UNSPECIFIED', 'AUTH_MODE_IAM_AUTH', 'AUTH_MODE_DISABLED']),
    oneOf('transitEncryptionMode', [
      'TRANSIT_ENCRYPTION_MODE_UNSPECIFIED',
      'TRANSIT_ENCRYPTION_MODE_DISABLED',
      'TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION',
    ]),
  ],
  apply: [
    within(
      'crossClusterReplicationConfig',
      when(
        ({ clusterRole }) => clusterRole !== 'SECONDARY',
        refused('primaryCluster', 'is only for the role SECONDARY'),
      ),
      when(
        ({ clusterRole }) => clusterRole !== 'PRIMARY',
        refused('secondaryClusters', 'is only for the role PRIMARY'),
      ),
    ),
  ],
  remove: [protectedBy('deletionProtectionEnabled')],
  computed: [
    'nodeType',
    'redisConfigs',
    'zoneDistributionConfig',
    'persistenceConfig',
    'crossClusterReplicationConfig',
    'replicaCount',
  ],
  replaces: ['name', 'region', 'authorizationMode', 'transitEncryptionMode', 'gcsSource', 'managedBackupSource'],
  replacesOnCount: ['zoneDistributionConfig'],
  references: { 'pscConfigs[].network': [NETWORK] },
  outputs: ({ inputs }, id) => ({
    discoveryEndpoints: [{ address: `10.201.${parseInt(hashOf(id, 3), 36) % 250}.3`, port: 6379 }],
    sizeGb: 13 * (numberOf(inputs['shardCount']) ?? 1),
    preciseSizeGb: 13 * (numberOf(inputs['shardCount']) ?? 1),
  }),
};

const spannerInstance: Description = {
  type: SPANNER_INSTANCE,
  autoname: named,
  check: [
    matches('name', /^[a-z][-a-z0-9]*[a-z0-9]$/, 'a name of lower-case letters, digits and hyphens'),
    exactlyOne('numNodes', 'processingUnits', 'autoscalingConfig', 'instanceType'),
    oneOf('edition', ['EDITION_UNSPECIFIED', 'STANDARD', 'ENTERPRISE', 'ENTERPRISE_PLUS']),
    oneOf('defaultBackupScheduleType', ['NONE', 'AUTOMATIC']),
    oneOf('instanceType', ['PROVISIONED', 'FREE_INSTANCE']),
  ],
  apply: [
    matches('name', /^.{2,64}$/, 'a name of 2 to 64 characters'),
    range('numNodes', 1),
    ({ config, edition }) =>
      /^(nam|eur|asia)\d/.test(textOf(config)?.split('/').at(-1) ?? '') &&
      isSet(edition) &&
      edition !== 'ENTERPRISE_PLUS'
        ? [{ path: 'edition', reason: 'a multi-region configuration needs ENTERPRISE_PLUS' }]
        : [],
  ],
  computed: ['edition', 'defaultBackupScheduleType', 'numNodes', 'processingUnits', 'instanceType'],
  replaces: ['name', 'config'],
  normal: { config: (value) => String(value).split('/').at(-1) ?? value },
  id: (situation) => `${projectOf(situation)}/${nameOf(situation)}`,
  outputs: () => ({ state: 'READY', edition: 'STANDARD', defaultBackupScheduleType: 'NONE' }),
};

const spannerDatabase: Description = {
  type: 'gcp:spanner/database:Database',
  autoname: named,
  defaults: { deletionProtection: true },
  check: [
    matches('name', /^[a-z][a-z0-9_-]*[a-z0-9]$/, 'a name of lower-case letters, digits, hyphens and underscores'),
  ],
  apply: [matches('name', /^.{2,30}$/, 'a name of 2 to 30 characters')],
  remove: [protectedBy('deletionProtection')],
  computed: ['versionRetentionPeriod', 'defaultTimeZone', 'databaseDialect'],
  replaces: ['name', 'instance', 'databaseDialect', 'encryptionConfig'],
  references: { instance: [SPANNER_INSTANCE] },
  holds: ['instance'],
  id: (situation) => `${textOf(situation.inputs['instance'])}/${nameOf(situation)}`,
  outputs: () => ({ state: 'READY' }),
};

const firestore: Description = {
  type: 'gcp:firestore/database:Database',
  autoname: named,
  check: [
    oneOf('type', ['FIRESTORE_NATIVE', 'DATASTORE_MODE']),
    oneOf('concurrencyMode', ['OPTIMISTIC', 'PESSIMISTIC', 'OPTIMISTIC_WITH_ENTITY_GROUPS']),
    oneOf('deleteProtectionState', [
      'DELETE_PROTECTION_STATE_UNSPECIFIED',
      'DELETE_PROTECTION_ENABLED',
      'DELETE_PROTECTION_DISABLED',
    ]),
    oneOf('pointInTimeRecoveryEnablement', ['POINT_IN_TIME_RECOVERY_ENABLED', 'POINT_IN_TIME_RECOVERY_DISABLED']),
  ],
  remove: [
    ({ deleteProtectionState }) =>
      deleteProtectionState === 'DELETE_PROTECTION_ENABLED'
        ? [{ path: 'deleteProtectionState', reason: 'is enabled: disable it and update before deleting or replacing' }]
        : [],
  ],
  computed: [
    'appEngineIntegrationMode',
    'concurrencyMode',
    'databaseEdition',
    'deleteProtectionState',
    'pointInTimeRecoveryEnablement',
  ],
  replaces: ['name', 'locationId', 'databaseEdition', 'cmekConfig'],
  id: (situation) => `projects/${projectOf(situation)}/databases/${nameOf(situation)}`,
};

/** Images, caches, Spanner and Firestore. */
export const stores = [repository, redisInstance, redisCluster, spannerInstance, spannerDatabase, firestore];
