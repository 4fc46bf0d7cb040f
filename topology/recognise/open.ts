import type { Resource, ResourceGraph } from '../graph/graph.ts';
import { isUnreadable, SECRET, valueAt, valuesAt } from '../graph/value.ts';
import type { Model, Undecided } from '../model/model.ts';
import * as aws from './aws/types.ts';
import * as gcp from './gcp/types.ts';

// Arguments that decide a verdict and cannot be read: not known before an apply, or secret. Recognisers take what is not
// there for the provider's default; what is there and cannot be read may be anything, so it is said here, once for all.

const PROBE = 'template.containers.readinessProbe';
const OUTLIER = 'outlierDetection';
const PROBES_OF_CHECK = [
  'httpHealthCheck',
  'httpsHealthCheck',
  'http2HealthCheck',
  'tcpHealthCheck',
  'grpcHealthCheck',
];

/** Deciding arguments by type: dotted paths in which a list stands for each of its blocks. */
export const DECIDING: Readonly<Record<string, readonly string[]>> = {
  [gcp.RUN_SERVICE]: [
    'location',
    'scaling',
    'template.scaling',
    'template.containers',
    PROBE,
    ...['periodSeconds', 'failureThreshold', 'successThreshold', 'timeoutSeconds'].map((field) => `${PROBE}.${field}`),
    'ingress',
  ],
  [gcp.BACKEND_SERVICE]: [
    'loadBalancingScheme',
    OUTLIER,
    ...['consecutiveErrors', 'consecutiveGatewayFailure', 'maxEjectionPercent', 'enforcingConsecutiveErrors'].map(
      (field) => `${OUTLIER}.${field}`,
    ),
    `${OUTLIER}.enforcingConsecutiveGatewayFailure`,
    'backends.capacityScaler',
  ],
  [gcp.URL_MAP]: ['pathMatchers', 'defaultRouteAction'],
  [gcp.HEALTH_CHECK]: ['checkIntervalSec', 'timeoutSec', 'unhealthyThreshold', ...PROBES_OF_CHECK],
  [gcp.RECORD_SET]: ['ttl', 'routingPolicy', 'routingPolicy.enableGeoFencing'],
  [gcp.ZONAL_MANAGER]: ['zone'],
  [gcp.REGION_MANAGER]: ['region'],
  [gcp.AUTOSCALER]: ['autoscalingPolicy', 'autoscalingPolicy.mode'],
  [gcp.REGION_AUTOSCALER]: ['autoscalingPolicy', 'autoscalingPolicy.mode'],
  [gcp.SQL_INSTANCE]: ['region', 'settings', 'settings.tier', 'settings.availabilityType', 'instanceType'],
  [gcp.BUCKET]: ['location', 'customPlacementConfig', 'customPlacementConfig.dataLocations'],
  [gcp.SECRET]: [
    'replication',
    'replication.auto',
    'replication.userManaged',
    'replication.userManaged.replicas',
    'replication.userManaged.replicas.location',
  ],
  [gcp.REPOSITORY]: ['location'],
  [gcp.SPANNER_INSTANCE]: ['config'],
  [gcp.FIRESTORE]: ['locationId'],
  [gcp.REDIS_INSTANCE]: ['region'],
  ...each(aws.BALANCERS, ['region', 'internal']),
  ...each(aws.TARGET_GROUPS, [
    'region',
    'healthCheck',
    ...['protocol', 'port', 'interval', 'timeout', 'unhealthyThreshold', 'healthyThreshold'].map(
      (field) => `healthCheck.${field}`,
    ),
  ]),
  [aws.ENDPOINT_GROUP]: [
    'endpointGroupRegion',
    'trafficDialPercentage',
    'endpointConfigurations',
    'endpointConfigurations.weight',
    ...['healthCheckIntervalSeconds', 'thresholdCount', 'healthCheckProtocol'],
  ],
  [aws.RECORD]: [
    'ttl',
    'failoverRoutingPolicies',
    'failoverRoutingPolicies.type',
    'weightedRoutingPolicies',
    'weightedRoutingPolicies.weight',
    'latencyRoutingPolicies',
    'aliases.evaluateTargetHealth',
  ],
  [aws.ROUTE53_CHECK]: ['type', 'disabled', 'invertHealthcheck', 'failureThreshold', 'requestInterval'],
  [aws.ECS_SERVICE]: ['region', 'desiredCount'],
  [aws.SCALABLE_TARGET]: ['minCapacity', 'maxCapacity'],
  [aws.SCALING_GROUP]: ['region', 'minSize', 'maxSize', 'desiredCapacity'],
  [aws.TABLE]: ['region', 'replicas', 'replicas.regionName'],
  [aws.SECRET]: ['region', 'replicas', 'replicas.region'],
  ...each(aws.BUCKETS, ['region']),
  [aws.BUCKET_REPLICATION]: ['rules', 'rules.status'],
  [aws.DATABASE_INSTANCE]: ['region', 'instanceClass', 'multiAz'],
  [aws.DATABASE_CLUSTER]: ['region'],
  [aws.CLUSTER_INSTANCE]: ['instanceClass'],
  [aws.REPOSITORY]: ['region'],
  [aws.REGISTRY_REPLICATION]: ['replicationConfiguration'],
};

function each(types: readonly string[], paths: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(types.map((type) => [type, paths]));
}

/** What a model rests on and cannot read. Resources that no service and no store of it rests on do not matter. */
export function openArguments(graph: ResourceGraph, model: Omit<Model, 'undecided'>): readonly Undecided[] {
  const read = [...restsOn(model)].flatMap((urn) => graph.get(urn) ?? []);
  // An accelerator's groups say where its clients go, and leave nothing of themselves in a pool.
  return [...new Set([...read, ...graph.ofType(aws.ENDPOINT_GROUP)])].flatMap(openIn);
}

function openIn(resource: Resource): readonly Undecided[] {
  const paths = (DECIDING[resource.type] ?? []).filter((path) => cannotBeRead(resource, path));
  // What is inside of something unknown is unknown with it.
  const outermost = paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`)));
  return outermost.map((argument) => ({
    about: 'service',
    evidence: { urn: resource.urn, argument, says: reason(resource, argument) },
  }));
}

const cannotBeRead = ({ inputs }: Resource, path: string): boolean =>
  isUnreadable(valueAt(inputs, path)) || valuesAt(inputs, path).some(isUnreadable);

const reason = ({ inputs }: Resource, argument: string): string =>
  valuesAt(inputs, argument).includes(SECRET)
    ? 'is a secret: what it decides cannot be told'
    : 'is known only after an apply: what it decides cannot be told';

/** URNs of everything that a model's services and stores were read from. */
function restsOn({ services, stores }: Omit<Model, 'undecided'>): ReadonlySet<string> {
  const read = (evidence: readonly { readonly urn: string }[] = []): readonly string[] =>
    evidence.map(({ urn }) => urn);
  return new Set([
    ...services.flatMap(({ urn, entry, pools, retry, evidence }) => [
      urn,
      entry.urn,
      ...read(evidence),
      ...read(retry?.evidence),
      ...pools.flatMap((pool) => [
        pool.urn,
        ...read(pool.evidence),
        ...read(pool.blind),
        ...[...pool.signals, ...(pool.instanceSignals ?? [])].flatMap((signal) => read(signal.evidence)),
      ]),
    ]),
    ...stores.flatMap(({ urn, members, evidence }) => [urn, ...read(members), ...read(evidence)]),
  ]);
}
