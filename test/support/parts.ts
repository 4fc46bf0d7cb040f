import { draft, UNKNOWN_VALUE as id, type Draft } from './graph.ts';

// Parts that both plans share: stores and signals.

export const REGIONS = ['us-central1', 'us-east1'] as const;

const SQL_INSTANCE = 'gcp:sql/databaseInstance:DatabaseInstance';
const ALERT_POLICY = 'gcp:monitoring/alertPolicy:AlertPolicy';

const settings = {
  tier: 'db-perf-optimized-N-2',
  edition: 'ENTERPRISE_PLUS',
  availabilityType: 'REGIONAL',
  deletionProtectionEnabled: true,
  ipConfiguration: { ipv4Enabled: false, privateNetwork: id, sslMode: 'ENCRYPTED_ONLY' },
};

/** A network with a subnet in each region, joined to the services of the provider. */
export const networkPlan: readonly Draft[] = [
  draft('gcp:compute/network:Network', 'net', { name: 'net-1234567', autoCreateSubnetworks: false }),
  ...REGIONS.map((region, index) =>
    draft(
      'gcp:compute/subnetwork:Subnetwork',
      `subnet-${region}`,
      { region, network: id, ipCidrRange: `10.${index}.0.0/20` },
      { links: { network: ['net'] } },
    ),
  ),
  draft(
    'gcp:compute/globalAddress:GlobalAddress',
    'services-range',
    { purpose: 'VPC_PEERING', addressType: 'INTERNAL', address: '10.100.0.0', prefixLength: 16, network: id },
    { links: { network: ['net'] } },
  ),
  draft(
    'gcp:servicenetworking/connection:Connection',
    'services',
    { network: id, service: 'servicenetworking.googleapis.com', reservedPeeringRanges: [id] },
    { links: { network: ['net'], reservedPeeringRanges: ['services-range'] } },
  ),
];

/** A database pair, a bucket, a secret and a repository, each in both regions. */
export const storesPlan: readonly Draft[] = [
  draft(
    SQL_INSTANCE,
    'db-primary',
    {
      name: id,
      region: REGIONS[0],
      databaseVersion: 'POSTGRES_17',
      deletionProtection: true,
      instanceType: 'CLOUD_SQL_INSTANCE',
      replicaNames: [id],
      settings: {
        ...settings,
        backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 7 },
      },
    },
    { links: { settings: ['net'] } },
  ),
  draft(
    SQL_INSTANCE,
    'db-replica',
    {
      name: id,
      region: REGIONS[1],
      databaseVersion: 'POSTGRES_17',
      deletionProtection: true,
      instanceType: 'READ_REPLICA_INSTANCE',
      masterInstanceName: id,
      replicaConfiguration: { cascadableReplica: false },
      replicaNames: [],
      settings: { ...settings, backupConfiguration: { enabled: false } },
    },
    { links: { masterInstanceName: ['db-primary'], settings: ['net'] } },
  ),
  draft('gcp:storage/bucket:Bucket', 'data', {
    name: 'data-1234567',
    location: 'NAM4',
    rpo: 'ASYNC_TURBO',
    versioning: { enabled: true },
    uniformBucketLevelAccess: true,
    publicAccessPrevention: 'enforced',
  }),
  draft('gcp:secretmanager/secret:Secret', 'password', {
    secretId: 'db-password',
    deletionProtection: true,
    replication: { userManaged: { replicas: REGIONS.map((location) => ({ location })) } },
  }),
  draft(
    'gcp:secretmanager/secretVersion:SecretVersion',
    'password-version',
    { secret: id, secretData: '[secret]' },
    { links: { secret: ['password'] } },
  ),
  draft('gcp:artifactregistry/repository:Repository', 'images', {
    repositoryId: 'images',
    location: 'us',
    format: 'DOCKER',
  }),
];

const alert = (name: string, condition: Readonly<Record<string, unknown>>): Draft =>
  draft(
    ALERT_POLICY,
    `alert-${name}`,
    {
      displayName: name,
      combiner: 'OR',
      conditions: [{ displayName: name, ...condition }],
      notificationChannels: [id],
      alertStrategy: { autoClose: '1800s', notificationRateLimit: { period: '300s' } },
    },
    { links: { notificationChannels: ['oncall'] } },
  );

const log = (filter: string) => ({ conditionMatchedLog: { filter } });
const metric = (filter: string, duration = '0s') => ({
  conditionThreshold: { filter, comparison: 'COMPARISON_GT', thresholdValue: 1, duration },
});

const uptime = (name: string, headers: Readonly<Record<string, string>>): readonly Draft[] => [
  draft('gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig', name, {
    displayName: name,
    timeout: '5s',
    period: '60s',
    selectedRegions: ['USA', 'EUROPE', 'ASIA_PACIFIC'],
    httpCheck: { path: '/ready', useSsl: true, headers },
    monitoredResource: { type: 'uptime_url', labels: { host: 'api.acme.test' } },
  }),
  draft(
    ALERT_POLICY,
    `alert-${name}`,
    {
      displayName: name,
      combiner: 'OR',
      conditions: [{ displayName: name, ...metric(id) }],
      notificationChannels: [id],
    },
    { links: { notificationChannels: ['oncall'], conditions: [name] } },
  ),
];

/** Alerts, uptime checks and the channel that hears of them. */
export const signalsPlan: readonly Draft[] = [
  draft('gcp:monitoring/notificationChannel:NotificationChannel', 'oncall', {
    type: 'email',
    labels: { email_address: 'oncall@acme.test' },
  }),
  draft('gcp:logging/metric:Metric', 'errors', {
    name: 'errors-1234567',
    filter: 'resource.type="cloud_run_revision" AND httpRequest.status>=500',
  }),
  ...REGIONS.flatMap((region) => [
    alert(
      `errors-${region}`,
      metric(`metric.type="logging.googleapis.com/user/errors-1234567" AND resource.labels.location="${region}"`),
    ),
    alert(
      `429-${region}`,
      log(`resource.type="cloud_run_revision" resource.labels.location="${region}" httpRequest.status=429`),
    ),
    ...uptime(`uptime-${region}`, { 'x-tandem-region': region }),
  ]),
  ...uptime('uptime', {}),
  alert('no-backend', log('resource.type="http_load_balancer" jsonPayload.statusDetails="failed_to_pick_backend"')),
  alert('headroom', metric('metric.type="run.googleapis.com/container/instance_count"', '60s')),
  alert('lag', metric('metric.type="cloudsql.googleapis.com/database/replication/replica_lag"', '60s')),
];
