import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { ACCOUNT, EAST } from './places.ts';

// What joins Google Cloud and AWS in one program. Tests break one thing in it.

const trust = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: 'accounts.google.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'accounts.google.com:sub': '1234', 'accounts.google.com:aud': '1234' } },
    },
  ],
});

const answer = (cloud: string, entry: string, weight: number): readonly Draft[] => [
  draft(
    'aws:route53/healthCheck:HealthCheck',
    `check-${cloud}`,
    {
      type: 'HTTPS',
      ipAddress: id,
      fqdn: 'www.acme.test',
      port: 443,
      enableSni: true,
      resourcePath: '/ready',
      requestInterval: 10,
      failureThreshold: 3,
    },
    { links: { ipAddress: [entry] } },
  ),
  draft(
    'aws:route53/record:Record',
    `answer-${cloud}`,
    {
      zoneId: 'Z1',
      name: 'www.acme.test',
      type: 'A',
      ttl: 30,
      records: [id],
      setIdentifier: cloud,
      weightedRoutingPolicies: [{ weight }],
      healthCheckId: id,
    },
    { links: { records: [entry], healthCheckId: [`check-${cloud}`] } },
  ),
];

const identity: readonly Draft[] = [
  draft('gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider', 'trusts-aws', {
    workloadIdentityPoolId: 'aws',
    workloadIdentityPoolProviderId: 'aws',
    aws: { accountId: ACCOUNT },
    attributeCondition: "attribute.role in ['api']",
  }),
  draft('gcp:serviceaccount/iAMMember:IAMMember', 'acts', {
    role: 'roles/iam.workloadIdentityUser',
    member:
      'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/aws/attribute.role/api',
  }),
  draft('aws:iam/role:Role', 'trusts-google', { assumeRolePolicy: trust }),
  draft(
    'aws:iam/rolePolicy:RolePolicy',
    'reads-files',
    {
      role: id,
      policy: JSON.stringify({
        Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::files/*'] }],
      }),
    },
    { links: { role: ['trusts-google'] } },
  ),
];

const objects: readonly Draft[] = [
  draft('gcp:storage/transferJob:TransferJob', 'from-aws', {
    transferSpec: {
      awsS3DataSource: { bucketName: 'files', roleArn: id },
      gcsDataSink: { bucketName: 'files' },
      objectConditions: { includePrefixes: ['aws/'] },
      transferOptions: { deleteObjectsUniqueInSink: false },
    },
    schedule: { scheduleStartDate: { year: 2026, month: 1, day: 1 }, repeatInterval: '3600s' },
  }),
  draft('aws:datasync/task:Task', 'from-google', {
    region: EAST,
    includes: { filterType: 'SIMPLE_PATTERN', value: '/gcp/*' },
    options: { preserveDeletedFiles: 'PRESERVE' },
    schedule: { scheduleExpression: 'cron(0 * * * ? *)' },
  }),
];

const database: readonly Draft[] = [
  draft('gcp:sql/databaseInstance:DatabaseInstance', 'sql', {
    region: 'us-central1',
    settings: { databaseFlags: [{ name: 'cloudsql.logical_decoding', value: 'on' }] },
  }),
  draft('gcp:sql/user:User', 'follower', { instance: id }, { links: { instance: ['sql'] } }),
  draft('aws:dms/replicationInstance:ReplicationInstance', 'carrier', { region: EAST, multiAz: true }),
  draft(
    'aws:dms/endpoint:Endpoint',
    'from',
    { endpointType: 'source', username: id },
    { links: { username: ['follower'] } },
  ),
  draft('aws:dms/endpoint:Endpoint', 'to', { endpointType: 'target' }),
  draft(
    'aws:dms/replicationTask:ReplicationTask',
    'changes',
    {
      migrationType: 'full-load-and-cdc',
      tableMappings: JSON.stringify({
        rules: [
          {
            'rule-type': 'selection',
            'rule-action': 'include',
            'object-locator': { 'schema-name': 'public', 'table-name': '%' },
          },
        ],
      }),
      replicationInstanceArn: id,
      sourceEndpointArn: id,
      targetEndpointArn: id,
    },
    { links: { replicationInstanceArn: ['carrier'], sourceEndpointArn: ['from'], targetEndpointArn: ['to'] } },
  ),
];

const secrets: readonly Draft[] = [
  draft('gcp:secretmanager/secret:Secret', 'google-key', { secretId: 'acme-gcp-session-key' }, { parent: 'google' }),
  draft(
    'aws:secretsmanager/secret:Secret',
    'aws-key',
    { region: EAST, name: 'acme-aws-session-key' },
    { parent: 'on-aws' },
  ),
  draft(
    'aws:secretsmanager/secretVersion:SecretVersion',
    'aws-key-1',
    { secretId: id, secretString: '[secret]' },
    { links: { secretId: ['aws-key'] } },
  ),
];

/** One program on both clouds: names, identities, objects, database and secrets. */
export const multiPlan: readonly Draft[] = [
  draft('tandem:index:MultiCloud', 'both', {}),
  draft('tandem:index:GcpTwoRegion', 'google', {}, { parent: 'both' }),
  draft('tandem:index:AwsTwoRegion', 'on-aws', {}, { parent: 'both' }),
  draft('gcp:compute/globalAddress:GlobalAddress', 'anycast', {}),
  draft('aws:globalaccelerator/accelerator:Accelerator', 'front', { enabled: true }),
  ...answer('gcp', 'anycast', 70),
  ...answer('aws', 'front', 30),
  ...identity,
  ...objects,
  ...database,
  ...secrets,
];
