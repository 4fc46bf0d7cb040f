import {
  AUTOSCALER,
  BACKEND_SERVICE,
  BUCKET,
  RECORD_SET,
  REDIS_CLUSTER,
  REDIS_INSTANCE,
  HTTP_PROXY,
  HTTPS_PROXY,
  LB_POLICY,
  SECRET,
  REGION_AUTOSCALER,
  REGION_MANAGER,
  REPOSITORY,
  RUN_SERVICE,
  SPANNER_INSTANCE,
  SQL_INSTANCE,
  URL_MAP,
  ZONAL_MANAGER,
} from '../../../../topology/recognise/gcp/types.ts';
import { oneOf, range, seconds, shaped, type Demand, type Demands } from '../../support/demands.ts';
import { ALERT_POLICY, LOG_METRIC, UPTIME_CHECK } from './alerts.ts';
import { NETWORK, open } from './possibleNetwork.ts';

// What the APIs take where the provider takes anything. Rules with more to say about a value judge it themselves.

const PERCENT = range(0, 100);
const PORT = range(1, 65_535);

const HEADER = shaped(/^[\w!#$%&'*+.^`|~-]+:/, "a name and a value such as 'x-served-by: tandem'");
const IMAGE = shaped(
  /^[a-z0-9][a-z0-9._/-]*(:\d+\/[a-z0-9._/-]+)?(:[\w.-]+)?(@sha256:[0-9a-f]+)?$/,
  'a repository in small letters, with a tag or a digest',
);
const VERSION: Demand = {
  holds: (value) => value === 'latest' || /^[1-9]\d*$|^(?!latest$)[a-z][\w-]{0,62}$/i.test(String(value)),
  allowed: "'latest', a number or an alias",
};
const PATH = shaped(/^\//, 'a path that begins with a slash');

const POOL = shaped(/^(?!gcp-)[a-z0-9-]{4,32}$/, '4 to 32 lower case letters, digits and hyphens');

/** Environment variables that the platform sets itself, and names that no process can have. */
const VARIABLE = shaped(
  /^(?!(PORT|K_SERVICE|K_REVISION|K_CONFIGURATION|CLOUD_RUN_.*|X_GOOGLE_.*)$)[A-Za-z_][\w.-]*$/,
  'a name of letters, digits and underscores other than PORT, K_SERVICE, K_REVISION and K_CONFIGURATION',
);

const NAME = open(shaped(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'at most 63 lower case letters, digits and hyphens'));

const AUTOSCALING: Demands = {
  'autoscalingPolicy.cooldownPeriod': range(0, 3600),
  'autoscalingPolicy.scaleInControl.timeWindowSec': range(60, 3600),
  'autoscalingPolicy.scaleInControl.maxScaledInReplicas.percent': PERCENT,
};
const MANAGER: Demands = {
  baseInstanceName: shaped(/^[a-z]([-a-z0-9#]{0,56}[a-z0-9#])?$/, 'at most 58 lower case letters, digits and hyphens'),
  'autoHealingPolicies.initialDelaySec': range(0, 3600),
  'namedPorts.*.port': PORT,
  targetSize: range(0, 4000),
  'updatePolicy.type': oneOf('PROACTIVE', 'OPPORTUNISTIC'),
  'updatePolicy.minimalAction': oneOf('NONE', 'REFRESH', 'RESTART', 'REPLACE'),
  'updatePolicy.maxSurgeFixed': range(0, 4000),
  'updatePolicy.maxSurgePercent': PERCENT,
  'updatePolicy.maxUnavailablePercent': PERCENT,
  'updatePolicy.minReadySec': range(0, 3600),
  'updatePolicy.maxUnavailableFixed': range(0, 4000),
};

/** By resource type. */
export const POSSIBLE: Readonly<Record<string, Demands>> = {
  ...NETWORK,
  [BACKEND_SERVICE]: {
    connectionDrainingTimeoutSec: range(0, 3600),
    timeoutSec: range(1, 2_147_483_647),
    affinityCookieTtlSec: range(0, 1_209_600),
    'backends.*.maxUtilization': range(0, 1, { whole: false }),
    'backends.*.maxRate': range(1, 1_000_000_000),
    'customRequestHeaders.*': HEADER,
    'customResponseHeaders.*': HEADER,
    'outlierDetection.maxEjectionPercent': PERCENT,
    'outlierDetection.consecutiveErrors': range(1, 1000),
    'outlierDetection.consecutiveGatewayFailure': range(1, 1000),
    'outlierDetection.baseEjectionTime.seconds': range(0, 315_576_000_000),
    'outlierDetection.interval.seconds': range(0, 315_576_000_000),
    'outlierDetection.enforcingConsecutiveErrors': PERCENT,
    'outlierDetection.enforcingConsecutiveGatewayFailure': PERCENT,
    'outlierDetection.enforcingSuccessRate': PERCENT,
  },
  [URL_MAP]: {
    '**.retryPolicy.retryConditions.*': oneOf(
      ...['5xx', 'gateway-error', 'connect-failure', 'retriable-4xx', 'refused-stream'],
      ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
    ),
    '**.weightedBackendServices.*.weight': range(0, 1000),
    '**.redirectResponseCode': oneOf(
      'FOUND',
      'MOVED_PERMANENTLY_DEFAULT',
      'PERMANENT_REDIRECT',
      'SEE_OTHER',
      'TEMPORARY_REDIRECT',
    ),
    '**.perTryTimeout.seconds': range(0, 315_576_000_000),
    '**.perTryTimeout.nanos': range(0, 999_999_999),
    '**.timeout.seconds': range(0, 315_576_000_000),
    '**.timeout.nanos': range(0, 999_999_999),
    '**.routeRules.*.priority': range(0, 2_147_483_647),
    '**.matchRules.*.prefixMatch': PATH,
    '**.matchRules.*.fullPathMatch': PATH,
    '**.faultInjectionPolicy.abort.percentage': range(0, 100, { whole: false }),
  },
  [RUN_SERVICE]: {
    'template.timeout': seconds(1, 3600),
    'template.containers.*.image': open(IMAGE),
    'traffics.*.percent': PERCENT,
    'template.containers.*.envs.*.name': VARIABLE,
    'template.containers.*.envs.*.valueSource.secretKeyRef.version': open(VERSION),
    'template.containers.*.resources.limits.cpu': shaped(
      /^(0?\.\d+|[1-8]|\d{2,4}m)$/,
      "'1', '2', '4', '6', '8' or millicores such as '500m'",
    ),
    'template.containers.*.resources.limits.memory': shaped(
      /^\d+(\.\d+)?(Ki|Mi|Gi|k|M|G)$/,
      "a size such as '512Mi' or '2Gi'",
    ),
  },
  [SQL_INSTANCE]: {
    'settings.activationPolicy': oneOf('ALWAYS', 'NEVER', 'ON_DEMAND'),
    'settings.diskType': oneOf('PD_SSD', 'PD_HDD', 'HYPERDISK_BALANCED'),
    'settings.diskSize': range(10, 65_536),
    'settings.replicationLagMaxSeconds': range(300, 31_536_000),
    instanceType: oneOf('CLOUD_SQL_INSTANCE', 'READ_REPLICA_INSTANCE', 'READ_POOL_INSTANCE', 'ON_PREMISES_INSTANCE'),
    'settings.connectorEnforcement': oneOf('NOT_REQUIRED', 'REQUIRED'),
    'settings.backupConfiguration.startTime': shaped(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as '03:00'"),
    'settings.backupConfiguration.backupRetentionSettings.retainedBackups': range(1, 365),
    'settings.maintenanceWindow.updateTrack': oneOf('canary', 'stable', 'week5'),
  },
  [BUCKET]: {
    storageClass: oneOf('STANDARD', 'MULTI_REGIONAL', 'REGIONAL', 'NEARLINE', 'COLDLINE', 'ARCHIVE'),
    publicAccessPrevention: oneOf('enforced', 'inherited'),
    'lifecycleRules.*.condition.withState': oneOf('LIVE', 'ARCHIVED', 'ANY'),
    'lifecycleRules.*.condition.daysSinceNoncurrentTime': range(0, 100_000),
    'lifecycleRules.*.condition.age': range(0, 100_000),
    'lifecycleRules.*.action.type': oneOf('Delete', 'SetStorageClass', 'AbortIncompleteMultipartUpload'),
    'softDeletePolicy.retentionDurationSeconds': {
      holds: (value) => Number(value) === 0 || (Number(value) >= 604_800 && Number(value) <= 7_776_000),
      allowed: '0, or 604800 to 7776000',
    },
  },
  [REPOSITORY]: {
    format: oneOf('DOCKER', 'MAVEN', 'NPM', 'APT', 'YUM', 'PYTHON', 'KFP', 'GO', 'GENERIC', 'RUBY', 'GOOGET'),
    repositoryId: shaped(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'at most 63 lower case letters, digits and hyphens'),
  },
  [UPTIME_CHECK]: {
    period: oneOf('60s', '300s', '600s', '900s'),
    timeout: seconds(1, 60),
    'selectedRegions.*': oneOf(
      'USA',
      'EUROPE',
      'SOUTH_AMERICA',
      'ASIA_PACIFIC',
      'USA_OREGON',
      'USA_IOWA',
      'USA_VIRGINIA',
    ),
    'httpCheck.port': PORT,
    'monitoredResource.type': oneOf(
      ...['uptime_url', 'gce_instance', 'gae_app', 'aws_ec2_instance', 'aws_elb_load_balancer'],
      ...['k8s_service', 'servicedirectory_service', 'cloud_run_revision'],
    ),
    'httpCheck.path': shaped(/^[^\s]*$/, 'a path without spaces'),
  },
  [ALERT_POLICY]: {
    'conditions.*.conditionThreshold.duration': seconds(0, 84_600, 60),
    'conditions.*.conditionAbsent.duration': seconds(120, 84_600, 60),
    'conditions.*.conditionThreshold.comparison': oneOf('COMPARISON_GT', 'COMPARISON_LT'),
    'conditions.*.conditionThreshold.aggregations.*.alignmentPeriod': seconds(60, 90_000),
    'conditions.*.conditionThreshold.denominatorAggregations.*.alignmentPeriod': seconds(60, 90_000),
    'alertStrategy.notificationRateLimit.period': seconds(1, 604_800),
    'alertStrategy.autoClose': seconds(1800, 604_800),
  },
  [LOG_METRIC]: {
    'metricDescriptor.metricKind': oneOf('DELTA'),
    'metricDescriptor.valueType': oneOf('INT64', 'DISTRIBUTION'),
  },
  'gcp:monitoring/notificationChannel:NotificationChannel': {
    type: oneOf(
      ...['email', 'sms', 'slack', 'pagerduty', 'webhook_tokenauth', 'webhook_basicauth'],
      ...['pubsub', 'google_chat', 'campfire', 'hipchat', 'servicenow', 'mobile'],
    ),
    'labels.email_address': open(shaped(/^[^\s@]+@[^\s@]+$/, 'an e-mail address')),
  },
  'gcp:compute/securityPolicy:SecurityPolicy': {
    type: oneOf('CLOUD_ARMOR', 'CLOUD_ARMOR_EDGE', 'CLOUD_ARMOR_INTERNAL_SERVICE', 'CLOUD_ARMOR_NETWORK'),
    'rules.*.match.config.srcIpRanges.*': open(shaped(/^\*$|[.:]/, "an address range, or '*'")),
    'rules.*.rateLimitOptions.conformAction': oneOf('allow'),
    'rules.*.rateLimitOptions.exceedAction': shaped(
      /^(deny\((403|404|429|502)\)|redirect)$/,
      'deny(403), deny(404), deny(429), deny(502) or redirect',
    ),
  },
  'gcp:projects/service:Service': {
    service: shaped(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]+$/, 'a host name such as run.googleapis.com'),
  },
  [AUTOSCALER]: AUTOSCALING,
  [REGION_AUTOSCALER]: AUTOSCALING,
  [ZONAL_MANAGER]: MANAGER,
  [REGION_MANAGER]: MANAGER,
  [RECORD_SET]: {
    ttl: range(0, 2_147_483_647),
    'routingPolicy.primaryBackup.trickleRatio': range(0, 1, { whole: false }),
  },
  [HTTPS_PROXY]: { httpKeepAliveTimeoutSec: range(5, 1200) },
  [HTTP_PROXY]: { httpKeepAliveTimeoutSec: range(5, 1200) },
  'gcp:serviceaccount/account:Account': {
    accountId: open(shaped(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/, '6 to 30 lower case letters, digits and hyphens')),
  },
  'gcp:iam/workloadIdentityPool:WorkloadIdentityPool': { workloadIdentityPoolId: POOL },
  'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider': { workloadIdentityPoolProviderId: POOL },
  'gcp:certificatemanager/certificateMap:CertificateMap': { name: NAME },
  'gcp:certificatemanager/certificate:Certificate': { name: NAME },
  [LB_POLICY]: { location: oneOf('global') },
  [SECRET]: {
    versionDestroyTtl: seconds(86_400, 86_400_000),
    secretId: open(shaped(/^[\w-]{1,255}$/, 'letters, digits, hyphens and underscores')),
  },
  [SPANNER_INSTANCE]: {
    numNodes: range(1, 10_000),
    processingUnits: {
      holds: (value) => Number(value) >= 100 && Number(value) % (Number(value) < 1000 ? 100 : 1000) === 0,
      allowed: '100 to 900 in steps of 100, or thousands',
    },
  },
  [REDIS_INSTANCE]: { memorySizeGb: range(1, 300), replicaCount: range(0, 5) },
  [REDIS_CLUSTER]: { shardCount: range(1, 250), replicaCount: range(0, 2) },
};

/** What any resource takes. */
export const ANY: Demands = {
  deletionPolicy: oneOf('DELETE', 'ABANDON', 'PREVENT', 'FORCE'),
  project: open(
    shaped(
      /^(projects\/)?([a-z0-9.-]+:)?([a-z][a-z0-9-]{4,28}[a-z0-9]|\d+)$/,
      'the id of a project, such as acme-shop-prod',
    ),
  ),
};

/** What grants of any service take. */
export const GRANT: Demands = {
  role: shaped(
    /^(roles|projects\/[^/]+\/roles|organizations\/\d+\/roles)\/[\w.]+$/,
    'roles/<service>.<role>, or a role of a project or organisation',
  ),
  member: open(
    shaped(
      /^(allUsers|allAuthenticatedUsers|(user|serviceAccount|group|domain|projectOwner|projectEditor|projectViewer|deleted|principal|principalSet):.+)$/,
      'a kind and a name, such as serviceAccount:name@project.iam.gserviceaccount.com',
    ),
  ),
};
