import { describe, expect, it } from 'vitest';

import type { Survival } from '../../../../topology/verdict/types.ts';
import { change, draft, relink, without, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { answers, each, judged, reasons, weighted, type Plan } from './ask.ts';
import { EAST, failoverRecords, latencyAliases, multicloud, REGIONS, WEST } from './plans.ts';

// Whether a record set gives the answer that is left once a region is lost.

type Row = [name: string, plan: Plan, survives: readonly Survival[], reason?: RegExp];

function judge(rows: Row[]): void {
  it.each<Row>(rows)('%s', (_name, plan, survives, reason) => {
    expect(answers(plan)).toEqual(survives);
    if (reason) expect(reasons(judged(plan, `region:${EAST}`))).toMatch(reason);
  });
}

const [eastCheck, westCheck] = [`check-${EAST}`, `check-${WEST}`];

/** The failover records as aliases that evaluate their targets. */
const evaluated: Plan = REGIONS.reduce<Plan>(
  (plan, region) =>
    relink(
      change(change(plan, `record-${region}`, 'records', undefined), `record-${region}`, 'aliases', [
        { name: id, zoneId: id, evaluateTargetHealth: true },
      ]),
      `record-${region}`,
      'aliases',
      [`lb-${region}`],
    ),
  failoverRecords,
);

const green = (plan: Plan, ...regions: readonly string[]): Plan =>
  regions.reduce<Plan>(
    (all, region) => [
      ...relink(all, `https-${region}`, 'defaultActions', [`tg-${region}`, `green-${region}`]),
      draft('aws:lb/targetGroup:TargetGroup', `green-${region}`, { region, port: 8080, protocol: 'HTTP' }),
    ],
    plan,
  );

const summed = (threshold: number): Plan =>
  relink(
    [
      ...failoverRecords,
      draft(
        'aws:route53/healthCheck:HealthCheck',
        'sum',
        { type: 'CALCULATED', childHealthchecks: [id, id], childHealthThreshold: threshold },
        { links: { childHealthchecks: [eastCheck, westCheck] } },
      ),
    ],
    `record-${WEST}`,
    'healthCheckId',
    ['sum'],
  );

describe('the answer that is left', () => {
  judge([
    ['has a check of its own', failoverRecords, ['yes', 'yes']],
    [
      'falls with the region that its check asks',
      relink(failoverRecords, westCheck, 'fqdn', [`lb-${EAST}`]),
      ['no', 'yes'],
      /check-us-west-2 fqdn asks lb-us-east-1, which goes with us-east-1; so record-us-west-2 counts as bad/,
    ],
    [
      'falls so in a weighted set',
      relink(weighted(1, 1), westCheck, 'fqdn', [`lb-${EAST}`]),
      ['no', 'no'],
      /what is lost is answered all the same/,
    ],
    [
      'is held bad by an inverted check',
      change(failoverRecords, westCheck, 'invertHealthcheck', true),
      ['no', 'yes'],
      /check-us-west-2 invertHealthcheck is inverted/,
    ],
    [
      'is let in by an inverted check of the region that is lost',
      relink(change(failoverRecords, westCheck, 'invertHealthcheck', true), westCheck, 'fqdn', [`lb-${EAST}`]),
      ['yes', 'yes'],
    ],
    [
      'has an inverted check of what only an apply tells',
      relink(change(failoverRecords, westCheck, 'invertHealthcheck', true), westCheck, 'fqdn', []),
      ['undecided', 'undecided'],
      /check-us-west-2 fqdn asks something that is not in the plan/,
    ],
    ['has a check that is switched off', change(failoverRecords, westCheck, 'disabled', true), ['yes', 'yes']],
    [
      'has a check that is switched off and inverted',
      change(change(failoverRecords, westCheck, 'disabled', true), westCheck, 'invertHealthcheck', true),
      ['no', 'yes'],
      /inverted/,
    ],
    [
      'has a check of a port on which nothing listens',
      each(failoverRecords, 'check-', 'port', 8443),
      ['no', 'yes'],
      /listens on port 443 and 80, and requests come to port 8443/,
    ],
    [
      'has a check that speaks another protocol than the port',
      each(failoverRecords, 'https-', 'protocol', 'HTTP'),
      ['no', 'yes'],
      /speaks HTTP on port 443/,
    ],
    [
      'has a check of a load balancer inside the network',
      each(failoverRecords, 'lb-', 'internal', true),
      ['no', 'yes'],
      /lb-us-west-2 internal is inside the network/,
    ],
    ['evaluates its target', evaluated, ['yes', 'yes']],
    [
      'evaluates a load balancer with an empty target group',
      green(evaluated, WEST),
      ['no', 'yes'],
      /green-us-west-2 .*never has a target/,
    ],
    [
      'evaluates one whose empty target group only scales something',
      [
        ...green(evaluated, WEST),
        draft('aws:appautoscaling/policy:Policy', 'by-requests', {}, { links: { resourceLabel: [`green-${WEST}`] } }),
      ],
      ['no', 'yes'],
      /green-us-west-2 .*never has a target/,
    ],
    ['does not evaluate it', green(failoverRecords, WEST), ['yes', 'yes']],
    ['is the PRIMARY, which is answered when all are bad', green(evaluated, EAST), ['yes', 'yes']],
    [
      'is the PRIMARY, and what is lost counts as well',
      REGIONS.reduce<Plan>(
        (plan, region, index) => relink(plan, `check-${region}`, 'fqdn', [`lb-${REGIONS[1 - index]}`]),
        failoverRecords,
      ),
      ['no', 'no'],
      /so record-us-west-2 counts as bad, and record-us-east-1 is answered/,
    ],
    [
      'listens on another port than what is lost',
      [EAST, WEST].reduce<Plan>(
        (plan, region) => without(plan, `http-${region}`),
        change(latencyAliases, `https-${WEST}`, 'port', 8443),
      ),
      ['no', 'no'],
      /https-us-west-2 port listens on port 8443, and requests come to port 443/,
    ],
    [
      'only redirects where what is lost serves',
      change(latencyAliases, `https-${WEST}`, 'port', 8443),
      ['no', 'no'],
      /listens on port 8443 and 80, and requests come to port 443/,
    ],
    [
      'listens on one of two ports at which what is lost serves',
      [EAST, WEST].reduce<Plan>((plan, region) => {
        const forwards = change(plan, `http-${region}`, 'defaultActions', [{ type: 'forward', targetGroupArn: id }]);
        const both = relink(forwards, `http-${region}`, 'defaultActions', [`tg-${region}`]);
        return region === WEST ? without(both, `https-${WEST}`) : both;
      }, latencyAliases),
      ['no', 'yes'],
      /listens on port 80, and requests come to port 443/,
    ],
    ['has no listener that redirects', without(latencyAliases, `http-${WEST}`), ['yes', 'yes']],
    [
      'has no port for people beside that for clients',
      [
        ...latencyAliases,
        draft(
          'aws:lb/listener:Listener',
          'console',
          { region: EAST, loadBalancerArn: id, port: 9443, defaultActions: [{ type: 'forward', targetGroupArn: id }] },
          { links: { loadBalancerArn: [`lb-${EAST}`], defaultActions: [`tg-${EAST}`] } },
        ),
      ],
      ['yes', 'yes'],
    ],
    ['needs one of two children', summed(1), ['yes', 'yes']],
    ['needs both children', summed(2), ['no', 'yes'], /sum childHealthThreshold needs 2 of its 2 children/],
    ['needs more children than there are', summed(3), ['no', 'yes'], /needs 3 of its 2 children, which it never has/],
    [
      'needs a child that is not in the plan',
      change(summed(2), 'sum', 'childHealthchecks', [id, id, 'a1b2c3']),
      ['undecided', 'undecided'],
      /sum childHealthchecks what it is calculated from cannot be told/,
    ],
    [
      'has a check that is made from two',
      relink(failoverRecords, `record-${WEST}`, 'healthCheckId', [eastCheck, westCheck]),
      ['undecided', 'undecided'],
      /record-us-west-2 healthCheckId names one health check and is made from check-us-east-1 and check-us-west-2/,
    ],
    ['evaluates its target by latency', latencyAliases, ['yes', 'yes']],
  ]);

  it('stays open where only the loss of several regions together tells', () => {
    const plan = relink(change(multicloud, 'record-aws', 'healthCheckId', id), 'record-aws', 'healthCheckId', [
      'check-google',
    ]);
    expect(judged(multicloud, 'provider:gcp').survives).toBe('yes');
    expect(judged(plan, 'provider:gcp').survives).toBe('undecided');
    expect(reasons(judged(plan, 'provider:gcp'))).toMatch(/check-google .*guards every record of the set/);
  });
});

describe('a check asks', () => {
  const asks = (name: string, plan: Plan = failoverRecords): Plan =>
    relink(change(plan, eastCheck, 'fqdn', name), eastCheck, 'fqdn', []);
  const regional = (name: string): Draft =>
    draft(
      'aws:route53/record:Record',
      'regional',
      { zoneId: id, name, type: 'CNAME', ttl: 60, records: [id] },
      { links: { zoneId: ['zone'], records: [`lb-${EAST}`] } },
    );
  const host = 'api-1.us-east-1.elb.amazonaws.com';
  judge([
    [
      'a name that nothing answers to',
      asks('status.example.org'),
      ['undecided', 'undecided'],
      /check-us-east-1 fqdn asks status\.example\.org, which nothing in the plan answers to/,
    ],
    ['the name of the set, in capitals and with a dot', asks('API.Acme.test.'), ['no', 'yes'], /the very name/],
    [
      'a name that leads to the same',
      asks('East.acme.test', [...failoverRecords, regional('east.acme.test')]),
      ['yes', 'yes'],
    ],
    [
      'a name that leads to both regions',
      [
        ...asks('east.acme.test', [...failoverRecords, regional('east.acme.test')]),
        ...REGIONS.map((region) =>
          draft(
            'aws:route53/record:Record',
            `any-${region}`,
            {
              ...{ zoneId: id, name: 'east.acme.test', type: 'A', setIdentifier: region },
              latencyRoutingPolicies: [{ region }],
              aliases: [{ name: id, zoneId: id, evaluateTargetHealth: true }],
            },
            { links: { zoneId: ['zone'], aliases: [`lb-${region}`] } },
          ),
        ),
      ].filter(({ name }) => name !== 'regional'),
      ['no', 'yes'],
      /check-us-east-1 fqdn asks what lb-us-west-2 answers as well: it stays well while that does/,
    ],
    ['a name within the zone', asks('east.acme.test', [...failoverRecords, regional('east')]), ['yes', 'yes']],
    [
      'a wildcard that leads to the same',
      asks('east.acme.test', [...failoverRecords, regional('*.acme.test')]),
      ['yes', 'yes'],
    ],
    [
      'a port that cannot be read',
      change(failoverRecords, westCheck, 'port', id),
      ['undecided', 'undecided'],
      /check-us-west-2 port cannot be read/,
    ],
    [
      'a load balancer that may be inside the network',
      change(failoverRecords, `lb-${WEST}`, 'internal', id),
      ['undecided', 'undecided'],
      /lb-us-west-2 internal cannot be read/,
    ],
    [
      'one of two load balancers',
      relink(failoverRecords, eastCheck, 'fqdn', [`lb-${EAST}`, `lb-${WEST}`]),
      ['undecided', 'undecided'],
      /check-us-east-1 fqdn asks one address and is made from lb-us-east-1 and lb-us-west-2/,
    ],
    [
      'something of a type that is not known here',
      relink([...failoverRecords, draft('aws:apigatewayv2/api:Api', 'gateway', {})], eastCheck, 'fqdn', ['gateway']),
      ['undecided', 'undecided'],
      /asks gateway, an aws:apigatewayv2\/api:Api, which is not known here/,
    ],
  ]);

  it('the very host that the record names, which is not in the plan', () => {
    const plan = change(relink(asks(host), `record-${EAST}`, 'records', []), `record-${EAST}`, 'records', [
      host.toUpperCase(),
    ]);
    expect(reasons(judged(plan, `region:${EAST}`))).not.toMatch(/asks/);
  });
});
