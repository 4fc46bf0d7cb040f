import { draft, UNKNOWN_VALUE as id, type Draft } from '../../support/graph.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../support/plans.ts';

// Plans for the verdict's golden table: everything a two-region topology has, with and without a declaration.

const REGIONS = ['us-central1', 'us-east1'] as const;
export const [HOME, AWAY] = REGIONS;

const RUN = 'gcp:cloudrunv2/service:Service';
const SQL = 'gcp:sql/databaseInstance:DatabaseInstance';

/** What a topology component leaves in its inputs. */
export const declaration = draft('tandem:index:GcpTwoRegion', 'acme', {
  declared: {
    regions: { primary: HOME, failover: AWAY },
    active: 'primary',
    peakRps: 400,
    instanceRps: 50,
    startSeconds: 10,
    failoverClientShare: 0.2,
    decisionSeconds: 300,
    monthlyCostUsd: 3000,
    objectives: {
      shedSeconds: 15,
      returnSeconds: 300,
      headroom: 1,
      liveShare: 0.1,
      rpoSeconds: 900,
      writeRtoSeconds: 2400,
      availability: 0.9995,
      monthlyCostUsd: 5000,
    },
  },
});

const stores: readonly Draft[] = [
  draft(
    SQL,
    'db-replica',
    {
      name: 'db-replica-1234567',
      region: AWAY,
      databaseVersion: 'POSTGRES_17',
      instanceType: 'READ_REPLICA_INSTANCE',
      masterInstanceName: id,
      settings: { tier: 'db-perf-optimized-N-2', edition: 'ENTERPRISE_PLUS', availabilityType: 'REGIONAL' },
    },
    { links: { masterInstanceName: ['db-primary'] } },
  ),
  draft('gcp:storage/bucket:Bucket', 'data', {
    location: 'US',
    customPlacementConfig: { dataLocations: REGIONS.map((region) => region.toUpperCase()) },
    rpo: 'ASYNC_TURBO',
  }),
  draft('gcp:secretmanager/secret:Secret', 'password', {
    secretId: 'password',
    replication: { userManaged: { replicas: REGIONS.map((location) => ({ location })) } },
  }),
  draft('gcp:artifactregistry/repository:Repository', 'images', {
    location: 'us',
    format: 'DOCKER',
    repositoryId: 'images',
  }),
];

const own = new Set(stores.map(({ name }) => name));
const sized = runPlan
  .filter(({ name }) => !own.has(name))
  .map((one) =>
    one.type === RUN
      ? { ...one, inputs: { ...one.inputs, scaling: { minInstanceCount: 8, maxInstanceCount: 16 } } }
      : one,
  );

/** A program that never heard of our components. */
export const alien: readonly Draft[] = [...sized, ...stores];
/** The same resources with a declaration of load and objectives. */
export const good: readonly Draft[] = [declaration, ...alien];
export const instances: readonly Draft[] = instancesPlan;
export const regional: readonly Draft[] = regionalPlan;

/** Two single-region services joined by weights in the URL map. */
export const weighted: readonly Draft[] = [
  ...alien.filter(({ name }) => name !== 'api' && name !== 'routes'),
  draft(
    'gcp:compute/uRLMap:URLMap',
    'routes',
    {
      defaultRouteAction: {
        weightedBackendServices: [
          { backendService: id, weight: 90 },
          { backendService: id, weight: 10 },
        ],
        retryPolicy: { retryConditions: ['5xx'], numRetries: 2, perTryTimeout: { seconds: '2' } },
      },
    },
    { links: { defaultRouteAction: REGIONS.map((region) => `pin-${region}`) } },
  ),
];

/** A regional load balancer in each region, joined by Cloud DNS. */
export const dns = (record: Readonly<Record<string, unknown>>, checked = true): readonly Draft[] => [
  ...sized.filter(({ type }) => type === RUN).map((one) => ({ ...one, links: {} })),
  ...sized.filter(({ type }) => type.endsWith(':RegionNetworkEndpointGroup')),
  ...REGIONS.flatMap((region) => [
    draft('gcp:compute/address:Address', `ip-${region}`, { region }),
    draft(
      'gcp:compute/regionBackendService:RegionBackendService',
      `backend-${region}`,
      { region, loadBalancingScheme: 'EXTERNAL_MANAGED', backends: [{ group: id }] },
      { links: { backends: [`neg-${region}`] } },
    ),
    draft(
      'gcp:compute/regionUrlMap:RegionUrlMap',
      `map-${region}`,
      { region, defaultService: id },
      { links: { defaultService: [`backend-${region}`] } },
    ),
  ]),
  draft('gcp:compute/healthCheck:HealthCheck', 'dns-check', {
    checkIntervalSec: 30,
    timeoutSec: 5,
    unhealthyThreshold: 2,
    healthyThreshold: 2,
    sourceRegions: ['us-east1', 'europe-west1', 'asia-east1'],
    httpHealthCheck: { port: 80, requestPath: '/ready' },
  }),
  draft(
    'gcp:dns/recordSet:RecordSet',
    'record',
    {
      name: 'api.acme.test.',
      type: 'A',
      managedZone: 'acme',
      ...record,
      routingPolicy: {
        ...(checked ? { healthCheck: id } : {}),
        wrrs: REGIONS.map(() => ({ weight: 1, healthCheckedTargets: { externalEndpoints: [id] } })),
      },
    },
    { links: { routingPolicy: [...REGIONS.map((region) => `ip-${region}`), ...(checked ? ['dns-check'] : [])] } },
  ),
];
