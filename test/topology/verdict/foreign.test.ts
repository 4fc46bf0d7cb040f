import { describe, expect, it } from 'vitest';

import type { LossVerdict } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { change, draft, graphFrom, relink, UNKNOWN_VALUE as id, without } from '../../support/graph.ts';
import { declaration as awsDeclaration, multicloud } from '../recognise/aws/plans.ts';
import { alien, AWAY, dns, HOME, instances } from './plans.ts';
import type { Plan } from './worsenings.ts';

// How other people write the same, and how they break it: what leads nowhere, what clients do not reach, what a preview
// leaves open. Google's side; that of AWS is in test/topology/recognise.

const [NEG_AWAY, RUN_AWAY, RUN_HOME] = [`neg-${AWAY}`, `run-${AWAY}`, `run-${HOME}`];
const PROBE = 'template.containers.0.readinessProbe';
const MATCHER = 'pathMatchers.0';

const judged = (plan: Plan, region: string): LossVerdict => {
  const found = verdict(graphFrom(plan)).losses.find(({ loss }) => loss === `region:${region}`);
  if (!found) throw new Error(`no loss of ${region}`);
  return found;
};
const reasons = ({ why }: LossVerdict): string =>
  why
    .filter(({ against }) => against)
    .map(({ argument, says }) => `${argument ?? ''} ${says}`)
    .join('\n');

const linkedTo = (to: string): Plan =>
  relink(change(alien, NEG_AWAY, 'cloudRun', { service: id }), NEG_AWAY, 'cloudRun', [to]);
const ruleOf = (plan: Plan): readonly string[] =>
  plan.filter(({ type }) => type.endsWith(':GlobalForwardingRule')).map(({ name }) => name);
const store = (type: string, inputs: object): Plan => [...alien, draft(type, 'extra', { ...inputs })];
/** A backend service with one region, as clients may come to meet it. */
const lone: Plan = [
  draft(
    'gcp:compute/backendService:BackendService',
    'lone',
    { loadBalancingScheme: 'EXTERNAL_MANAGED', backends: [{ group: id }] },
    { links: { backends: [`neg-${HOME}`] } },
  ),
];
const matched = (to: 'lone', change_: (matcher: Record<string, unknown>) => object): Plan => {
  const routes = alien.find(({ name }) => name === 'routes');
  const [matcher] = routes?.inputs['pathMatchers'] as [Record<string, unknown>];
  const linked = routes?.links?.['pathMatchers'] ?? [];
  return relink(
    change([...alien, ...lone], 'routes', 'pathMatchers', [{ ...matcher, ...change_(matcher) }]),
    'routes',
    'pathMatchers',
    [...linked, to],
  );
};

/** Another network of regional load balancers joined by DNS, with the forwarding rules of their own addresses. */
const ruled = (plan: Plan): Plan => [
  ...plan,
  ...[HOME, AWAY].flatMap((region) => [
    draft(
      'gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy',
      `proxy-${region}`,
      { region, urlMap: id },
      { links: { urlMap: [`map-${region}`] } },
    ),
    draft(
      'gcp:compute/forwardingRule:ForwardingRule',
      `rule-${region}`,
      { region, loadBalancingScheme: 'EXTERNAL_MANAGED', target: id, ipAddress: id },
      { links: { target: [`proxy-${region}`], ipAddress: [`ip-${region}`] } },
    ),
  ]),
];

