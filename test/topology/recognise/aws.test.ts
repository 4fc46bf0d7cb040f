import { describe, expect, it } from 'vitest';

import { shedTime } from '../../../topology/arithmetic/detection.ts';
import type { Model, Pool, Service, Signal, Store } from '../../../topology/model/model.ts';
import { recognise } from '../../../topology/recognise/recognise.ts';
import type { LossVerdict, Survival } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { change, draft, graphFrom, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../support/graph.ts';
import {
  accelerator,
  aurora,
  buckets,
  declaration,
  EAST,
  failoverRecords,
  good,
  GOOGLE_REGIONS,
  imageIn,
  images,
  latencyAliases,
  multicloud,
  REGIONS,
  secret,
  stacks,
  table,
  WEST,
} from './awsPlans.ts';

type Plan = readonly Draft[];

const model = (plan: Plan): Model => recognise(graphFrom(plan));

const onlyService = (plan: Plan): Service => {
  const { services } = model(plan);
  expect(services.map(({ name }) => name)).toHaveLength(1);
  return services[0] as Service;
};

const poolIn = (plan: Plan, region: string): Pool => {
  const pool = onlyService(plan).pools.find((one) => one.region === region);
  if (!pool) throw new Error(`no pool in ${region}`);
  return pool;
};

const storeNamed = (plan: Plan, name: string): Store => {
  const { stores } = model(plan);
  const store = stores.find((one) => one.name === name);
  if (!store) throw new Error(`no store ${name} among ${stores.map((one) => one.name).join(', ')}`);
  return store;
};

const judged = (plan: Plan, loss: string): LossVerdict => {
  const { losses } = verdict(graphFrom(plan));
  const found = losses.find((one) => one.loss === loss);
  if (!found) throw new Error(`no ${loss} among ${losses.map((one) => one.loss).join(', ')}`);
  return found;
};

const answers = (plan: Plan): readonly Survival[] => REGIONS.map((region) => judged(plan, `region:${region}`).survives);

const reasons = (loss: LossVerdict): string =>
  loss.why
    .filter(({ against }) => against)
    .map(({ urn, argument, says }) => `${urn.split('::').at(-1)} ${argument ?? ''} ${says}`)
    .join('\n');

/** The same change in every resource whose name begins like this. */
const each = (plan: Plan, prefix: string, path: string, value: unknown): Plan =>
  plan.filter(({ name }) => name.startsWith(prefix)).reduce((all, { name }) => change(all, name, path, value), plan);

const withoutEach = (plan: Plan, prefix: string): Plan =>
  plan.filter(({ name }) => name.startsWith(prefix)).reduce<Plan>((all, { name }) => without(all, name), plan);

const standby = (percent: number): Plan => each(accelerator, 'group-443-us-west', 'trafficDialPercentage', percent);
const drained = each(accelerator, 'group-443-us-west', 'endpointConfigurations.0.weight', 0);
const oneRegion = withoutEach(accelerator, 'group-443-us-west');
const unchecked = each(failoverRecords, 'record-', 'healthCheckId', undefined).map((one) =>
  one.name.startsWith('record-') ? { ...one, links: { ...one.links, healthCheckId: [] } } : one,
);
const oneCheck = relink(failoverRecords, `record-${WEST}`, 'healthCheckId', [`check-${EAST}`]);
const oneWay = without(buckets, `copy-${WEST}`);
const noCopies = without(oneWay, `copy-${EAST}`);
const single: Plan = aurora
  .filter(({ name }) => !name.startsWith(`db-${WEST}`) && name !== 'db')
  .map((one) => (one.name === `db-${EAST}` ? { ...one, links: {} } : one));
const pulls = (plan: Plan, region: string, from: string): Plan =>
  change(plan, `task-${region}`, 'containerDefinitions', JSON.stringify([{ name: 'api', image: imageIn(from) }]));
const weighted = (east: number, west: number): Plan =>
  [[EAST, east] as const, [WEST, west] as const].reduce<Plan>(
    (plan, [region, weight]) =>
      change(
        change(plan, `record-${region}`, 'failoverRoutingPolicies', undefined),
        `record-${region}`,
        'weightedRoutingPolicies',
        [{ weight }],
      ),
    failoverRecords,
  );

type Row = readonly [name: string, plan: Plan, east: Survival, west: Survival, reason?: RegExp];

const table1: readonly Row[] = [
  ['everything that a program has', good, 'yes', 'yes'],
  ['an accelerator', accelerator, 'yes', 'yes'],
  ['an accelerator with a standby of dial 0', standby(0), 'yes', 'yes'],
  ['an endpoint of weight 0', drained, 'no', 'yes', /endpointConfigurations\.weight .*weight 0 never takes over/],
  ['an accelerator over one region', oneRegion, 'no', 'yes', /no pool outside us-east-1/],
  [
    'a TCP check',
    each(accelerator, 'tg-', 'healthCheck', { protocol: 'TCP', interval: 5, unhealthyThreshold: 2 }),
    'no',
    'no',
    /only opens a connection/,
  ],
  [
    'a target group of TCP with no check of its own',
    each(each(accelerator, 'tg-', 'healthCheck', undefined), 'tg-', 'protocol', 'TCP'),
    'no',
    'no',
    /only opens a connection/,
  ],
  ['a check of another port', each(accelerator, 'tg-', 'healthCheck.port', '9000'), 'no', 'no', /asks port 9000/],
  [
    'checks too slow',
    each(each(accelerator, 'tg-', 'healthCheck.interval', 100), 'tg-', 'healthCheck.unhealthyThreshold', 4),
    'no',
    'no',
    /up to 434 s/,
  ],
  [
    'a survivor that runs nothing',
    change(accelerator, `scale-${WEST}`, 'minCapacity', 0),
    'no',
    'yes',
    /scale-us-west-2 minCapacity us-west-2 runs 0 instances/,
  ],
  [
    'a survivor that is too small',
    change(accelerator, `scale-${WEST}`, 'maxCapacity', 8),
    'no',
    'yes',
    /scale-us-west-2 maxCapacity .*grow to 8 instances and the largest region to 16/,
  ],
  ['a service that was never scaled', without(accelerator, `scale-${WEST}`), 'no', 'yes', /desiredCount .*to 4/],
  ['failover records with checks', failoverRecords, 'yes', 'yes'],
  ['failover records without checks', unchecked, 'no', 'yes', /nothing notices that us-east-1 is bad/],
  [
    'a check for the first record only',
    relink(
      change(failoverRecords, `record-${WEST}`, 'healthCheckId', undefined),
      `record-${WEST}`,
      'healthCheckId',
      [],
    ),
    'yes',
    'yes',
  ],
  ['one check for both records', oneCheck, 'no', 'yes', /guards every record of the set/],
  [
    'a check of the other region',
    relink(failoverRecords, `check-${EAST}`, 'fqdn', [`lb-${WEST}`]),
    'no',
    'yes',
    /asks something else than the record answers with/,
  ],
  [
    'a check of the very name',
    relink(change(failoverRecords, `check-${EAST}`, 'fqdn', 'api.acme.test'), `check-${EAST}`, 'fqdn', []),
    'no',
    'yes',
    /asks something else/,
  ],
  [
    'a check that is switched off',
    change(failoverRecords, `check-${EAST}`, 'disabled', true),
    'no',
    'yes',
    /switched off/,
  ],
  ['an inverted check', change(failoverRecords, `check-${EAST}`, 'invertHealthcheck', true), 'no', 'yes', /inverted/],
  ['a check that connects only', change(failoverRecords, `check-${EAST}`, 'type', 'TCP'), 'no', 'yes', /only opens/],
  [
    'a check that is answered by a redirect',
    change(change(failoverRecords, `check-${EAST}`, 'type', 'HTTP'), `check-${EAST}`, 'port', 80),
    'no',
    'yes',
    /answers with a redirect/,
  ],
  ['a TTL of an hour', each(failoverRecords, 'record-', 'ttl', 3600), 'no', 'yes', /ttl it takes up to 3636 s/],
  ['weighted records', weighted(1, 1), 'yes', 'yes'],
  ['a record of weight 0', weighted(1, 0), 'yes', 'yes'],
  ['latency aliases that evaluate their targets', latencyAliases, 'yes', 'yes'],
  [
    'latency aliases that do not',
    each(
      each(latencyAliases, 'A-', 'aliases.0.evaluateTargetHealth', false),
      'AAAA-',
      'aliases.0.evaluateTargetHealth',
      false,
    ),
    'no',
    'no',
    /nothing notices/,
  ],
  ['load balancers that no entry joins', stacks, 'no', 'no', /lb-us-east-1 .*no pool outside us-east-1/],
  [
    'an accelerator that is switched off',
    change(accelerator, 'front', 'enabled', false),
    'no',
    'no',
    /no pool outside/,
  ],
];

describe('services of AWS under the loss of either region', () => {
  it.each(table1)('%s', (_name, plan, east, west, reason) => {
    expect(answers(plan)).toEqual([east, west]);
    if (reason) expect(reasons(judged(plan, `region:${east === 'no' ? EAST : WEST}`))).toMatch(reason);
  });
});

const beside = (stores: Plan): Plan => [...accelerator, ...stores];

const table2: readonly Row[] = [
  ['a global Aurora database', beside(aurora), 'yes', 'yes'],
  ['a cluster that stands alone', beside(single), 'no', 'yes', /no cluster outside us-east-1/],
  [
    'a global database of one cluster',
    beside(without(without(without(aurora, `db-${WEST}`), `db-${WEST}-0`), `db-${WEST}-1`)),
    'no',
    'yes',
    /no cluster outside/,
  ],
  [
    'a smaller second cluster',
    beside(each(aurora, `db-${EAST}-`, 'instanceClass', 'db.r6g.4xlarge')),
    'no',
    'yes',
    /db-us-west-2 instanceClass is db\.r6g\.large and the primary is db\.r6g\.4xlarge/,
  ],
  ['a second cluster without an instance', beside(withoutEach(aurora, `db-${WEST}-`)), 'no', 'yes', /has no instance/],
  ['a table with a replica', beside(table), 'yes', 'yes'],
  [
    'a table in one region',
    beside(each(table, 'orders', 'replicas', [])),
    'no',
    'yes',
    /orders replicas is in us-east-1 only/,
  ],
  ['buckets that copy to each other', beside(buckets), 'yes', 'yes'],
  ['a bucket that copies one way', beside(oneWay), 'no', 'yes', /go from us-east-1 to us-west-2 only/],
  ['buckets that do not copy', beside(noCopies), 'no', 'no', /files-us-east-1 region objects are in us-east-1 only/],
  [
    'a copy of a prefix only',
    beside(each(buckets, 'copy-', 'rules.0.filter', { prefix: 'a/' })),
    'no',
    'no',
    /us-east-1 only/,
  ],
  ['a rule that is off', beside(each(buckets, 'copy-', 'rules.0.status', 'Disabled')), 'no', 'no', /us-east-1 only/],
  ['a replicated secret', beside(secret), 'yes', 'yes'],
  [
    'a secret in one region',
    beside(each(secret, 'password', 'replicas', [])),
    'no',
    'yes',
    /us-west-2 cannot read the secret/,
  ],
  ['images copied to both regions', beside(images), 'yes', 'yes'],
  ['images in one region', beside(without(images, 'image-copies')), 'no', 'yes', /us-west-2 cannot read the images/],
  [
    'images pulled from the other region',
    pulls(beside(images), WEST, EAST),
    'no',
    'yes',
    /us-west-2 pulls its image from the registry of us-east-1/,
  ],
  ['images of another program, pulled across regions', pulls(accelerator, WEST, EAST), 'no', 'yes', /pulls its image/],
];

describe('stores of AWS under the loss of either region', () => {
  it.each(table2)('%s', (_name, plan, east, west, reason) => {
    expect(answers(plan)).toEqual([east, west]);
    if (reason) expect(reasons(judged(plan, `region:${EAST}`))).toMatch(reason);
  });
});

describe('an accelerator', () => {
  it('is one service over the pools of both regions', () => {
    const { entry, pools, name, retry } = onlyService(accelerator);
    expect({ name, kind: entry.kind, availability: entry.availability, retry }).toEqual({
      name: 'front',
      kind: 'accelerator',
      availability: 0.9999,
      retry: undefined,
    });
    expect(
      pools.map(({ region, zones, compute, minInstances, maxInstances, capacityScaler, live, weight, image }) => ({
        region,
        zones,
        compute,
        sizes: [minInstances, maxInstances],
        capacityScaler,
        live,
        weight,
        image,
      })),
    ).toEqual(
      REGIONS.map((region) => ({
        region,
        zones: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
        compute: 'fargate',
        sizes: [8, 16],
        capacityScaler: 1,
        live: true,
        weight: undefined,
        image: imageIn(region),
      })),
    );
  });

  it('acts on the targets’ health 30 s later, and single tasks are left out without it', () => {
    const { signals, instanceSignals } = poolIn(accelerator, EAST);
    const probe = { periodSeconds: 5, timeoutSeconds: 4, failures: 2, successes: 2 };
    expect(signals).toMatchObject([{ kind: 'health-check', probe, delaySeconds: 30 }]);
    expect(instanceSignals).toMatchObject([{ kind: 'health-check', probe }]);
    expect(instanceSignals?.[0]?.delaySeconds).toBeUndefined();
    expect(judged(accelerator, `region:${EAST}`)).toMatchObject({
      shedSeconds: { expected: 41.5, worst: 44 },
      returnSeconds: { expected: 37.5, worst: 40 },
    });
    expect(judged(accelerator, `zone:${EAST}a`).shedSeconds).toEqual({ expected: 11.5, worst: 14 });
  });

  it('takes the provider’s defaults where a target group sets none', () => {
    expect(poolIn(each(accelerator, 'tg-', 'healthCheck', undefined), EAST).signals[0]?.probe).toEqual({
      periodSeconds: 30,
      timeoutSeconds: 6,
      failures: 3,
      successes: 3,
    });
  });

  it('keeps a standby of dial 0 out of live traffic and ready to take over', () => {
    const pools = onlyService(standby(0)).pools;
    expect(pools.map(({ live, capacityScaler, weight }) => [live, capacityScaler, weight])).toEqual([
      [true, 1, 1],
      [false, 1, 0],
    ]);
    expect(judged(standby(0), `region:${WEST}`).shedSeconds).toBeNull();
    const share = verdict(graphFrom([declaration, ...standby(0)])).objectives.find(({ name }) => name === 'liveShare');
    expect(share).toMatchObject({ predicted: 0, met: false });
  });

  it('turns a dial into the share that is left of a region’s own clients', () => {
    const { pools } = onlyService([declaration, ...standby(20)]);
    expect(pools.map(({ region, weight }) => [region, weight])).toEqual([
      [EAST, 0.96],
      [WEST, 0.04],
    ]);
  });

  it('checks instances by the endpoint group’s own check', () => {
    const plan: Plan = [
      draft('aws:globalaccelerator/accelerator:Accelerator', 'front', {}),
      draft(
        'aws:globalaccelerator/listener:Listener',
        'l',
        { acceleratorArn: id },
        { links: { acceleratorArn: ['front'] } },
      ),
      ...REGIONS.flatMap((region) => [
        draft('aws:ec2/instance:Instance', `vm-${region}`, { region, availabilityZone: `${region}a` }),
        draft(
          'aws:globalaccelerator/endpointGroup:EndpointGroup',
          `group-${region}`,
          {
            listenerArn: id,
            endpointGroupRegion: region,
            healthCheckProtocol: 'HTTP',
            healthCheckIntervalSeconds: 10,
            endpointConfigurations: [{ endpointId: id }],
          },
          { links: { listenerArn: ['l'], endpointConfigurations: [`vm-${region}`] } },
        ),
      ]),
    ];
    expect(answers(plan)).toEqual(['yes', 'yes']);
    expect(poolIn(plan, EAST)).toMatchObject({
      compute: 'instances',
      minInstances: 1,
      signals: [{ probe: { periodSeconds: 10, failures: 3 }, delaySeconds: 30 }],
    });
    expect(answers(each(plan, 'group-', 'healthCheckProtocol', undefined))).toEqual(['no', 'no']);
  });

  it('proposes settings as AWS spells them', () => {
    const slow = [declaration, ...each(accelerator, 'tg-', 'healthCheck.interval', 20)];
    const missed = verdict(graphFrom(slow)).objectives.find(({ name }) => name === 'shedSeconds');
    expect(missed).toMatchObject({
      predicted: 74,
      met: false,
      change: { argument: 'healthCheck.interval', from: 20, to: 13 },
    });
    const small = [declaration, ...each(accelerator, 'scale-', 'maxCapacity', 7)];
    const headroom = verdict(graphFrom(small)).objectives.find(({ name }) => name === 'headroom');
    expect(headroom?.change).toMatchObject({ argument: 'maxCapacity', from: 7, to: 8 });
    expect(headroom?.change?.urn).toContain('appautoscaling');
  });

  it('leaves open what the plan does not tell', () => {
    expect(answers(each(accelerator, 'group-', 'trafficDialPercentage', id))).toEqual(['undecided', 'undecided']);
    const foreign = relink(accelerator, `group-443-${WEST}`, 'endpointConfigurations', []);
    expect(judged(foreign, `region:${EAST}`).survives).toBe('no');
    expect(reasons(judged(foreign, `region:${EAST}`))).toMatch(/an endpoint is not in the plan/);
    const bare = without(without(accelerator, `ecs-${WEST}`), `scale-${WEST}`);
    expect(answers(bare)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(bare, `region:${EAST}`))).toMatch(/what answers behind it is not in the plan/);
  });
});

