import type { Description } from '../kit/description.ts';
import { atLeastOne, atMostOne, conflicts, isPresent, items, length, list, matches, oneOf, range, rejects, required, requires, when, within, type Rule } from '../kit/rules.ts';
import { alphanumeric, hashOf, hex } from '../kit/random.ts';
import { isSet, listOf, numberOf, objectOf, textOf, type Value, type Values } from '../kit/values.ts';
import { ACCOUNT, arn, byMeaning, globalArn, isArn, isJson, nameOf, named, protectedBy, regionOf, windows } from './common.ts';
import { SECURITY_GROUP } from './network.ts';

const TABLE = 'aws:dynamodb/table:Table';
const BUCKET = 'aws:s3/bucket:Bucket';
const VERSIONING = 'aws:s3/bucketVersioning:BucketVersioning';
const REPLICATION_GROUP = 'aws:elasticache/replicationGroup:ReplicationGroup';
const CACHE_SUBNET_GROUP = 'aws:elasticache/subnetGroup:SubnetGroup';

const names = (value: Value | undefined): string[] => listOf(value).map((item) => textOf(objectOf(item)['name']) ?? '');

/** Every key needs a declared attribute, and at creation every declared attribute must be a key. */
const attributesMatchKeys: Rule = (inputs, { old }) => {
  const indexes = [...listOf(inputs['globalSecondaryIndexes']), ...listOf(inputs['localSecondaryIndexes'])].map(objectOf);
  const keys = [inputs, ...indexes].flatMap(({ hashKey, rangeKey }) => [textOf(hashKey), textOf(rangeKey)]).filter((key) => key !== undefined);
  const declared = names(inputs['attributes']);
  const missing = keys.filter((key) => !declared.includes(key));
  const unused = declared.filter((name) => !keys.includes(name));
  return [
    ...(missing.length > 0 ? [{ path: 'attributes', reason: `all keys must be declared: ${list(missing)} missing` }] : []),
    ...(unused.length > 0 && old === undefined ? [{ path: 'attributes', reason: `all attributes must be keys: ${list(unused)} unused` }] : []),
  ];
};

const streamTogether: Rule = ({ streamEnabled, streamViewType }) => {
  if (streamEnabled === true && !isSet(streamViewType)) return [{ path: 'streamViewType', reason: 'must be set when streamEnabled is true' }];
  if (streamEnabled !== true && isSet(streamViewType) && streamViewType !== '') return [{ path: 'streamViewType', reason: 'may only be set when streamEnabled is true' }];
  return [];
};

const isRestored = (inputs: Values): boolean => ['restoreSourceName', 'restoreSourceTableArn', 'importTable'].some((name) => isPresent(inputs, name));

const strongConsistency: Rule = ({ replicas, globalTableWitness, ttl, localSecondaryIndexes }) => {
  const strong = listOf(replicas).filter((replica) => objectOf(replica)['consistencyMode'] === 'STRONG');
  if (strong.length === 0) return [];
  const isComplete = isSet(globalTableWitness) ? strong.length === 1 : strong.length === 2;
  return [
    ...(isComplete ? [] : [{ path: 'replicas', reason: 'STRONG needs exactly 2 replicas, or 1 and a globalTableWitness' }]),
    ...(objectOf(ttl)['enabled'] === true ? [{ path: 'ttl', reason: 'is not supported with STRONG replicas' }] : []),
    ...(isSet(localSecondaryIndexes) ? [{ path: 'localSecondaryIndexes', reason: 'is not supported with STRONG replicas' }] : []),
  ];
};