const holding: readonly (readonly [string, Plan])[] = [
  [
    'one service made for several regions',
    [HOME, AWAY].reduce<Plan>(
      (plan, region) =>
        relink(change(plan, `neg-${region}`, 'cloudRun', { service: id }), `neg-${region}`, 'cloudRun', ['wide']),
      [
        ...without(without(alien, RUN_HOME), RUN_AWAY),
        ...alien
          .filter(({ name }) => name === RUN_HOME)
          .map((one) => ({
            ...one,
            name: 'wide',
            inputs: { ...one.inputs, location: 'global', multiRegionSettings: { regions: [HOME, AWAY] } },
          })),
      ],
    ),
  ],
  [
    'no forwarding rule where the entry is another program’s',
    alien.filter(({ type }) => !/ForwardingRule|Proxy/.test(type)),
  ],
  ['a backend service that is left over', [...alien, ...lone]],
  [
    'a copy of each request for somebody else',
    matched('lone', ({ defaultRouteAction }) => ({
      defaultRouteAction: { ...(defaultRouteAction as object), requestMirrorPolicy: { backendService: id } },
    })),
  ],
  [
    'an internal load balancer in one region beside the entry',
    [
      ...alien,
      draft(
        'gcp:compute/regionBackendService:RegionBackendService',
        'inner',
        { region: HOME, loadBalancingScheme: 'INTERNAL', backends: [{ group: id }] },
        { links: { backends: [`neg-${HOME}`] } },
      ),
      draft(
        'gcp:compute/forwardingRule:ForwardingRule',
        'inner-rule',
        { region: HOME, loadBalancingScheme: 'INTERNAL', backendService: id },
        { links: { backendService: ['inner'] } },
      ),
    ],
  ],
  ['DNS over load balancers with their own rules', ruled(dns({ ttl: 30 }))],
  [
    'a replica that follows a replica',
    relink(
      [
        ...alien,
        draft(
          'gcp:sql/databaseInstance:DatabaseInstance',
          'db-middle',
          {
            region: HOME,
            instanceType: 'READ_REPLICA_INSTANCE',
            masterInstanceName: id,
            settings: { tier: 'db-perf-optimized-N-2' },
          },
          { links: { masterInstanceName: ['db-primary'] } },
        ),
      ],
      'db-replica',
      'masterInstanceName',
      ['db-middle'],
    ),
  ],
  ['a topic that is kept everywhere', store('gcp:pubsub/topic:Topic', {})],
  ['a dataset that spans a continent', store('gcp:bigquery/dataset:Dataset', { location: 'US' })],
];

/** What is broken, the region whose loss is asked for, and what the reason must say. */
const broken: readonly (readonly [string, Plan, string, RegExp])[] = [
  [
    'one backend left, which of the groups it has being unknown',
    change(alien, 'api', 'backends', [{ group: id }]),
    HOME,
    /has no pool outside us-central1/,
  ],
  [
    'two backends with one and the same group',
    relink(alien, 'api', 'backends', [`neg-${HOME}`]),
    HOME,
    /has no pool outside us-central1/,
  ],
  [
    'an image of a repository that has gone to one region',
    [HOME, AWAY].reduce<Plan>(
      (plan, region) =>
        change(plan, `run-${region}`, 'template.containers.0.image', 'us-docker.pkg.dev/acme/images/api:1'),
      change(alien, 'images', 'location', HOME),
    ),
    HOME,
    /us-east1 cannot read the images once us-central1 is gone/,
  ],
  [
    'a group that leads to the other region',
    linkedTo(RUN_HOME),
    HOME,
    /which is in us-central1 and not in us-east1: nothing is served from us-east1/,
  ],
  [
    'App Engine behind both groups',
    [HOME, AWAY].reduce<Plan>(
      (plan, region) =>
        change(
          relink(change(plan, `neg-${region}`, 'cloudRun', undefined), `neg-${region}`, 'cloudRun', []),
          `neg-${region}`,
          'appEngine',
          { service: 'default' },
        ),
      [...alien, draft('gcp:appengine/application:Application', 'app', { locationId: 'us-central' })],
    ),
    HOME,
    /App Engine application, which is in us-central1: nothing is served from us-east1/,
  ],
  [
    'a service that no client reaches from outside',
    change(alien, RUN_AWAY, 'ingress', 'INGRESS_TRAFFIC_INTERNAL_ONLY'),
    HOME,
    /refuse/,
  ],
  ['a service that nobody may call in one region', without(alien, `invoker-${AWAY}`), HOME, /invoker/],
  [
    'a path that leads to one region',
    matched('lone', () => ({ pathRules: [{ paths: ['/checkout'], service: id }] })),
    HOME,
    /has no pool outside us-central1/,
  ],
  [
    'clients sorted by their own header',
    matched('lone', ({ routeRules }) => ({
      routeRules: [
        ...(routeRules as object[]),
        {
          priority: 9,
          matchRules: [{ headerMatches: [{ headerName: 'user-agent', regexMatch: '.*iPhone.*' }] }],
          service: id,
        },
      ],
    })),
    HOME,
    /has no pool outside us-central1/,
  ],
  [
    'geofenced DNS',
    change(dns({ ttl: 30 }), 'record', 'routingPolicy.enableGeoFencing', true),
    HOME,
    /geofencing keeps clients/,
  ],
  [
    'DNS answers that the check does not watch',
    change(
      dns({ ttl: 30 }),
      'record',
      'routingPolicy.wrrs',
      [HOME, AWAY].map(() => ({ weight: 1, rrdatas: [id] })),
    ),
    HOME,
    /answered whatever the health check says/,
  ],
  [
    'a region that is not in the record',
    relink(ruled(dns({ ttl: 30 })), 'record', 'routingPolicy', [`ip-${HOME}`, 'dns-check']),
    HOME,
    /no pool outside us-central1/,
  ],
  [
    'a regional health check on a global entry',
    relink(
      [
        ...instances,
        draft('gcp:compute/regionHealthCheck:RegionHealthCheck', 'near', {
          region: HOME,
          httpHealthCheck: { requestPath: '/ready' },
        }),
      ],
      'vms',
      'healthChecks',
      ['near'],
    ),
    HOME,
    /a regional health check is none for a global load balancer/,
  ],
  [
    'a hang that nothing gives up on',
    change(
      change(
        [HOME, AWAY].reduce<Plan>((plan, region) => change(plan, `run-${region}`, PROBE, undefined), alien),
        'routes',
        `${MATCHER}.defaultRouteAction.retryPolicy`,
        undefined,
      ),
      'routes',
      `${MATCHER}.defaultRouteAction.timeout`,
      undefined,
    ),
    HOME,
    /accepts and never answers keeps its traffic/,
  ],
];

