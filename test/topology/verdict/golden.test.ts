import { describe, expect, it } from 'vitest';

import { verdict } from '../../../topology/verdict/verdict.ts';
import type { LossVerdict } from '../../../topology/verdict/types.ts';
import { change, draft, graphFrom, relink, without, type Draft } from '../../support/graph.ts';
import { alien, AWAY, dns, good, HOME, instances, regional, weighted } from './plans.ts';

type Plan = readonly Draft[];

const judged = (plan: Plan, loss: string): LossVerdict => {
  const { losses } = verdict(graphFrom(plan));
  const found = losses.find((one) => one.loss === loss);
  if (!found) throw new Error(`no ${loss} among ${losses.map((one) => one.loss).join(', ')}`);
  return found;
};

const reasons = (loss: LossVerdict): string =>
  loss.why
    .filter(({ against }) => against)
    .map(({ argument, says }) => `${argument ?? ''} ${says}`)
    .join('\n');

const run = (region: string): string => `run-${region}`;
const each = (plan: Plan, path: string, value: unknown): Plan =>
  [HOME, AWAY].reduce((changed, region) => change(changed, run(region), path, value), plan);
const PROBE = 'template.containers.0.readinessProbe';

/** Plans that hold: each region's loss is survived. */
const holding: readonly (readonly [string, Plan])[] = [
  ['everything declared', good],
  ['a program without our components', alien],
  ['zonal instance groups', instances],
  ['regional instance groups', regional],
  ['DNS with a check and a short TTL', dns({ ttl: 30 })],
  ['no outlier detection, probes only', change(alien, 'api', 'outlierDetection', undefined)],
  ['no probes, outlier detection only', each(alien, PROBE, undefined)],
  ['no retries', change(alien, 'routes', 'pathMatchers.0.defaultRouteAction.retryPolicy', undefined)],
  ['a slower probe than needed', each(alien, `${PROBE}.periodSeconds`, 10)],
  ['automatic secret replication', change(alien, 'password', 'replication', { auto: {} })],
  [
    'a predefined dual-region bucket',
    change(change(alien, 'data', 'location', 'NAM4'), 'data', 'customPlacementConfig', undefined),
  ],
  [
    'a multi-region bucket',
    change(change(alien, 'data', 'location', 'US'), 'data', 'customPlacementConfig', undefined),
  ],
  [
    'services of one name in both regions, named literally',
    [HOME, AWAY].reduce(
      (plan, region) =>
        relink(
          change(change(plan, run(region), 'name', 'api'), `neg-${region}`, 'cloudRun.service', 'api'),
          `neg-${region}`,
          'cloudRun',
          [],
        ),
      alien,
    ),
  ],
  [
    'an internal worker in one region',
    [
      ...alien,
      draft('gcp:cloudrunv2/service:Service', 'worker', {
        location: HOME,
        ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        template: {},
      }),
    ],
  ],
  ['a larger replica', change(alien, 'db-replica', 'settings.tier', 'db-perf-optimized-N-4')],
  [
    'minimum on the revision',
    each(each(alien, 'scaling', { maxInstanceCount: 16 }), 'template.scaling', { minInstanceCount: 8 }),
  ],
  ['a target that is half of the capacity', change(alien, 'api', 'backends.0.capacityScaler', 0.5)],
  [
    'the failover region active',
    relink(
      change(
        change(
          change(
            change(good, 'db-primary', 'instanceType', 'READ_REPLICA_INSTANCE'),
            'db-primary',
            'masterInstanceName',
            'x',
          ),
          'db-replica',
          'instanceType',
          undefined,
        ),
        'db-replica',
        'masterInstanceName',
        undefined,
      ),
      'db-primary',
      'masterInstanceName',
      ['db-replica'],
    ),
  ],
];

const FROM_HOME = `region:${HOME}`;
const FROM_AWAY = `region:${AWAY}`;

