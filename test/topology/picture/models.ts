import type { Member, Model, Pool, Service, Store } from '../../../topology/model/model.ts';

// Models as the recognisers would read them from the plans this package makes, and some that are worse.

const urn = (type: string, name: string): string => `urn:pulumi:production::tandem::${type}::${name}`;

const runSignals: Pool['signals'] = [
  {
    kind: 'service-health',
    sees: ['crash', 'error', 'hang'],
    probe: { periodSeconds: 5, timeoutSeconds: 1, failures: 2, successes: 2 },
    evidence: [],
  },
  {
    kind: 'outlier',
    sees: ['crash', 'error', 'hang', 'lying'],
    outlier: { consecutiveErrors: 5, intervalSeconds: 1, baseEjectionSeconds: 180, maxEjectionPercent: 50 },
    evidence: [],
  },
];

const runPool = (region: string, more: Partial<Pool> = {}): Pool => ({
  region,
  zones: [],
  compute: 'cloud-run',
  minInstances: 10,
  maxInstances: 20,
  concurrency: 80,
  instanceRps: 50,
  startSeconds: 10,
  capacityScaler: 1,
  live: true,
  signals: runSignals,
  image: 'us-docker.pkg.dev/acme/web/web@sha256:3f1a',
  urn: urn('gcp:cloudrunv2/service:Service', `web-${region}`),
  evidence: [],
  ...more,
});

export const googleService: Service = {
  name: 'web',
  cloud: 'gcp',
  urn: urn('gcp:compute/backendService:BackendService', 'web-backend'),
  entry: {
    kind: 'anycast',
    urn: urn('gcp:compute/globalForwardingRule:GlobalForwardingRule', 'web-https'),
    availability: 0.9999,
  },
  pools: [runPool('us-central1'), runPool('us-east4')],
  retry: { on: ['crash', 'error', 'hang'], attempts: 2, perTrySeconds: 2, reachesOtherRegion: true, evidence: [] },
  evidence: [],
};

export const equalMembers = (type: string, name: string, regions: readonly string[]): Member[] =>
  regions.map((region) => ({ region, role: 'equal', zoneRedundant: true, urn: urn(type, name) }));

const alwaysThere = {
  promotion: { who: 'automatic', seconds: { best: 0, expected: 0, worst: 0 } },
  guarded: true,
  evidence: [],
} as const;

export const googleDatabase: Store = {
  name: 'web-db',
  kind: 'sql',
  cloud: 'gcp',
  urn: urn('gcp:sql/databaseInstance:DatabaseInstance', 'web-db-us-central1'),
  members: [
    {
      region: 'us-central1',
      role: 'primary',
      zoneRedundant: true,
      size: 'db-perf-optimized-N-2',
      urn: urn('gcp:sql/databaseInstance:DatabaseInstance', 'web-db-us-central1'),
    },
    {
      region: 'us-east4',
      role: 'replica',
      zoneRedundant: true,
      size: 'db-perf-optimized-N-2',
      urn: urn('gcp:sql/databaseInstance:DatabaseInstance', 'web-db-us-east4'),
    },
  ],
  readers: [],
  options: [],
  replication: 'async',
  rpo: { expected: 1, worst: 10 },
  promotion: { who: 'operator', seconds: { best: 60, expected: 120, worst: 300 } },
  guarded: true,
  availability: 0.9999,
  evidence: [],
};

const googleRegions = ['us-central1', 'us-east4'] as const;

/** Two Cloud Run regions behind one anycast address, with a database pair, a bucket, a secret and images. */
export const google: Model = {
  services: [googleService],
  stores: [
    googleDatabase,
    {
      name: 'web-files',
      kind: 'bucket',
      cloud: 'gcp',
      urn: urn('gcp:storage/bucket:Bucket', 'web-files'),
      members: equalMembers('gcp:storage/bucket:Bucket', 'web-files', googleRegions),
      readers: [],
      options: [],
      replication: 'async',
      rpo: { expected: 60, worst: 900 },
      availability: 0.9995,
      ...alwaysThere,
    },
    {
      name: 'web-db-password',
      kind: 'secret',
      cloud: 'gcp',
      urn: urn('gcp:secretmanager/secret:Secret', 'web-db-password'),
      members: equalMembers('gcp:secretmanager/secret:Secret', 'web-db-password', googleRegions),
      readers: [],
      options: [],
      replication: 'sync',
      rpo: { expected: 0, worst: 0 },
      availability: 0.9995,
      ...alwaysThere,
    },
    {
      name: 'web-images',
      kind: 'images',
      cloud: 'gcp',
      urn: urn('gcp:artifactregistry/repository:Repository', 'web-images'),
      members: equalMembers('gcp:artifactregistry/repository:Repository', 'web-images', googleRegions),
      readers: [],
      options: [],
      replication: 'sync',
      rpo: { expected: 0, worst: 0 },
      availability: 0.9995,
      ...alwaysThere,
    },
  ],
  declared: [
    {
      name: 'web',
      urn: urn('tandem:index:GcpTwoRegion', 'web'),
      objectives: {
        shedSeconds: 15,
        returnSeconds: 300,
        headroom: 1,
        liveShare: 0.05,
        rpoSeconds: 10,
        writeRtoSeconds: 600,
      },
      peakRps: 500,
      instanceRps: 50,
      startSeconds: 10,
      failoverClientShare: 0.2,
      active: 'primary',
      regions: { primary: 'us-central1', failover: 'us-east4' },
      decisionSeconds: 300,
    },
  ],
  undecided: [],
};

