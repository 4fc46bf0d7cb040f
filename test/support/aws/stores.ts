import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { ACCOUNT, AWS_REGIONS, EAST, other, WEST } from './places.ts';

export const keys: readonly Draft[] = [
  draft('aws:kms/key:Key', `key-${EAST}`, { region: EAST, multiRegion: true, enableKeyRotation: true }),
  draft(
    'aws:kms/replicaKey:ReplicaKey',
    `key-${WEST}`,
    { region: WEST, primaryKeyArn: id },
    { links: { primaryKeyArn: [`key-${EAST}`] } },
  ),
];

export const database: readonly Draft[] = [
  draft('aws:rds/globalCluster:GlobalCluster', 'db', {
    region: EAST,
    globalClusterIdentifier: 'db',
    engine: 'aurora-postgresql',
    engineVersion: '16.6',
    storageEncrypted: true,
    deletionProtection: true,
  }),
  ...AWS_REGIONS.flatMap((region, index) => [
    draft(
      'aws:rds/cluster:Cluster',
      `db-${region}`,
      {
        region,
        clusterIdentifier: `db-${region}`,
        engine: 'aurora-postgresql',
        engineVersion: '16.6',
        globalClusterIdentifier: id,
        storageEncrypted: true,
        kmsKeyId: id,
        deletionProtection: true,
        backupRetentionPeriod: 14,
        copyTagsToSnapshot: true,
        dbSubnetGroupName: 'data',
        vpcSecurityGroupIds: [id],
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: `db-${region}-last`,
        ...(index === 0
          ? { masterUsername: 'root', masterPasswordWo: '[secret]', masterPasswordWoVersion: 1, databaseName: 'app' }
          : {}),
      },
      {
        links: {
          globalClusterIdentifier: ['db'],
          kmsKeyId: [`key-${region}`],
          vpcSecurityGroupIds: [`data-${region}`],
        },
        ignoreChanges: [
          'replicationSourceIdentifier',
          'globalClusterIdentifier',
          'engineVersion',
          'snapshotIdentifier',
        ],
      },
    ),
    ...['0', '1'].map((at) =>
      draft(
        'aws:rds/clusterInstance:ClusterInstance',
        `db-${region}-${at}`,
        {
          region,
          clusterIdentifier: id,
          engine: 'aurora-postgresql',
          instanceClass: 'db.r6g.large',
          publiclyAccessible: false,
        },
        { links: { clusterIdentifier: [`db-${region}`] } },
      ),
    ),
  ]),
];

export const stores: readonly Draft[] = [
  draft('aws:dynamodb/table:Table', 'orders', {
    region: EAST,
    hashKey: 'id',
    attributes: [{ name: 'id', type: 'S' }],
    billingMode: 'PAY_PER_REQUEST',
    deletionProtectionEnabled: true,
    pointInTimeRecovery: { enabled: true },
    streamEnabled: true,
    streamViewType: 'NEW_AND_OLD_IMAGES',
    replicas: [{ regionName: WEST, pointInTimeRecovery: true, deletionProtectionEnabled: true }],
  }),
  draft(
    'aws:secretsmanager/secret:Secret',
    'password',
    { region: EAST, replicas: [{ region: WEST, kmsKeyId: id }] },
    { links: { replicas: [`key-${WEST}`] } },
  ),
  draft(
    'aws:secretsmanager/secretVersion:SecretVersion',
    'password-1',
    { region: EAST, secretId: id, secretString: '[secret]' },
    { links: { secretId: ['password'] } },
  ),
  draft('aws:ecr/repository:Repository', 'images', { region: EAST, name: 'api', imageTagMutability: 'IMMUTABLE' }),
  draft('aws:ecr/replicationConfiguration:ReplicationConfiguration', 'image-copies', {
    region: EAST,
    replicationConfiguration: { rules: [{ destinations: [{ region: WEST, registryId: ACCOUNT }] }] },
  }),
  ...AWS_REGIONS.flatMap((region) => [
    ...['files', 'logs'].flatMap((kind) => [
      draft('aws:s3/bucket:Bucket', `${kind}-${region}`, { region, bucket: `acme-${kind}-${region}` }),
      draft(
        'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
        `${kind}-private-${region}`,
        {
          region,
          bucket: id,
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        { links: { bucket: [`${kind}-${region}`] } },
      ),
    ]),
    draft(
      'aws:s3/bucketPolicy:BucketPolicy',
      `logs-writers-${region}`,
      {
        region,
        bucket: id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
              Action: 's3:PutObject',
              Resource: `arn:aws:s3:::acme-logs-${region}/*`,
            },
          ],
        }),
      },
      { links: { bucket: [`logs-${region}`] } },
    ),
    draft(
      'aws:s3/bucketVersioning:BucketVersioning',
      `versions-${region}`,
      { region, bucket: id, versioningConfiguration: { status: 'Enabled' } },
      { links: { bucket: [`files-${region}`] } },
    ),
    draft(
      'aws:s3/bucketReplicationConfig:BucketReplicationConfig',
      `copy-${region}`,
      {
        region,
        bucket: id,
        role: id,
        rules: [
          {
            id: 'all',
            status: 'Enabled',
            priority: 1,
            filter: {},
            deleteMarkerReplication: { status: 'Enabled' },
            sourceSelectionCriteria: {
              replicaModifications: { status: 'Enabled' },
              sseKmsEncryptedObjects: { status: 'Enabled' },
            },
            destination: {
              bucket: id,
              encryptionConfiguration: { replicaKmsKeyId: id },
              replicationTime: { status: 'Enabled', time: { minutes: 15 } },
              metrics: { status: 'Enabled', eventThreshold: { minutes: 15 } },
            },
          },
        ],
      },
      {
        links: {
          role: ['copier-role'],
          bucket: [`files-${region}`],
          rules: [`files-${other(region)}`, `key-${other(region)}`],
        },
      },
    ),
  ]),
];