/** Plans with one thing broken: the loss, and what the reason must say. */
const broken: readonly (readonly [string, Plan, string, RegExp])[] = [
  [
    'one region only',
    relink(change(good, 'api', 'backends', [{ group: `neg-${HOME}-1234567` }]), 'api', 'backends', [`neg-${HOME}`]),
    FROM_HOME,
    /no pool outside us-central1/,
  ],
  ['weights over single regions', weighted, FROM_HOME, /weights are applied before health/],
  ['weights over single regions, other side', weighted, FROM_AWAY, /bound to/],
  [
    'neither probe nor outlier detection',
    change(each(alien, PROBE, undefined), 'api', 'outlierDetection', undefined),
    FROM_HOME,
    /nothing notices/,
  ],
  [
    'no probe in the failover region alone',
    change(change(alien, run(AWAY), PROBE, undefined), 'api', 'outlierDetection', undefined),
    FROM_AWAY,
    /nothing notices/,
  ],
  [
    'ejection share too small',
    change(each(alien, PROBE, undefined), 'api', 'outlierDetection.maxEjectionPercent', 10),
    FROM_HOME,
    /less than one: it never ejects a region; 50 would do/,
  ],
  [
    'ejection not enforced',
    change(
      change(each(alien, PROBE, undefined), 'api', 'outlierDetection.enforcingConsecutiveErrors', 0),
      'api',
      'outlierDetection.enforcingConsecutiveGatewayFailure',
      0,
    ),
    FROM_HOME,
    /enforces 0 % of the ejections/,
  ],
  [
    'classic scheme',
    change(each(alien, PROBE, undefined), 'api', 'loadBalancingScheme', 'EXTERNAL'),
    FROM_HOME,
    /a classic load balancer \(EXTERNAL\) ejects nothing/,
  ],
  [
    'classic scheme with probes',
    change(alien, 'api', 'loadBalancingScheme', undefined),
    FROM_HOME,
    /a classic load balancer \(EXTERNAL\) knows no service health/,
  ],
  [
    'identity-aware proxy switches detection off',
    change(alien, 'api', 'iap', { enabled: true }),
    FROM_HOME,
    /Identity-Aware Proxy switches outlier detection off/,
  ],
  [
    'URL mask on the endpoint group',
    change(change(alien, `neg-${HOME}`, 'cloudRun.urlMask', '/<service>'), 'api', 'outlierDetection', undefined),
    FROM_HOME,
    /a URL mask names no service to ask/,
  ],
  [
    'minimum 0 in the failover region',
    change(good, run(AWAY), 'scaling.minInstanceCount', 0),
    FROM_HOME,
    /runs 0 instances/,
  ],
  [
    'minimum 0 in the primary',
    change(good, run(HOME), 'scaling.minInstanceCount', undefined),
    FROM_AWAY,
    /runs 0 instances/,
  ],
  [
    'maximum below the load',
    change(good, run(AWAY), 'scaling.maxInstanceCount', 7),
    FROM_HOME,
    /grows to 350 .* peak is 400: 8 instances/,
  ],
  [
    'failover region smaller, load not declared',
    change(alien, run(AWAY), 'scaling.maxInstanceCount', 8),
    FROM_HOME,
    /may grow to 8 instances and the largest region to 16/,
  ],
  [
    'manual scaling below the load',
    each(good, 'scaling', { scalingMode: 'MANUAL', manualInstanceCount: 4 }),
    FROM_HOME,
    /grows to 200/,
  ],
  ['drained backend', change(alien, 'api', 'backends.1.capacityScaler', 0), FROM_HOME, /drained/],
  [
    'strict isolation',
    change(instances, 'lb-policy', 'isolationConfig', { isolationGranularity: 'REGION', isolationMode: 'STRICT' }),
    FROM_HOME,
    /STRICT isolation drops/,
  ],
  [
    'bucket in one region',
    change(change(alien, 'data', 'location', 'US-CENTRAL1'), 'data', 'customPlacementConfig', undefined),
    FROM_HOME,
    /everything in data is in us-central1 only/,
  ],
  ['replica missing', without(alien, 'db-replica'), FROM_HOME, /no replica outside us-central1/],
  ['replica in the same region', change(alien, 'db-replica', 'region', HOME), FROM_HOME, /replica in the same region/],
  [
    'replica smaller than the primary',
    change(alien, 'db-primary', 'settings.tier', 'db-perf-optimized-N-8'),
    FROM_HOME,
    /cannot carry the primary's load/,
  ],
  [
    'secret in the primary only',
    change(alien, 'password', 'replication.userManaged.replicas', [{ location: HOME }]),
    FROM_HOME,
    /us-east1 cannot read the secret/,
  ],
  [
    'secret in the failover region only',
    change(alien, 'password', 'replication.userManaged.replicas', [{ location: AWAY }]),
    FROM_AWAY,
    /us-central1 cannot read the secret/,
  ],
  [
    'images in one region',
    change(
      each(alien, 'template.containers.0.image', 'us-central1-docker.pkg.dev/acme/api/api:1'),
      'images',
      'location',
      HOME,
    ),
    FROM_HOME,
    /pulls its image from us-central1/,
  ],
  [
    'repository in one region',
    change(
      each(alien, 'template.containers.0.image', 'us-central1-docker.pkg.dev/acme/api/api:1'),
      'images',
      'location',
      HOME,
    ),
    FROM_HOME,
    /cannot read the images/,
  ],
  ['DNS with a TTL of an hour', dns({ ttl: 3600 }), FROM_HOME, /until no client is sent to us-central1/],
  ['DNS with the default TTL', dns({}), FROM_HOME, /more than 300 s/],
  ['DNS without a check', dns({ ttl: 30 }, false), FROM_HOME, /has no health check: it keeps answering/],
  [
    'health check that only connects',
    change(change(instances, 'lb-check', 'httpHealthCheck', undefined), 'lb-check', 'tcpHealthCheck', {
      portSpecification: 'USE_SERVING_PORT',
    }),
    FROM_HOME,
    /only opens a connection/,
  ],
  [
    'health check on another port',
    change(
      change(instances, 'lb-check', 'httpHealthCheck', { port: 9090, requestPath: '/' }),
      `group-${HOME}-a`,
      'namedPorts',
      [{ name: 'http', port: 8080 }],
    ),
    FROM_HOME,
    /asks port 9090 while requests go to port 8080/,
  ],
  [
    'readiness probe on another port',
    change(each(alien, `${PROBE}.httpGet.port`, 9090), 'api', 'outlierDetection', undefined),
    FROM_HOME,
    /asks port 9090 while requests go to port 8080/,
  ],
  [
    'no health check on instances',
    relink(change(instances, 'vms', 'healthChecks', undefined), 'vms', 'healthChecks', []),
    FROM_HOME,
    /nothing notices/,
  ],
  [
    'a very slow health check',
    change(change(instances, 'lb-check', 'checkIntervalSec', 120), 'lb-check', 'unhealthyThreshold', 5),
    FROM_HOME,
    /more than 300 s/,
  ],
  ['retries that stay in one region', weighted, FROM_HOME, /always in the region that failed/],
  [
    'a Cloud Run service without an entry',
    [
      ...alien,
      draft('gcp:cloudrunv2/service:Service', 'lone', {
        location: HOME,
        scaling: { minInstanceCount: 1 },
        template: {},
      }),
    ],
    FROM_HOME,
    /no entry can send its clients elsewhere/,
  ],
  [
    'Spanner in one region',
    [...alien, draft('gcp:spanner/instance:Instance', 'ledger', { config: 'regional-us-central1' })],
    FROM_HOME,
    /ledger is in us-central1 only/,
  ],
  [
    'a cache in one region',
    [...alien, draft('gcp:redis/instance:Instance', 'sessions', { region: HOME, memorySizeGb: 1 })],
    FROM_HOME,
    /sessions is in us-central1 only/,
  ],
];

describe('plans that hold', () => {
  it.each(holding)('%s', (_name, plan) => {
    for (const loss of [FROM_HOME, FROM_AWAY]) {
      const found = judged(plan, loss);
      expect(reasons(found)).toBe('');
      expect(found.survives).toBe('yes');
    }
  });
});

describe('plans with one thing broken', () => {
  it.each(broken)('%s', (_name, plan, loss, reason) => {
    const found = judged(plan, loss);
    expect(found.survives).toBe('no');
    expect(reasons(found)).toMatch(reason);
    expect(verdict(graphFrom(plan)).ok).toBe(false);
  });

  it('leaves open what is not read: a store of a kind that is known by name only', () => {
    const plan = [...alien, draft('gcp:alloydb/cluster:Cluster', 'ledger', { location: HOME })];
    expect(judged(plan, FROM_HOME).survives).toBe('undecided');
    expect(reasons(judged(plan, FROM_HOME))).toMatch(
      /how a gcp:alloydb\/cluster:Cluster outlives a region is not known/,
    );
    expect(verdict(graphFrom(plan)).ok).toBe(false);
  });

  it('covers at least forty plans together with those that hold', () => {
    expect(holding.length + broken.length).toBeGreaterThanOrEqual(40);
  });
});