describe('routes of a load balancer', () => {
  const rule = (region: string, name: string, conditions: unknown): readonly Draft[] => [
    draft('aws:lb/targetGroup:TargetGroup', `${name}-tg-${region}`, {
      region,
      port: 80,
      protocol: 'HTTP',
      healthCheck: {},
    }),
    draft(
      'aws:lb/listenerRule:ListenerRule',
      `${name}-${region}`,
      { region, listenerArn: id, actions: [{ type: 'forward', targetGroupArn: id }], conditions },
      { links: { listenerArn: [`https-${region}`], actions: [`${name}-tg-${region}`] } },
    ),
    draft(
      'aws:autoscaling/group:Group',
      `${name}-asg-${region}`,
      { region, minSize: 2, maxSize: 4, vpcZoneIdentifiers: [id, id], targetGroupArns: [id] },
      {
        links: {
          targetGroupArns: [`${name}-tg-${region}`],
          vpcZoneIdentifiers: [`subnet-${region}a`, `subnet-${region}b`],
        },
      },
    ),
  ];
  const paths = [{ pathPattern: { values: ['/files/*'] } }];
  const both = [...accelerator, ...REGIONS.flatMap((region) => rule(region, 'files', paths))];

  it('are streams of their own, paired by their conditions', () => {
    expect(
      model(both).services.map(({ name, pools }) => [
        name,
        pools.map(({ region, compute, maxInstances }) => [region, compute, maxInstances]),
      ]),
    ).toEqual([
      ['front', REGIONS.map((region) => [region, 'fargate', 16])],
      ['front /files/*', REGIONS.map((region) => [region, 'instances', 4])],
    ]);
    expect(answers(both)).toEqual(['yes', 'yes']);
  });

  it('fall to the default route of a region that has no such rule', () => {
    const [, files] = model([...accelerator, ...rule(EAST, 'files', paths)]).services;
    expect(files?.pools.map(({ region, compute }) => [region, compute])).toEqual([
      [EAST, 'instances'],
      [WEST, 'fargate'],
    ]);
  });

  it('that need a header pin a region for probes and serve no clients', () => {
    const pinned = [{ httpHeader: { httpHeaderName: 'x-region', values: [EAST] } }];
    expect(onlyService([...accelerator, ...rule(EAST, 'pin', pinned)]).pools).toHaveLength(2);
  });

  it('of an internal load balancer that nothing outside reaches are no client traffic', () => {
    expect(model(each(stacks, 'lb-', 'internal', true)).services).toEqual([]);
  });
});