/** What only an apply can tell, the region whose loss is asked for, and the argument that is named. */
const open: readonly (readonly [string, Plan, RegExp])[] = [
  ['minimum', change(alien, RUN_AWAY, 'scaling.minInstanceCount', id), /how many instances us-east1 runs/],
  ['maximum', change(alien, RUN_AWAY, 'scaling.maxInstanceCount', id), /how many instances us-east1 runs/],
  [
    'containers',
    change(change(alien, RUN_HOME, 'template.containers', id), 'api', 'outlierDetection', undefined),
    /^template.containers is known only/m,
  ],
  ['outlier detection', change(alien, 'api', 'outlierDetection', id), /^outlierDetection is known only/m],
  ['tier of the replica', change(alien, 'db-replica', 'settings.tier', id), /^settings.tier is known only/m],
  ['region of the replica', change(alien, 'db-replica', 'region', id), /^region is known only/m],
  ['place of the bucket', change(alien, 'data', 'customPlacementConfig', id), /^customPlacementConfig is known only/m],
  ['replication of the secret', change(alien, 'password', 'replication', id), /^replication is known only/m],
  [
    'health check',
    change(change(instances, 'lb-check', 'httpHealthCheck', id), 'lb-check', 'tcpHealthCheck', undefined),
    /^httpHealthCheck is known only/m,
  ],
  [
    'a scaler that is switched off, and no size',
    instances.reduce<Plan>(
      (plan, { name }) =>
        name.startsWith(`scale-${AWAY}`) ? change(plan, name, 'autoscalingPolicy.mode', 'OFF') : plan,
      instances,
    ),
    /how many instances us-east1 runs/,
  ],
  [
    'an entry without a forwarding rule',
    alien.filter(({ name }) => !ruleOf(alien).includes(name)),
    /no forwarding rule in this plan leads to it/,
  ],
  [
    'a default outside the plan',
    relink(
      change(alien, 'routes', 'defaultService', 'projects/p/global/backendServices/other'),
      'routes',
      'defaultService',
      [],
    ),
    /sends requests to other, which is not in this plan/,
  ],
  [
    'requests for a revision of old',
    change(alien, RUN_AWAY, 'traffics', [
      { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'r-1', percent: 100 },
    ]),
    /to a revision by its name/,
  ],
  [
    'a service outside the plan',
    relink(change(alien, NEG_AWAY, 'cloudRun', { service: 'elsewhere' }), NEG_AWAY, 'cloudRun', []),
    /leads to a service that is not in this plan/,
  ],
  [
    'a topic pinned to a region',
    store('gcp:pubsub/topic:Topic', { messageStoragePolicy: { allowedPersistenceRegions: [HOME] } }),
    /kept in us-central1 only/,
  ],
  ['a dataset in a region', store('gcp:bigquery/dataset:Dataset', { location: HOME }), /it is in us-central1 only/],
];

