import type { Model, Pool, Service, Store } from '../../topology/model/model.ts';

// Models as the recognisers would read them, for drills.

export const primary = 'us-central1';
export const failover = 'us-east1';

const urn = (type: string, name: string): string => `urn:pulumi:test::tandem::${type}::${name}`;

/** A probe such as Cloud Run's service health. */
export const probe = (
  periodSeconds: number,
  timeoutSeconds: number,
  failures = 2,
  successes = 2,
): Pool['signals'][number] => ({
  kind: 'service-health',
  sees: ['crash', 'error', 'hang', 'slow'],
  probe: { periodSeconds, timeoutSeconds, failures, successes },
  evidence: [],
});

/** Passive ejection after five errors. */
export const ejection = (baseEjectionSeconds: number, maxEjectionPercent = 50): Pool['signals'][number] => ({
  kind: 'outlier',
  sees: ['crash', 'error', 'hang', 'slow', 'lying'],
  outlier: { consecutiveErrors: 5, intervalSeconds: 1, baseEjectionSeconds, maxEjectionPercent },
  evidence: [],
});

export const pool = (region: string, more: Partial<Pool> = {}): Pool => ({
  region,
  zones: [],
  compute: 'cloud-run',
  minInstances: 20,
  maxInstances: 40,
  concurrency: 80,
  instanceRps: 20,
  startSeconds: 10,
  capacityScaler: 1,
  live: true,
  signals: [probe(5, 1), ejection(180)],
  image: 'us-docker.pkg.dev/acme/web/web@sha256:3f1a',
  urn: urn('gcp:cloudrunv2/service:Service', `web-${region}`),
  evidence: [],
  ...more,
});

/** What the package ships for Google: service health, ejection, and retries that reach the other region. */
export const service = (more: Partial<Service> = {}): Service => ({
  name: 'web',
  cloud: 'gcp',
  urn: urn('gcp:compute/backendService:BackendService', 'web'),
  entry: {
    kind: 'anycast',
    urn: urn('gcp:compute/globalForwardingRule:GlobalForwardingRule', 'web'),
    availability: 0.9999,
  },
  pools: [pool(primary), pool(failover)],
  retry: {
    on: ['crash', 'error', 'hang', 'lying'],
    attempts: 2,
    perTrySeconds: 2,
    reachesOtherRegion: true,
    evidence: [],
  },
  evidence: [],
  ...more,
});

export const database = (more: Partial<Store> = {}): Store => ({
  name: 'web-db',
  kind: 'sql',
  cloud: 'gcp',
  urn: urn('gcp:sql/databaseInstance:DatabaseInstance', 'web-db'),
  members: [
    {
      region: primary,
      role: 'primary',
      zoneRedundant: true,
      urn: urn('gcp:sql/databaseInstance:DatabaseInstance', 'a'),
    },
    {
      region: failover,
      role: 'replica',
      zoneRedundant: true,
      urn: urn('gcp:sql/databaseInstance:DatabaseInstance', 'b'),
    },
  ],
  readers: [],
  replication: 'async',
  rpo: { expected: 1, worst: 60 },
  promotion: { who: 'operator', seconds: { best: 60, expected: 120, worst: 600 } },
  options: [],
  guarded: true,
  availability: 0.9999,
  evidence: [],
  ...more,
});

/** A topology that declares its objectives, with the given service and stores. */
export const model = (one: Service = service(), stores: readonly Store[] = [database()]): Model => ({
  services: [one],
  stores,
  declared: [
    {
      name: 'web',
      urn: urn('tandem:index:GcpTwoRegion', 'web'),
      objectives: {
        shedSeconds: 30,
        returnSeconds: 300,
        headroom: 1,
        liveShare: 0.05,
        rpoSeconds: 60,
        writeRtoSeconds: 900,
      },
      peakRps: 400,
      instanceRps: 20,
      startSeconds: 10,
      failoverClientShare: 0.2,
      active: 'primary',
      regions: { primary, failover },
      decisionSeconds: 300,
    },
  ],
  undecided: [],
});