describe('a record set of Route 53', () => {
  it('is one service; the second of a failover pair waits', () => {
    const { name, entry, pools } = onlyService(failoverRecords);
    expect([name, entry.kind, entry.availability]).toEqual(['api.acme.test', 'dns', 1]);
    expect(pools.map(({ region, live, weight }) => [region, live, weight])).toEqual([
      [EAST, true, 1],
      [WEST, false, 0],
    ]);
    expect(pools[0]?.signals).toMatchObject([
      { kind: 'dns-check', probe: { periodSeconds: 10, timeoutSeconds: 6, failures: 3, successes: 3 }, ttlSeconds: 60 },
    ]);
    expect(judged(failoverRecords, `region:${EAST}`).shedSeconds).toEqual({ expected: 61, worst: 96 });
  });

  it('counts IPv4 and IPv6 as one, and an alias as 60 s', () => {
    expect(poolIn(latencyAliases, WEST).signals).toMatchObject([
      { kind: 'dns-check', probe: { periodSeconds: 5, failures: 2 }, ttlSeconds: 60 },
    ]);
  });

  it('shares requests by weight', () => {
    expect(onlyService(weighted(3, 1)).pools.map(({ weight }) => weight)).toEqual([3, 1]);
    expect(onlyService(weighted(1, 0)).pools.map(({ live }) => live)).toEqual([true, false]);
  });

  const calculated = (threshold: unknown, children: readonly string[]): Plan =>
    [
      ...failoverRecords,
      draft(
        'aws:route53/healthCheck:HealthCheck',
        'second',
        { type: 'TCP', fqdn: id, requestInterval: 30, failureThreshold: 3 },
        { links: { fqdn: [`lb-${EAST}`] } },
      ),
      draft(
        'aws:route53/healthCheck:HealthCheck',
        'sum',
        { type: 'CALCULATED', childHealthchecks: children.map(() => id), childHealthThreshold: threshold },
        { links: { childHealthchecks: children } },
      ),
    ].map((one) => (one.name === `record-${EAST}` ? { ...one, links: { ...one.links, healthCheckId: ['sum'] } } : one));
  const first = `check-${EAST}`;

  it.each([
    ['the first of two to fall', calculated(2, [first, 'second']), ['crash', 'error', 'hang', 'slow'], 'yes'],
    ['both to fall, one of which only connects', calculated(1, [first, 'second']), ['crash'], 'no'],
    ['none to be well', calculated(0, [first, 'second']), [], 'no'],
    [
      'a threshold that is not known',
      calculated(id, [first, 'second']),
      ['crash', 'error', 'hang', 'slow'],
      'undecided',
    ],
  ] as const)('follows a calculated check that needs %s', (_name, plan, sees, survives) => {
    expect(poolIn(plan, EAST).signals.map((signal) => signal.sees)).toEqual([sees]);
    expect(judged(plan, `region:${EAST}`).survives).toBe(survives);
  });

  it('leaves open what an alarm shows, and does not trust a switch', () => {
    const alarmed = [
      ...relink(change(failoverRecords, first, 'type', 'CLOUDWATCH_METRIC'), first, 'cloudwatchAlarmName', []),
      draft('aws:cloudwatch/metricAlarm:MetricAlarm', 'alarm', { name: 'alarm', period: 60, evaluationPeriods: 2 }),
    ];
    const plan = change(alarmed, first, 'cloudwatchAlarmName', 'alarm');
    expect(judged(plan, `region:${EAST}`)).toMatchObject({ survives: 'undecided', shedSeconds: { worst: 180 } });
    const manual = change(failoverRecords, first, 'type', 'RECOVERY_CONTROL');
    expect(judged(manual, `region:${EAST}`).survives).toBe('no');
  });

  it('leaves open who answers whom by place, and targets that are not in the plan', () => {
    const byPlace = each(
      each(failoverRecords, 'record-', 'failoverRoutingPolicies', undefined),
      'record-',
      'geolocationRoutingPolicies',
      [{ continent: 'NA' }],
    );
    expect(answers(byPlace)).toEqual(['undecided', 'undecided']);
    const elsewhere = relink(failoverRecords, `record-${WEST}`, 'records', []);
    expect(reasons(judged(elsewhere, `region:${EAST}`))).toMatch(
      /record-us-west-2 records what it answers with is not in the plan/,
    );
  });

  it('may lead to an accelerator, which is then no service of its own', () => {
    const plan = [
      ...accelerator,
      draft(
        'aws:route53/record:Record',
        'to-front',
        {
          zoneId: 'Z1',
          name: 'api.acme.test',
          type: 'A',
          setIdentifier: 'front',
          weightedRoutingPolicies: [{ weight: 1 }],
          aliases: [{ name: id, zoneId: id, evaluateTargetHealth: false }],
        },
        { links: { aliases: ['front'] } },
      ),
    ];
    const { entry, pools } = onlyService(plan);
    expect(entry.kind).toBe('dns');
    expect(pools.map(({ balancer }) => balancer?.signals)).toEqual([[], []]);
    expect(judged(plan, `region:${EAST}`)).toMatchObject({ survives: 'yes', shedSeconds: { worst: 44 } });
  });
});

