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

const declaration = urn('tandem:index:GcpTwoRegion', 'web');

/** What the package ships for Google: service health, ejection, and retries that reach the other region. */
export const service = (more: Partial<Service> = {}): Service => ({
  name: 'web',
  topology: declaration,
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
      urn: declaration,
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

/** Instance groups in both regions, each of which may be bad in part. */
export const instances = (more: Partial<Pool> = {}): Service =>
  service({
    pools: [primary, failover].map((region) =>
      pool(region, { compute: 'instances', concurrency: undefined, signals: [check(5, 1)], ...more }),
    ),
    retry: undefined,
    partialHealth: { leavesBelow: 0.7, drain: { below: 0.25, above: 0.35, holdSeconds: 60 } },
  });

/** A health check of targets. */
export const check = (periodSeconds: number, timeoutSeconds: number): Pool['signals'][number] => ({
  ...probe(periodSeconds, timeoutSeconds),
  kind: 'health-check',
  evidence: [{ urn: urn('aws:lb/targetGroup:TargetGroup', 'web'), says: 'so' }],
});

/** Tasks on Fargate behind a load balancer in each region, and an accelerator that acts on their health. */
export const accelerated = (more: Partial<Pool> = {}): Service =>
  service({
    cloud: 'aws',
    entry: { kind: 'accelerator', urn: urn('aws:globalaccelerator/accelerator:Accelerator', 'web'), availability: 1 },
    retry: undefined,
    pools: [primary, failover].map((region) =>
      pool(region, {
        compute: 'fargate',
        urn: urn('aws:ecs/service:Service', `web-${region}`),
        signals: [{ ...check(5, 1), delaySeconds: 30 }],
        instanceSignals: [check(5, 1)],
        ...more,
      }),
    ),
  });

/** Checks of a DNS record, kept by clients for a time. */
export const dnsCheck = (ttlSeconds: number): Pool['signals'][number] => ({
  ...probe(10, 6, 3, 3),
  kind: 'dns-check',
  ttlSeconds,
});

export const third = 'us-east-1';

/** Two regions of one provider behind a balancer of their own, and one of another provider, as weighted records. */
export const acrossClouds = (): Service => {
  const balancer = { urn: urn('gcp:compute/globalAddress:GlobalAddress', 'anycast'), signals: [dnsCheck(60)] };
  const google = [primary, failover].map((region) => pool(region, { balancer, weight: 1.5, signals: [probe(5, 1)] }));
  const amazon = pool(third, {
    compute: 'fargate',
    minInstances: 20,
    urn: `${declaration.split('::').slice(0, 2).join('::')}::tandem:index:AwsSide$aws:ecs/service:Service::web`,
    weight: 1,
    signals: [{ ...check(5, 1), kind: 'dns-check', ttlSeconds: 60 }],
    instanceSignals: [check(5, 1)],
  });
  return service({
    cloud: 'aws',
    entry: { kind: 'dns', urn: urn('aws:route53/record:Record', 'web'), availability: 1 },
    retry: undefined,
    pools: [...google, amazon],
  });
};