const fargatePool = (region: string, weight: number): Pool =>
  runPool(region, {
    compute: 'fargate',
    zones: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
    weight,
    signals: [
      {
        kind: 'health-check',
        sees: ['crash', 'error', 'hang'],
        probe: { periodSeconds: 10, timeoutSeconds: 10, failures: 3, successes: 3 },
        evidence: [],
      },
    ],
    urn: urn('aws:ecs/service:Service', `api-${region}`),
  });

/** Two Fargate regions behind an accelerator, with a global database and a global table. */
export const amazon: Model = {
  services: [
    {
      name: 'api',
      cloud: 'aws',
      urn: urn('aws:globalaccelerator/listener:Listener', 'api'),
      entry: {
        kind: 'accelerator',
        urn: urn('aws:globalaccelerator/accelerator:Accelerator', 'api'),
        availability: 0.9999,
      },
      pools: [fargatePool('us-east-1', 90), fargatePool('us-west-2', 10)],
      retry: undefined,
      evidence: [],
    },
  ],
  stores: [
    {
      name: 'api-db',
      kind: 'sql',
      cloud: 'aws',
      urn: urn('aws:rds/globalCluster:GlobalCluster', 'api-db'),
      members: [
        {
          region: 'us-east-1',
          role: 'primary',
          zoneRedundant: true,
          size: 'db.r6g.large',
          urn: urn('aws:rds/cluster:Cluster', 'api-db-us-east-1'),
        },
        {
          region: 'us-west-2',
          role: 'replica',
          zoneRedundant: false,
          size: 'db.r6g.large',
          urn: urn('aws:rds/cluster:Cluster', 'api-db-us-west-2'),
        },
      ],
      readers: [],
      options: [],
      replication: 'async',
      rpo: { expected: 1, worst: 5 },
      promotion: { who: 'operator', seconds: { best: 30, expected: 60, worst: 120 } },
      guarded: true,
      availability: 0.9999,
      evidence: [],
    },
    {
      name: 'api-sessions',
      kind: 'table',
      cloud: 'aws',
      urn: urn('aws:dynamodb/table:Table', 'api-sessions'),
      members: equalMembers('aws:dynamodb/table:Table', 'api-sessions', ['us-east-1', 'us-west-2']),
      readers: [],
      options: [],
      replication: 'async',
      rpo: { expected: 1, worst: 3 },
      availability: 0.99999,
      ...alwaysThere,
    },
  ],
  declared: [],
  undecided: [],
};

/** One region, one zone, one copy of the data: what the picture has to make look as weak as it is. */
export const alone: Model = {
  services: [
    {
      ...googleService,
      name: 'shop',
      entry: { kind: 'regional', urn: urn('gcp:compute/forwardingRule:ForwardingRule', 'shop'), availability: 0.9995 },
      pools: [
        runPool('europe-west1', {
          compute: 'instances',
          zones: ['europe-west1-b'],
          minInstances: 0,
          signals: [],
          maxInstances: 4,
        }),
      ],
      retry: { on: ['crash'], attempts: 1, perTrySeconds: 1, reachesOtherRegion: false, evidence: [] },
    },
  ],
  stores: [
    {
      ...googleDatabase,
      name: 'shop-db',
      members: [
        {
          region: 'europe-west1',
          role: 'primary',
          zoneRedundant: false,
          size: 'db-f1-micro',
          urn: urn('gcp:sql/databaseInstance:DatabaseInstance', 'shop-db'),
        },
      ],
      readers: [],
      options: [],
      replication: 'none',
      rpo: undefined,
      promotion: { who: 'nobody', seconds: undefined },
    },
  ],
  declared: [],
  undecided: [],
};

/** Both clouds in one plan, each with its two regions. */
export const multicloud: Model = {
  services: [...google.services, ...amazon.services],
  stores: [...google.stores, ...amazon.stores],
  declared: google.declared,
  undecided: [],
};