describe('two clouds in one record set', () => {
  const loads = [declaration, ...multicloud];

  it('are one service, with the regions of Google behind their own load balancer', () => {
    const { pools, name } = onlyService(multicloud);
    expect(name).toBe('api.acme.test');
    expect(
      pools.map(({ region, compute, weight, signals, balancer }) => [
        region,
        compute,
        weight,
        signals.map(({ kind }) => kind),
        balancer?.signals.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ...GOOGLE_REGIONS.map((region) => [region, 'cloud-run', 1.5, ['service-health'], ['dns-check']]),
      [EAST, 'fargate', 1, ['dns-check'], undefined],
    ]);
  });

  it('survive the loss of either provider, by DNS', () => {
    expect(judged(multicloud, 'provider:gcp')).toMatchObject({
      survives: 'yes',
      required: true,
      shedSeconds: { expected: 61, worst: 96 },
    });
    expect(judged(multicloud, 'provider:aws')).toMatchObject({
      survives: 'yes',
      required: true,
      shedSeconds: { worst: 74 },
    });
  });

  it('leave the loss of one region of Google to Google, whose other region carries that share', () => {
    const loss = judged(loads, `region:${GOOGLE_REGIONS[0]}`);
    expect(loss).toMatchObject({ survives: 'yes', shedSeconds: { worst: 11 } });
    // 16 instances of 50 requests/s for three quarters of 400.
    expect(loss.headroom).toBe(2.67);
  });

  it('do not survive the loss of Google without a check on its address', () => {
    const plan = relink(
      change(multicloud, 'record-google', 'healthCheckId', undefined),
      'record-google',
      'healthCheckId',
      [],
    );
    expect(judged(plan, 'provider:gcp').survives).toBe('no');
    expect(judged(plan, 'provider:aws').survives).toBe('yes');
    expect(judged(plan, `region:${GOOGLE_REGIONS[0]}`).survives).toBe('yes');
  });
});

describe('CloudFront with an origin group', () => {
  const distribution = (methods: readonly string[]): Plan => [
    ...stacks,
    draft(
      'aws:cloudfront/distribution:Distribution',
      'cdn',
      {
        origins: REGIONS.map((region) => ({ originId: region, domainName: id })),
        originGroups: [
          {
            originId: 'both',
            failoverCriteria: { statusCodes: [500, 502, 503, 504] },
            members: REGIONS.map((region) => ({ originId: region })),
          },
        ],
        defaultCacheBehavior: { targetOriginId: 'both', allowedMethods: methods },
      },
      { links: { origins: REGIONS.map((region) => `lb-${region}`) } },
    ),
  ];

  it('carries reads over, request by request, and leaves writes open', () => {
    const reads = distribution(['GET', 'HEAD']);
    expect(judged(reads, `region:${EAST}`)).toMatchObject({ survives: 'yes', shedSeconds: { worst: 40 } });
    expect(answers(distribution(['GET', 'HEAD', 'POST']))).toEqual(['undecided', 'undecided']);
  });
});

describe('stores', () => {
  it('reads a global database as a writer and a follower', () => {
    expect(storeNamed(aurora, 'db')).toMatchObject({
      kind: 'sql',
      cloud: 'aws',
      replication: 'async',
      rpo: { expected: 1, worst: 60 },
      promotion: { who: 'operator', seconds: { expected: 195, worst: 660 } },
      availability: 0.9999,
      members: [
        { region: EAST, role: 'primary', zoneRedundant: true, size: 'db.r6g.large', cpus: 2 },
        { region: WEST, role: 'replica', zoneRedundant: true, size: 'db.r6g.large', cpus: 2 },
      ],
    });
    expect(storeNamed(without(aurora, `db-${EAST}-1`), 'db')).toMatchObject({ availability: 0.999 });
  });

  it('finds the writer where a state tells it', () => {
    const swapped = aurora.map((one) =>
      one.name === 'db'
        ? { ...one, outputs: { globalClusterMembers: [{ dbClusterArn: 'arn:west', isWriter: true }] } }
        : one.name === `db-${WEST}`
          ? { ...one, outputs: { arn: 'arn:west' } }
          : one,
    );
    expect(storeNamed(swapped, 'db').members.map(({ region, role }) => [region, role])).toEqual([
      [WEST, 'primary'],
      [EAST, 'replica'],
    ]);
  });

  it('compares serverless clusters by their capacity units', () => {
    const serverless =
      (region: string, maxCapacity: number) =>
      (plan: Plan): Plan =>
        change(
          each(plan, `db-${region}-`, 'instanceClass', 'db.serverless'),
          `db-${region}`,
          'serverlessv2ScalingConfiguration',
          { minCapacity: 1, maxCapacity },
        );
    const plan = serverless(WEST, 8)(serverless(EAST, 32)(aurora));
    expect(storeNamed(plan, 'db').members.map(({ cpus }) => cpus)).toEqual([8, 2]);
  });

  it('reads an RDS instance with a replica in another region', () => {
    const database = (region: string, more: object): Draft =>
      draft('aws:rds/instance:Instance', `pg-${region}`, { region, instanceClass: 'db.m6g.xlarge', ...more });
    const replica = { ...database(WEST, { replicateSourceDb: id }), links: { replicateSourceDb: [`pg-${EAST}`] } };
    const pair = [...accelerator, database(EAST, { multiAz: true }), replica];
    expect(storeNamed(pair, `pg-${EAST}`)).toMatchObject({
      members: [
        { region: EAST, role: 'primary', zoneRedundant: true, cpus: 4 },
        { region: WEST, role: 'replica', zoneRedundant: false, cpus: 4 },
      ],
      rpo: { worst: 300 },
      availability: 0.9995,
    });
    expect(answers(pair)).toEqual(['yes', 'yes']);
    expect(answers([...accelerator, database(EAST, { multiAz: true })])).toEqual(['no', 'yes']);
    expect(judged([...accelerator, database(EAST, {})], `zone:${EAST}a`).survives).toBe('no');
  });

  it('tells a global table that commits everywhere from one that follows', () => {
    expect(storeNamed(table, 'orders')).toMatchObject({
      replication: 'async',
      rpo: { worst: 60 },
      availability: 0.99999,
    });
    const strong = each(table, 'orders', 'replicas', [
      { regionName: WEST, consistencyMode: 'STRONG' },
      { regionName: 'us-east-2', consistencyMode: 'STRONG' },
    ]);
    expect(storeNamed(strong, 'orders')).toMatchObject({ replication: 'sync', rpo: { worst: 0 } });
    const apart = [
      ...each(table, 'orders', 'replicas', undefined),
      draft(
        'aws:dynamodb/tableReplica:TableReplica',
        'copy',
        { region: WEST, globalTableArn: id },
        { links: { globalTableArn: ['orders'] } },
      ),
    ];
    expect(storeNamed(apart, 'orders').members.map(({ region }) => region)).toEqual([EAST, WEST]);
    expect(judged(beside(each(table, 'orders', 'replicas', id)), `region:${EAST}`).survives).toBe('undecided');
  });

  it('joins buckets that copy to each other, with the time that is promised', () => {
    const both = storeNamed(buckets, `files-${EAST}`);
    expect(model(buckets).stores).toHaveLength(1);
    expect(both).toMatchObject({
      rpo: { worst: 900 },
      options: [],
      members: [
        { region: EAST, role: 'equal' },
        { region: WEST, role: 'equal' },
      ],
    });
    const untimed = storeNamed(each(buckets, 'copy-', 'rules.0.destination', { bucket: id }), `files-${EAST}`);
    expect(untimed.rpo?.worst).toBe(86_400);
    expect(untimed.options).toMatchObject([
      { argument: 'rules.destination.replicationTime', gives: { rpo: { worst: 900 } } },
    ]);
    expect(storeNamed(oneWay, `files-${EAST}`)).toMatchObject({
      members: [
        { region: EAST, role: 'primary' },
        { region: WEST, role: 'replica' },
      ],
      promotion: { who: 'nobody' },
    });
  });

  it('finds a destination that is written as an ARN, and leaves one open that is not in the plan', () => {
    const written = (name: string): Plan =>
      each(oneWay, `copy-${EAST}`, 'rules.0.destination.bucket', `arn:aws:s3:::${name}`).map((one) =>
        one.name === `copy-${EAST}` ? { ...one, links: { bucket: one.links?.['bucket'] ?? [] } } : one,
      );
    expect(storeNamed(written(`files-${WEST}`), `files-${EAST}`).members).toHaveLength(2);
    expect(judged(beside(written('elsewhere')), `region:${EAST}`).survives).toBe('no');
    expect(reasons(judged(beside(without(written('elsewhere'), `files-${WEST}`)), `region:${EAST}`))).toMatch(
      /not in the plan/,
    );
  });

  it('leaves access logs where they are', () => {
    const logged = [
      ...relink(each(accelerator, `lb-${EAST}`, 'accessLogs', { bucket: id }), `lb-${EAST}`, 'accessLogs', ['logs']),
      draft('aws:s3/bucket:Bucket', 'logs', { region: EAST }),
    ];
    expect(model(logged).stores).toEqual([]);
    expect(answers(logged)).toEqual(['yes', 'yes']);
  });

  it('asks for a secret in the regions whose tasks read it', () => {
    const local = [...beside(each(secret, 'password', 'replicas', []))].map((one) =>
      one.name === `task-${EAST}` ? { ...one, links: { containerDefinitions: ['password'] } } : one,
    );
    expect(storeNamed(local, 'password').readers).toEqual([EAST]);
    expect(answers(local)).toEqual(['yes', 'yes']);
  });

  it('asks for a key in the regions whose tasks name it', () => {
    const keyed = (more: Plan): Plan => [
      ...accelerator.map((one) =>
        one.name.startsWith('task-') ? { ...one, links: { containerDefinitions: ['key'] } } : one,
      ),
      draft('aws:kms/key:Key', 'key', { region: EAST, multiRegion: true }),
      ...more,
    ];
    const copy = draft(
      'aws:kms/replicaKey:ReplicaKey',
      'key-copy',
      { region: WEST, primaryKeyArn: id },
      { links: { primaryKeyArn: ['key'] } },
    );
    expect(answers(keyed([copy]))).toEqual(['yes', 'yes']);
    expect(answers(keyed([]))).toEqual(['no', 'yes']);
    expect(model([...accelerator, draft('aws:kms/key:Key', 'key', { region: EAST })]).stores).toEqual([]);
  });

  it('does not guess from which registry a task pulls', () => {
    const open = each(beside(images), 'task-', 'containerDefinitions', id).map((one) =>
      one.name.startsWith('task-') ? { ...one, links: { containerDefinitions: ['images'] } } : one,
    );
    expect(answers(open)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(open, `region:${EAST}`))).toMatch(
      /task-us-west-2 containerDefinitions whether us-west-2 pulls/,
    );
    const filtered = change(beside(images), 'image-copies', 'replicationConfiguration.rules.0.repositoryFilters', [
      { filter: 'web', filterType: 'PREFIX_MATCH' },
    ]);
    expect(answers(filtered)).toEqual(['no', 'yes']);
  });

  it('wants a cache in each region', () => {
    const cache = (region: string, more: object = {}): Draft =>
      draft('aws:elasticache/replicationGroup:ReplicationGroup', `cache-${region}`, {
        region,
        nodeType: 'cache.r7g.large',
        multiAzEnabled: true,
        automaticFailoverEnabled: true,
        replicasPerNodeGroup: 1,
        ...more,
      });
    expect(answers(beside([cache(EAST)]))).toEqual(['no', 'yes']);
    expect(answers(beside([cache(EAST), cache(WEST)]))).toEqual(['yes', 'yes']);
    const datastore = draft(
      'aws:elasticache/globalReplicationGroup:GlobalReplicationGroup',
      'datastore',
      { primaryReplicationGroupId: id },
      { links: { primaryReplicationGroupId: [`cache-${EAST}`] } },
    );
    const follower = {
      ...cache(WEST, { globalReplicationGroupId: id }),
      links: { globalReplicationGroupId: ['datastore'] },
    };
    const joined = storeNamed([cache(EAST), datastore, follower], `cache-${EAST}`);
    expect(joined.members.map(({ region, role, zoneRedundant }) => [region, role, zoneRedundant])).toEqual([
      [EAST, 'primary', true],
      [WEST, 'replica', true],
    ]);
  });

  it('leaves open what it cannot read', () => {
    const files = draft('aws:efs/fileSystem:FileSystem', 'files', { region: EAST });
    expect(answers(beside([files]))).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(beside([files]), `region:${EAST}`))).toMatch(/keeps data as FileSystem/);
  });
});