const table: Description = {
  type: TABLE,
  autoname: { property: 'name', maximum: 255 },
  defaults: { billingMode: 'PROVISIONED', 'replicas[].consistencyMode': 'EVENTUAL' },
  check: [
    within('attributes[]', required('type')),
    oneOf('attributes[].type', ['S', 'N', 'B']),
    oneOf('billingMode', ['PROVISIONED', 'PAY_PER_REQUEST']),
    oneOf('streamViewType', ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']),
    oneOf('globalSecondaryIndexes[].projectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']),
    oneOf('localSecondaryIndexes[].projectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']),
    oneOf('replicas[].consistencyMode', ['EVENTUAL', 'STRONG']),
    oneOf('tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']),
    range('pointInTimeRecovery.recoveryPeriodInDays', 1, 35),
    atMostOne('importTable', 'restoreSourceName', 'restoreSourceTableArn'),
    conflicts('onDemandThroughput', 'readCapacity', 'writeCapacity'),
    matches('name', /^[a-zA-Z0-9_.-]{3,255}$/, '3 to 255 letters, digits, dots, hyphens and underscores'),
  ],
  plan: [
    when((inputs) => !isRestored(inputs), required('hashKey')),
    attributesMatchKeys,
    streamTogether,
    when(
      (inputs) => inputs['billingMode'] === 'PROVISIONED' && !isRestored(inputs),
      required('readCapacity'),
      required('writeCapacity'),
      range('readCapacity', 1),
      range('writeCapacity', 1),
    ),
    when(({ billingMode }) => billingMode === 'PAY_PER_REQUEST', range('readCapacity', 0, 0), range('writeCapacity', 0, 0)),
    within('ttl', ({ enabled, attributeName }) => (enabled === true && !textOf(attributeName) ? [{ path: 'attributeName', reason: 'must be set when enabled is true' }] : [])),
  ],
  apply: [
    strongConsistency,
    when((inputs) => isPresent(inputs, 'replicas') && inputs['streamEnabled'] === true, oneOf('streamViewType', ['NEW_AND_OLD_IMAGES'])),
    (inputs, situation) =>
      listOf(inputs['replicas']).flatMap((replica, index) =>
        objectOf(replica)['regionName'] === regionOf(situation) ? [{ path: `replicas[${index}].regionName`, reason: "is the table's own region" }] : [],
      ),
  ],
  remove: [protectedBy('deletionProtectionEnabled')],
  computed: ['attributes', 'hashKey', 'rangeKey', 'readCapacity', 'writeCapacity', 'pointInTimeRecovery', 'serverSideEncryption', 'streamViewType', 'tableClass', 'warmThroughput', 'replicas[].kmsKeyArn', 'replicas[].arn', 'replicas[].streamArn', 'replicas[].streamLabel', 'globalSecondaryIndexes[].readCapacity', 'globalSecondaryIndexes[].writeCapacity', 'globalSecondaryIndexes[].warmThroughput'],
  replaces: ['name', 'hashKey', 'rangeKey', 'localSecondaryIndexes', 'restoreDateTime', 'restoreToLatestTime'],
  replacesOnCount: ['importTable.s3BucketSource'],
  replacesWhen: {
    restoreSourceName: ({ after }) => isSet(after),
    restoreSourceTableArn: ({ after }) => isSet(after),
    warmThroughput: ({ before, after }) => Number(after) < Number(before),
  },
  unordered: ['attributes', 'replicas', 'globalSecondaryIndexes', 'localSecondaryIndexes'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => {
    const now = new Date().toISOString();
    const stream = situation.inputs['streamEnabled'] === true ? `${arn('dynamodb', situation, `table/${id}`)}/stream/${now}` : '';
    return {
      arn: arn('dynamodb', situation, `table/${id}`),
      streamArn: stream,
      streamLabel: stream === '' ? '' : now,
      replicas: listOf(situation.inputs['replicas']).map((replica) => ({
        arn: `arn:aws:dynamodb:${textOf(objectOf(replica)['regionName'])}:${ACCOUNT}:table/${id}`,
        streamArn: '',
      })),
    };
  },
  recomputed: ({ old, inputs }) =>
    old['streamEnabled'] !== inputs['streamEnabled'] || old['streamViewType'] !== inputs['streamViewType'] ? ['streamArn', 'streamLabel'] : [],
};

const tableReplica: Description = {
  type: 'aws:dynamodb/tableReplica:TableReplica',
  check: [isArn('globalTableArn')],
  computed: ['kmsKeyArn'],
  replaces: ['globalTableArn', 'kmsKeyArn'],
  references: { globalTableArn: [TABLE] },
  id: (situation) => `${textOf(situation.inputs['globalTableArn'])?.split('/').at(-1)}:${regionOf(situation)}`,
  outputs: (situation) => ({ arn: arn('dynamodb', situation, `table/${textOf(situation.inputs['globalTableArn'])?.split('/').at(-1)}`) }),
};

