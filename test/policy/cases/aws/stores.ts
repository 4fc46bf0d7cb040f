import { awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const cluster = 'db-us-west-2';
const ignoring = (name: string, ignoreChanges: readonly string[], plan: readonly Draft[] = awsPlan): readonly Draft[] =>
  plan.map((one) => (one.name === name ? { ...one, ignoreChanges } : one));
const strong = (inputs: Record<string, unknown>): readonly Draft[] => [
  draft('aws:dynamodb/table:Table', 'sure', {
    region: 'us-east-1',
    replicas: [
      { regionName: 'us-west-2', consistencyMode: 'STRONG' },
      { regionName: 'us-east-2', consistencyMode: 'STRONG' },
    ],
    ...inputs,
  }),
];
const table = 'orders';
const copy = 'copy-us-east-1';
const keyOfCopy = 'rules.0.destination.encryptionConfiguration.replicaKmsKeyId';
const encrypted = 'rules.0.sourceSelectionCriteria.sseKmsEncryptedObjects.status';
const cache = (inputs: Record<string, unknown>): readonly Draft[] => [
  draft('aws:elasticache/replicationGroup:ReplicationGroup', 'cache', {
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    numCacheClusters: 2,
    ...inputs,
  }),
];
const globalCache = (ignoreChanges: readonly string[]): readonly Draft[] => [
  draft('aws:elasticache/globalReplicationGroup:GlobalReplicationGroup', 'caches', {}, { ignoreChanges }),
];

export const awsStoreCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-058-secrets-have-values': {
    pass: [
      holds('a version', awsPlan),
      holds('a rotation', [
        draft('aws:secretsmanager/secret:Secret', 'key', { name: 'key' }),
        draft('aws:secretsmanager/secretRotation:SecretRotation', 'makes', { secretId: 'key' }),
      ]),
    ],
    fail: [broken('none', without(awsPlan, 'password-1'), 'password', 'secretsmanager.SecretVersion')],
    unknown: [broken('of which secret', relink(awsPlan, 'password-1', 'secretId', []), 'password-1', 'secretId')],
  },
  'tandem-aws-010-stores-are-guarded': {
    pass: [holds('guarded', awsPlan)],
    fail: [
      breaks('load balancer', { at: 'lb-us-east-1', path: 'enableDeletionProtection', value: false }),
      breaks('cluster', { at: cluster, path: 'deletionProtection', value: undefined }),
      breaks('global database', { at: 'db', path: 'deletionProtection', value: false }),
      breaks('table', { at: table, path: 'deletionProtectionEnabled', value: false }),
      breaks('replica', { at: table, path: 'replicas.0.deletionProtectionEnabled', value: undefined }),
    ],
    unknown: [
      hides(cluster, 'deletionProtection'),
      hides(table, 'replicas'),
      hides(table, 'replicas.0', { found: { argument: 'replicas[0].deletionProtectionEnabled' } }),
    ],
  },
  'tandem-aws-019-members-can-swap': {
    pass: [
      holds('neither', awsPlan),
      holds('alone', [draft('aws:rds/cluster:Cluster', 'one', { manageMasterUserPassword: true })]),
    ],
    fail: [
      breaks('managed password', { at: cluster, path: 'manageMasterUserPassword', value: true }),
      breaks('source', { at: cluster, path: 'replicationSourceIdentifier', value: id }),
    ],
    unknown: [hides(cluster, 'manageMasterUserPassword')],
  },
  'tandem-aws-020-switchover-is-no-change': {
    pass: [holds('ignored', awsPlan), holds('alone', [draft('aws:rds/cluster:Cluster', 'one', {})])],
    fail: [
      broken(
        'one missing',
        ignoring(cluster, ['replicationSourceIdentifier', 'engineVersion']),
        cluster,
        'ignoreChanges',
        /lacks globalClusterIdentifier/,
      ),
      broken('none', ignoring(cluster, []), cluster, 'ignoreChanges'),
    ],
    unknown: [
      broken(
        'a member of what',
        relink(ignoring(cluster, []), cluster, 'globalClusterIdentifier', []),
        cluster,
        'globalClusterIdentifier',
      ),
    ],
  },
  'tandem-aws-021-members-are-alike': {
    pass: [
      holds('alike', awsPlan),
      holds(
        'version of the global database',
        ['db-us-east-1', cluster].reduce(
          (plan, name) => relink(change(plan, name, 'engineVersion', id), name, 'engineVersion', ['db']),
          awsPlan,
        ),
      ),
    ],
    fail: [
      breaks('another version of the whole', { at: 'db', path: 'engineVersion', value: '15.4', problem: /while/ }),
      broken(
        'parameters on one side',
        relink(
          change(
            [
              ...awsPlan,
              draft('aws:rds/clusterParameterGroup:ClusterParameterGroup', 'own', {
                family: 'aurora-postgresql16',
                parameters: [{ name: 'rds.force_ssl', value: '1' }],
              }),
            ],
            'db-us-west-2',
            'dbClusterParameterGroupName',
            id,
          ),
          'db-us-west-2',
          'dbClusterParameterGroupName',
          ['own'],
        ),
        'db-us-east-1',
        'dbClusterParameterGroupName',
      ),

      breaks('version', {
        at: cluster,
        path: 'engineVersion',
        value: '15.4',
        problem: /"15\.4" while db-us-east-1 has "16\.6"/,
      }),
      breaks('identifier', { at: cluster, path: 'clusterIdentifier', value: 'db-us-east-1' }),
      breaks('no key', { at: cluster, path: 'kmsKeyId', value: undefined }),
      broken(
        'key of the other region',
        relink(awsPlan, cluster, 'kmsKeyId', ['key-us-east-1']),
        cluster,
        'kmsKeyId',
        /a key in us-east-1/,
      ),
      broken('one instance', without(awsPlan, 'db-us-west-2-1'), cluster, 'rds.ClusterInstance', /has 1/),
      breaks('backups', { at: cluster, path: 'backupRetentionPeriod', value: 1 }),
      breaks('same region', { at: cluster, path: 'region', value: 'us-east-1' }),
      broken(
        'one cluster',
        without(awsPlan, cluster).filter(({ name }) => !name.startsWith(`${cluster}-`)),
        'db',
        'globalClusterIdentifier',
      ),
    ],
    unknown: [
      hides(cluster, 'engineVersion'),
      broken('key of another program', relink(awsPlan, cluster, 'kmsKeyId', []), cluster, 'kmsKeyId'),
    ],
  },
  'tandem-aws-022-no-burstable-database': {
    pass: [
      holds('memory class', awsPlan),
      holds('alone', [draft('aws:rds/clusterInstance:ClusterInstance', 'one', { instanceClass: 'db.t4g.medium' })]),
      holds(
        'serverless',
        ['db-us-east-1-0', 'db-us-east-1-1', 'db-us-west-2-0', 'db-us-west-2-1'].reduce(
          (plan, name) => change(plan, name, 'instanceClass', 'db.serverless'),
          awsPlan,
        ),
      ),
    ],
    fail: [
      breaks('burstable', { at: 'db-us-west-2-0', path: 'instanceClass', value: 'db.t4g.medium' }),
      breaks('smaller', {
        at: 'db-us-west-2-0',
        path: 'instanceClass',
        value: 'db.r6g.medium',
        problem: /has db\.r6g\.large/,
      }),
      breaks('no class', { at: 'db-us-west-2-0', path: 'instanceClass', value: 'large' }),
    ],
    unknown: [hides('db-us-west-2-0', 'instanceClass')],
  },
  'tandem-aws-023-tables-keep-history': {
    pass: [
      holds('everywhere', awsPlan),
      holds('one region', [draft('aws:dynamodb/table:Table', 'one', {})]),
      holds('replicas apart', [
        draft(
          'aws:dynamodb/table:Table',
          'one',
          { pointInTimeRecovery: { enabled: true }, streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' },
          { ignoreChanges: ['replicas'] },
        ),
        draft(
          'aws:dynamodb/tableReplica:TableReplica',
          'two',
          { globalTableArn: id, pointInTimeRecovery: true },
          { links: { globalTableArn: ['one'] } },
        ),
      ]),
    ],
    fail: [
      breaks('table', { at: table, path: 'pointInTimeRecovery.enabled', value: false }),
      breaks('replica', { at: table, path: 'replicas.0.pointInTimeRecovery', value: undefined }),
      breaks('no stream', { at: table, path: 'streamEnabled', value: false }),
      breaks('keys only', { at: table, path: 'streamViewType', value: 'KEYS_ONLY' }),
      broken('of 2017', [draft('aws:dynamodb/globalTable:GlobalTable', 'old', {})], 'old', 'type'),
      broken(
        'both styles',
        [
          ...awsPlan,
          draft(
            'aws:dynamodb/tableReplica:TableReplica',
            'two',
            { globalTableArn: id, pointInTimeRecovery: true },
            { links: { globalTableArn: [table] } },
          ),
        ],
        table,
        'replicas',
      ),
    ],
    unknown: [hides(table, 'replicas'), hides(table, 'pointInTimeRecovery.enabled'), hides(table, 'streamViewType')],
  },
  'tandem-aws-024-strong-tables': {
    pass: [
      holds('three regions', strong({})),
      holds(
        'a witness',
        strong({
          replicas: [{ regionName: 'us-west-2', consistencyMode: 'STRONG' }],
          globalTableWitness: { regionName: 'us-east-2' },
        }),
      ),
      holds('eventual', awsPlan),
    ],
    fail: [
      broken(
        'two regions',
        strong({ replicas: [{ regionName: 'us-west-2', consistencyMode: 'STRONG' }] }),
        'sure',
        'replicas',
        /make 2 regions/,
      ),
      broken(
        'across sets',
        strong({
          globalTableWitness: undefined,
          replicas: [
            { regionName: 'eu-west-1', consistencyMode: 'STRONG' },
            { regionName: 'us-east-2', consistencyMode: 'STRONG' },
          ],
        }),
        'sure',
        'replicas',
        /one set/,
      ),
      broken('time to live', strong({ ttl: { enabled: true, attributeName: 'end' } }), 'sure', 'ttl'),
      broken(
        'one replica eventual',
        strong({ replicas: [{ regionName: 'us-west-2', consistencyMode: 'STRONG' }, { regionName: 'us-east-2' }] }),
        'sure',
        'replicas[1].consistencyMode',
      ),
    ],
    unknown: [
      broken(
        'mode',
        strong({ replicas: [{ regionName: 'us-west-2', consistencyMode: id }] }),
        'sure',
        'replicas[0].consistencyMode',
      ),
    ],
  },
  'tandem-aws-025-buckets-copy-both-ways': {
    pass: [holds('both ways', awsPlan), holds('a bucket alone', [draft('aws:s3/bucket:Bucket', 'one', {})])],
    fail: [
      broken(
        'one way',
        without(awsPlan, 'copy-us-west-2'),
        'files-us-west-2',
        's3.BucketReplicationConfig',
        /never comes back/,
      ),
      broken('no versions', without(awsPlan, 'versions-us-west-2'), 'files-us-west-2', 's3.BucketVersioning'),
      breaks('versions suspended', {
        at: 'versions-us-west-2',
        path: 'versioningConfiguration.status',
        value: 'Suspended',
      }),
      breaks('switched off', { at: copy, path: 'rules.0.status', value: 'Disabled' }),
      breaks('no delete markers', {
        at: copy,
        path: 'rules.0.deleteMarkerReplication',
        value: undefined,
        found: { argument: 'rules[0].deleteMarkerReplication.status' },
      }),
      breaks('no time control', { at: copy, path: 'rules.0.destination.replicationTime.status', value: 'Disabled' }),
      breaks('no metrics', { at: copy, path: 'rules.0.destination.metrics.status', value: undefined }),
      breaks('no changes of copies', {
        at: copy,
        path: 'rules.0.sourceSelectionCriteria.replicaModifications.status',
        value: 'Disabled',
      }),
      breaks('another time', { at: copy, path: 'rules.0.destination.replicationTime.time.minutes', value: 5 }),
      breaks('same region', { at: 'files-us-west-2', path: 'region', value: 'us-east-1' }),
    ],
    unknown: [
      hides(copy, 'rules'),
      hides(copy, 'rules.0.status'),
      hides('versions-us-west-2', 'versioningConfiguration.status'),
    ],
  },
  'tandem-aws-026-copies-use-keys-of-their-region': {
    pass: [
      holds('keys of the copies', awsPlan),
      holds('no keys', change(change(awsPlan, copy, keyOfCopy, undefined), copy, encrypted, undefined)),
      holds('key of AWS', change(awsPlan, 'password', 'replicas.0.kmsKeyId', 'alias/aws/secretsmanager')),
    ],
    fail: [
      broken(
        'key of the source',
        relink(awsPlan, copy, 'rules', ['files-us-west-2', 'key-us-east-1']),
        copy,
        keyOfCopy.replace('.0.', '[0].'),
        /a key in us-east-1/,
      ),
      breaks('ARN of the source', { at: copy, path: keyOfCopy, value: 'arn:aws:kms:us-east-1:111122223333:key/1' }),
      breaks('encrypted left out', { at: copy, path: encrypted, value: 'Disabled' }),
      breaks('no key', { at: copy, path: keyOfCopy, value: undefined }),
      broken(
        'key of a secret',
        relink(awsPlan, 'password', 'replicas', ['key-us-east-1']),
        'password',
        'replicas[0].kmsKeyId',
      ),
    ],
    unknown: [
      broken('key of another program', relink(awsPlan, 'password', 'replicas', []), 'password', 'replicas[0].kmsKeyId'),
    ],
  },
  'tandem-aws-027-caches-survive': {
    pass: [holds('two nodes', cache({})), holds('global', globalCache(['primaryReplicationGroupId']))],
    fail: [
      broken('no failover', cache({ automaticFailoverEnabled: false }), 'cache', 'automaticFailoverEnabled'),
      broken('one zone', cache({ multiAzEnabled: undefined }), 'cache', 'multiAzEnabled'),
      broken('one node', cache({ numCacheClusters: 1 }), 'cache', 'numCacheClusters'),
      broken('replaced after a promotion', globalCache([]), 'caches', 'ignoreChanges'),
    ],
    unknown: [broken('flag', cache({ multiAzEnabled: id }), 'cache', 'multiAzEnabled')],
  },
  'tandem-aws-028-keys-work-in-both-regions': {
    pass: [
      holds('multi-region', awsPlan),
      holds('single and used at home', [
        draft('aws:kms/key:Key', 'one', { region: 'us-east-1', enableKeyRotation: true }),
      ]),
    ],
    fail: [
      breaks('a replica that is off', { at: 'key-us-west-2', path: 'enabled', value: false }),

      breaks('single-region', {
        at: 'key-us-east-1',
        path: 'multiRegion',
        value: undefined,
        problem: /key-us-west-2 is a replica/,
      }),
      breaks('no rotation', { at: 'key-us-east-1', path: 'enableKeyRotation', value: false }),
      breaks('disabled', { at: 'key-us-east-1', path: 'isEnabled', value: false }),
      breaks('replica at home', { at: 'key-us-west-2', path: 'region', value: 'us-east-1' }),
      broken('key of the other region', relink(awsPlan, cluster, 'kmsKeyId', ['key-us-east-1']), cluster, 'kmsKeyId'),
    ],
    unknown: [hides('key-us-east-1', 'multiRegion')],
  },
};