describe('regions and names', () => {
  it('takes the region of the provider where a resource names none', () => {
    const plan = accelerator.map(({ inputs: { region: _, ...inputs }, ...one }) => ({ ...one, inputs }));
    const graph = graphFrom(plan);
    expect(recognise(graph).undecided).toContainEqual(
      expect.objectContaining({
        evidence: expect.objectContaining({ says: 'the plan does not tell in which region it is' }),
      }),
    );
  });

  it('tells services of one name in two regions apart', () => {
    const state = accelerator.map((one) =>
      one.name.startsWith('scale-')
        ? ({ ...change([one], one.name, 'maxCapacity', one.name.endsWith(WEST) ? 40 : 16)[0], links: {} } as Draft)
        : one,
    );
    expect(REGIONS.map((region) => poolIn(state, region).maxInstances)).toEqual([16, 40]);
  });

  it('names zones by their subnets until an apply tells them', () => {
    const plan = each(accelerator, 'subnet-', 'availabilityZone', id);
    expect(poolIn(plan, EAST).zones).toEqual(['a', 'b', 'c'].map((zone) => `subnet-${EAST}${zone}`));
    expect(judged(plan, `zone:subnet-${EAST}a`).survives).toBe('yes');
  });
});

describe('the time an entry takes on top of a probe', () => {
  const signal: Signal = {
    kind: 'health-check',
    sees: ['crash'],
    probe: { periodSeconds: 10, timeoutSeconds: 5, failures: 3, successes: 2 },
    evidence: [],
  };
  const context = { cadence: 'fixed', regionRps: 100 } as const;

  it('is added to every bound', () => {
    expect(shedTime([signal], 'crash', context)).toEqual({ best: 20, expected: 25, worst: 30 });
    expect(shedTime([{ ...signal, delaySeconds: 30 }], 'crash', context)).toEqual({
      best: 50,
      expected: 55,
      worst: 60,
    });
    expect(shedTime([{ ...signal, delaySeconds: 30, ttlSeconds: 60 }], 'crash', context)).toMatchObject({
      best: 50,
      worst: 120,
    });
  });
});

describe('a large plan', () => {
  it('is read as the sum of its parts', () => {
    const copies = Array.from({ length: 25 }, (_, index) =>
      accelerator.map((one): Draft => ({
        ...one,
        name: `${one.name}.${index}`,
        links: Object.fromEntries(
          Object.entries(one.links ?? {}).map(([key, names]) => [key, names.map((name) => `${name}.${index}`)]),
        ),
      })),
    ).flat();
    expect(copies.length).toBeGreaterThan(500);
    const { services } = model(copies);
    expect(services).toHaveLength(25);
    expect(services.every(({ pools }) => pools.every(({ maxInstances }) => maxInstances === 16))).toBe(true);
  });
});