const bucket: Description = {
  type: BUCKET,
  autoname: { property: 'bucket', maximum: 63, lowerCase: true, unless: 'bucketPrefix' },
  check: [
    atMostOne('bucket', 'bucketPrefix'),
    length('bucket', 0, 63),
    rejects('bucket', /--[^-]+-az\d+--x-s3$/, 'is the name of a directory bucket'),
    conflicts('acl', 'grants'),
    conflicts('objectLockEnabled', 'objectLockConfiguration'),
  ],
  apply: [matches('bucket', /^(?!.*\.\.)(?!\d+(\.\d+){3}$)[0-9a-z][0-9a-z.-]{1,61}[0-9a-z]$/, '3 to 63 lower-case letters, digits, dots and hyphens')],
  computed: ['bucket', 'bucketPrefix', 'accelerationStatus', 'acl', 'corsRules', 'grants', 'lifecycleRules', 'logging', 'objectLockConfiguration', 'policy', 'replicationConfiguration', 'requestPayer', 'serverSideEncryptionConfiguration', 'tags', 'versioning', 'website', 'objectLockEnabled', 'bucketNamespace'],
  replaces: ['bucket', 'bucketPrefix', 'objectLockEnabled', 'bucketNamespace'],
  id: ({ inputs }) => textOf(inputs['bucket']) ?? `${textOf(inputs['bucketPrefix']) ?? ''}${hex(26)}`,
  outputs: (situation, id) => ({
    arn: `arn:aws:s3:::${id}`,
    bucket: id,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${id}.s3.${regionOf(situation)}.amazonaws.com`,
    bucketRegion: regionOf(situation),
    hostedZoneId: `Z${hashOf(regionOf(situation), 13).toUpperCase()}`,
  }),
};

const bucketVersioning: Description = {
  type: VERSIONING,
  check: [
    oneOf('versioningConfiguration.status', ['Enabled', 'Suspended', 'Disabled']),
    oneOf('versioningConfiguration.mfaDelete', ['Enabled', 'Disabled']),
    matches('expectedBucketOwner', /^\d{12}$/, 'an account of 12 digits'),
  ],
  plan: [
    (inputs, { old }) => {
      const [before, after] = [old, inputs].map((values) => objectOf(values?.['versioningConfiguration'])['status']);
      const isTurnedOff = (before === 'Enabled' || before === 'Suspended') && after === 'Disabled';
      return isTurnedOff ? [{ path: 'versioningConfiguration.status', reason: `cannot go from ${before} back to Disabled: use Suspended` }] : [];
    },
  ],
  computed: ['versioningConfiguration.mfaDelete'],
  replaces: ['bucket', 'expectedBucketOwner'],
  references: { bucket: [BUCKET] },
  id: ({ inputs }) => textOf(inputs['bucket']) ?? '',
};

/** Replication needs versions on both sides before it can be set. */
const versioned: Rule = (inputs, { cloud }) => {
  if (!cloud.knowsAll) return [];
  const isVersioned = (link: Value | undefined): boolean => {
    const target = cloud.named(link, BUCKET);
    const versioning = cloud.all(VERSIONING).find(({ state }) => target !== undefined && cloud.named(state['bucket'], BUCKET) === target);
    return target === undefined || objectOf(versioning?.state['versioningConfiguration'])['status'] === 'Enabled';
  };
  const destinations = listOf(inputs['rules']).map((rule, index) => ({
    path: `rules[${index}].destination.bucket`,
    link: objectOf(objectOf(rule)['destination'])['bucket'],
  }));
  return [{ path: 'bucket', link: inputs['bucket'] }, ...destinations]
    .filter(({ link }) => !isVersioned(link))
    .map(({ path, link }) => ({ path, reason: `${String(link)} is not versioned: create a BucketVersioning with Enabled first and depend on it` }));
};

const bucketReplication: Description = {
  type: 'aws:s3/bucketReplicationConfig:BucketReplicationConfig',
  check: [
    isArn('role'),
    matches('rules[].destination.bucket', /^arn:[\w-]+:s3:::.+$/, 'the ARN of a bucket'),
    items('rules', 1, 1000),
    oneOf('rules[].status', ['Enabled', 'Disabled']),
    length('rules[].id', 0, 255),
    length('rules[].prefix', 0, 1024),
    range('rules[].destination.replicationTime.time.minutes', 0),
    range('rules[].destination.metrics.eventThreshold.minutes', 0),
    isArn('rules[].destination.encryptionConfiguration.replicaKmsKeyId'),
  ],
  apply: [
    oneOf('rules[].destination.replicationTime.time.minutes', [15]),
    oneOf('rules[].destination.metrics.eventThreshold.minutes', [15]),
    within('rules[]', when((rule) => isSet(rule['filter']), required('deleteMarkerReplication'))),
    versioned,
  ],
  computed: ['rules[].id', 'rules[].filter'],
  replaces: ['bucket'],
  references: { bucket: [BUCKET], 'rules[].destination.bucket': [BUCKET] },
  secrets: ['token'],
  id: ({ inputs }) => textOf(inputs['bucket']) ?? '',
};

/** A setting of a bucket that stands for itself: one for each bucket. */
function bucketSetting(name: string, rest: Partial<Description> = {}): Description {
  return {
    type: `aws:s3/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    replaces: ['bucket'],
    references: { bucket: [BUCKET] },
    id: ({ inputs }) => textOf(inputs['bucket']) ?? '',
    ...rest,
  };
}

const bucketSettings = [
  bucketSetting('bucketPublicAccessBlock'),
  bucketSetting('bucketPolicy', { check: [isJson('policy')], normal: { policy: byMeaning } }),
  bucketSetting('bucketServerSideEncryptionConfiguration', {
    check: [oneOf('rules[].applyServerSideEncryptionByDefault.sseAlgorithm', ['AES256', 'aws:kms', 'aws:kms:dsse'])],
    computed: ['rules[].blockedEncryptionTypes', 'rules[].bucketKeyEnabled'],
  }),
  bucketSetting('bucketOwnershipControls', { check: [oneOf('rule.objectOwnership', ['BucketOwnerPreferred', 'ObjectWriter', 'BucketOwnerEnforced'])] }),
  bucketSetting('bucketLifecycleConfiguration', {
    listsDefaults: false,
    check: [oneOf('rules[].status', ['Enabled', 'Disabled']), within('rules[]', atLeastOne('abortIncompleteMultipartUpload', 'expiration', 'transitions', 'noncurrentVersionExpiration', 'noncurrentVersionTransitions'))],
    computed: ['transitionDefaultMinimumObjectSize', 'rules[].prefix', 'rules[].filter'],
  }),
];

const GLOBAL_MEMBER_FORBIDS = ['numNodeGroups', 'parameterGroupName', 'engine', 'engineVersion', 'nodeType', 'securityGroupNames', 'transitEncryptionEnabled', 'transitEncryptionMode', 'atRestEncryptionEnabled', 'snapshotArns', 'snapshotName'];

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
    matches('replicationGroupId', /^(?!.*--)[A-Za-z][0-9A-Za-z-]{0,39}(?<!-)$/, '1 to 40 letters, digits and single hyphens, starting with a letter'),
    ...windows('snapshotWindow', 'maintenanceWindow'),
  ],
  plan: [
    when(({ multiAzEnabled }) => multiAzEnabled === true, ({ automaticFailoverEnabled }) => (automaticFailoverEnabled === true ? [] : [{ path: 'multiAzEnabled', reason: 'needs automaticFailoverEnabled true' }])),
    when(
      ({ automaticFailoverEnabled, numCacheClusters }) => automaticFailoverEnabled === true && isSet(numCacheClusters),
      range('numCacheClusters', 2),
    ),
  ],
  apply: [when((inputs) => !isPresent(inputs, 'globalReplicationGroupId'), required('nodeType'))],
  computed: ['atRestEncryptionEnabled', 'autoMinorVersionUpgrade', 'clusterMode', 'engine', 'engineVersion', 'globalReplicationGroupId', 'ipDiscovery', 'maintenanceWindow', 'networkType', 'nodeGroupConfigurations', 'nodeType', 'numCacheClusters', 'numNodeGroups', 'parameterGroupName', 'replicasPerNodeGroup', 'securityGroupIds', 'securityGroupNames', 'snapshotWindow', 'subnetGroupName', 'transitEncryptionEnabled', 'transitEncryptionMode', 'authTokenUpdateStrategy'],
  replaces: ['replicationGroupId', 'globalReplicationGroupId', 'kmsKeyId', 'atRestEncryptionEnabled', 'subnetGroupName', 'port', 'snapshotArns', 'snapshotName', 'networkType', 'dataTieringEnabled', 'securityGroupNames'],
  replacesWhen: {
    engineVersion: ({ before, after }) => Number.parseInt(String(after), 10) < Number.parseInt(String(before), 10),
    engine: ({ before, after }) => before === 'valkey' && after === 'redis',
    transitEncryptionEnabled: (_change, { old }) => String(old['engineVersionActual']) < '7.0.5',
    nodeGroupConfigurations: ({ before, after }) => !isSet(before) || !isSet(after),
  },
  normal: { replicationGroupId: (value) => String(value).toLowerCase() },
  references: { globalReplicationGroupId: ['aws:elasticache/globalReplicationGroup:GlobalReplicationGroup'], subnetGroupName: [CACHE_SUBNET_GROUP], 'securityGroupIds[]': [SECURITY_GROUP] },
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
  recomputed: ({ old, inputs }) => (isSet(inputs['numCacheClusters']) && old['numCacheClusters'] !== inputs['numCacheClusters'] ? ['memberClusters'] : []),
};

const globalReplicationGroup: Description = {
  type: 'aws:elasticache/globalReplicationGroup:GlobalReplicationGroup',
  plan: [
    (inputs, { old }) => {
      const [before, after] = [old?.['engineVersion'], inputs['engineVersion']].map((version) => Number.parseFloat(String(version)));
      return (after ?? 0) < (before ?? 0) ? [{ path: 'engineVersion', reason: `cannot be lowered from ${String(before)} to ${String(after)}` }] : [];
    },
    requires('parameterGroupName', 'engineVersion'),
  ],
  computed: ['automaticFailoverEnabled', 'cacheNodeType', 'engine', 'engineVersion', 'globalReplicationGroupDescription', 'numNodeGroups'],
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

/** Tables, buckets and caches. */
export const stores = [table, tableReplica, bucket, bucketVersioning, bucketReplication, ...bucketSettings, replicationGroup, globalReplicationGroup, cacheSubnetGroup];

