import { describe, expect, it } from 'vitest';

import { change, draft, relink, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { answers, each, judged, model, onlyService, poolIn, reasons, weighted, type Plan } from './ask.ts';
import {
  accelerator,
  declaration,
  EAST,
  failoverRecords,
  GOOGLE_REGIONS,
  latencyAliases,
  multicloud,
  REGIONS,
  stacks,
  WEST,
} from './plans.ts';

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

  it('takes the region of a target outside the plan from its host name or the policy', () => {
    const record = `A-${WEST}`;
    const plan = relink(
      latencyAliases.filter(({ name }) => !name.startsWith('AAAA-') && (!name.includes(WEST) || name === record)),
      record,
      'aliases',
      [],
    );
    expect(poolIn(plan, WEST)).toMatchObject({
      compute: 'unknown',
      signals: [{ kind: 'dns-check', probe: { periodSeconds: 30, failures: 3 }, ttlSeconds: 60 }],
    });
    expect(answers(plan)).toEqual(['undecided', 'undecided']);
    const host = change(plan, record, 'aliases.0.name', 'api-1.eu-west-1.elb.amazonaws.com');
    expect(poolIn(host, 'eu-west-1').compute).toBe('unknown');
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

type Block = Readonly<Record<string, unknown>>;

describe('CloudFront', () => {
  const distribution = (behaviour: Block, more: Block = {}): Draft =>
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
        defaultCacheBehavior: { targetOriginId: 'both', allowedMethods: ['GET', 'HEAD'], ...behaviour },
        ...more,
      },
      { links: { origins: REGIONS.map((region) => `lb-${region}`) } },
    );

  it('carries reads over to the second of an origin group, request by request, and leaves writes open', () => {
    const reads = [...stacks, distribution({})];
    expect(judged(reads, `region:${EAST}`)).toMatchObject({ survives: 'yes', shedSeconds: { worst: 40 } });
    expect(answers([...stacks, distribution({ allowedMethods: ['GET', 'HEAD', 'POST'] })])).toEqual([
      'undecided',
      'undecided',
    ]);
  });

  it('tries nothing again where a behaviour names an origin', () => {
    const loss = judged([...stacks, distribution({ targetOriginId: EAST })], `region:${EAST}`);
    expect(loss.survives).toBe('no');
    expect(reasons(loss)).toMatch(/names an origin and not an origin group/);
    const path = { pathPattern: '/files/*', targetOriginId: WEST, allowedMethods: ['GET'] };
    expect(answers([...stacks, distribution({}, { orderedCacheBehaviors: [path] })])).toEqual(['yes', 'no']);
  });

  it('leaves open what only an apply tells, beside an entry that is read', () => {
    const plan = [...accelerator, distribution({ targetOriginId: id })];
    expect(answers(plan)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(plan, `region:${EAST}`))).toMatch(/defaultCacheBehavior\.targetOriginId to which origin/);
  });

  it.each(['enabled', 'origins', 'originGroups', 'defaultCacheBehavior'])(
    'leaves open %s that cannot be read',
    (what) => {
      const plan = change([...accelerator, distribution({})], 'cdn', what, id);
      expect(answers(plan)).toEqual(['undecided', 'undecided']);
      expect(reasons(judged(plan, `region:${EAST}`))).toMatch(new RegExp(`cdn ${what} cannot be read`));
    },
  );

  it('may have a plain name for an origin, and a page of a bucket is no second region', () => {
    const named = [
      ...stacks,
      draft('aws:s3/bucket:Bucket', 'sorry', { region: WEST, bucket: 'sorry' }),
      draft(
        'aws:route53/record:Record',
        'origin',
        { zoneId: 'Z1', name: 'origin.acme.test', type: 'CNAME', ttl: 60, records: [id] },
        { links: { records: [`lb-${EAST}`] } },
      ),
      distribution(
        {},
        {
          origins: [
            { originId: EAST, domainName: 'Origin.acme.test' },
            { originId: WEST, domainName: 'sorry' },
          ],
        },
      ),
    ];
    expect(model(named).services.map(({ name }) => name)).toContain('cdn');
    expect(reasons(judged(named, `region:${EAST}`))).toMatch(/cdn has no pool outside us-east-1/);
  });

  it('is an entry of its own beside another one, unless it is switched off', () => {
    const beside = (more: Block): Plan => [
      ...accelerator,
      distribution({ targetOriginId: EAST }, { originGroups: [], ...more }),
    ];
    expect(answers(beside({}))).toEqual(['no', 'yes']);
    expect(reasons(judged(beside({}), `region:${EAST}`))).toMatch(/cdn has no pool outside us-east-1/);
    expect(answers(beside({ enabled: false }))).toEqual(['yes', 'yes']);
  });
});