describe('a loss that has no objective of its own', () => {
  it('of a provider is not survived when DNS keeps clients there for an hour, whatever is declared for regions', () => {
    const plan = [awsDeclaration, ...multicloud];
    const slow = ['record-google', 'record-aws'].reduce<Plan>(
      (changed, name) => change(changed, name, 'ttl', 3600),
      plan,
    );
    const lost = (of: Plan) => verdict(graphFrom(of)).losses.find(({ loss }) => loss === 'provider:gcp');
    expect(lost(plan)?.survives).toBe('yes');
    expect(lost(slow)?.survives).toBe('no');
    expect(reasons(lost(slow)!)).toMatch(/until no client is sent to europe-west1, more than 300 s/);
  });
});

describe('figures', () => {
  const lost = (plan: Plan, name: string): LossVerdict => {
    const found = verdict(graphFrom(plan)).losses.find(({ loss }) => loss === name);
    if (!found) throw new Error(`no loss ${name}`);
    return found;
  };

  it('of a bucket that spans a continent: what has not been copied yet goes with one of its regions', () => {
    const plan = change(change(alien, 'data', 'location', 'US'), 'data', 'customPlacementConfig', undefined);
    expect(lost(plan, `region:${HOME}`).rpoSeconds).toBe(900);
    expect(lost(change(plan, 'data', 'rpo', undefined), `region:${HOME}`).rpoSeconds).toBe(43_200);
  });

  it('of a zone of the only region: what is left may grow to what runs all the time', () => {
    const plan = relink(change(alien, 'api', 'backends', [{ group: id }]), 'api', 'backends', [`neg-${HOME}`]);
    expect(lost(plan, `zone:${HOME}-any`).survives).toBe('yes');
    const tight = change(plan, RUN_HOME, 'scaling', { minInstanceCount: 8, maxInstanceCount: 9 });
    expect(reasons(lost(tight, `zone:${HOME}-any`))).toMatch(/may grow to 6 instances and 8 run all the time/);
  });

  it('of a group that is listed twice are those of one', () => {
    const twice = relink(
      change(alien, 'api', 'backends', [
        { group: `neg-${HOME}-1234567` },
        { group: `neg-${HOME}-1234567` },
        { group: id },
      ]),
      'api',
      'backends',
      [`neg-${HOME}`, `neg-${AWAY}`],
    );
    expect(reasons(lost(twice, `region:${HOME}`))).toBe('');
  });
});

describe('how others write what holds', () => {
  it.each(holding)('%s', (_, plan) => {
    for (const region of [HOME, AWAY]) {
      expect(reasons(judged(plan, region))).toBe('');
      expect(judged(plan, region).survives).toBe('yes');
    }
  });
});

describe('how others break it', () => {
  it.each(broken)('%s', (_, plan, region, reason) => {
    expect(reasons(judged(plan, region))).toMatch(reason);
    expect(judged(plan, region).survives).not.toBe('yes');
    expect(verdict(graphFrom(plan)).ok).toBe(false);
  });
});

describe('what a preview leaves open counts as a failure', () => {
  it.each(open)('%s', (_, plan, reason) => {
    const found = judged(plan, HOME);
    expect(reasons(found)).toMatch(reason);
    expect(found.survives).toBe('undecided');
    expect(verdict(graphFrom(plan)).ok).toBe(false);
  });

  it('also where nothing can be judged', () => {
    const backend = draft('gcp:compute/backendService:BackendService', 'api', { backends: id });
    const { losses, undecided, ok } = verdict(graphFrom([backend]));
    expect(losses).toEqual([]);
    expect(undecided.map(({ says }) => says)).toEqual(['the plan does not tell in which region a backend is']);
    expect(ok).toBe(false);
  });
});
