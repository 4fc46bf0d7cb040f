import { describe, expect, it } from 'vitest';

import type { Survival } from '../../../../topology/verdict/types.ts';
import { change, draft, relink, without, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { answers, each, judged, model, onlyService, reasons, type Plan } from './ask.ts';
import { accelerator, EAST, failoverRecords, latencyAliases, multicloud, REGIONS, stacks, WEST } from './plans.ts';

// Names of Route 53: which records are one set, and where a name leads.

const zone = draft('aws:route53/zone:Zone', 'zone', { name: 'acme.test' });

/** An alias that evaluates what it leads to. */
const alias = (name: string, dns: string, to: string, more: Draft['inputs'] = {}): Draft =>
  draft(
    'aws:route53/record:Record',
    name,
    { zoneId: id, name: dns, type: 'A', aliases: [{ name: id, zoneId: id, evaluateTargetHealth: true }], ...more },
    { links: { zoneId: ['zone'], aliases: [to, 'zone'] } },
  );

const role = (index: number): Draft['inputs'] => ({
  setIdentifier: String(index),
  failoverRoutingPolicies: [{ type: index === 0 ? 'PRIMARY' : 'SECONDARY' }],
});

const regional = REGIONS.map((region) => alias(`name-${region}`, `${region}.acme.test`, `lb-${region}`));

/** A failover set over the regions' own names. */
const tree: Plan = [
  ...stacks,
  zone,
  ...regional,
  ...REGIONS.map((region, index) => alias(`record-${region}`, 'api.acme.test', `name-${region}`, role(index))),
];

const byName: Plan = REGIONS.reduce<Plan>(
  (plan, region) =>
    change(
      relink(plan, `record-${region}`, 'aliases', []),
      `record-${region}`,
      'aliases.0.name',
      `${region.toUpperCase()}.acme.test.`,
    ),
  tree,
);

const inZone = (name: string, records: Plan): Plan =>
  records.map((one) => ({ ...one, links: { ...one.links, zoneId: [name] } }));

const apex = alias('apex', 'acme.test', `lb-${EAST}`);

/** Two load balancers in each region, shared by weight under a name that the latency set leads to. */
const weightedWithin: Plan = [
  ...stacks,
  zone,
  ...REGIONS.flatMap((region) => [
    ...[0, 1].map((index) =>
      alias(`part-${region}-${index}`, `${region}.acme.test`, `lb-${region}`, {
        setIdentifier: String(index),
        weightedRoutingPolicies: [{ weight: 1 }],
      }),
    ),
    alias(`record-${region}`, 'api.acme.test', `part-${region}-0`, {
      setIdentifier: region,
      latencyRoutingPolicies: [{ region }],
    }),
  ]),
];

/** Each record with the addresses of two instances of its region. */
const addressed: Plan = [
  ...REGIONS.reduce<Plan>(
    (plan, region) =>
      relink(
        relink(plan, `record-${region}`, 'records', [`vm-${region}-0`, `vm-${region}-1`]),
        `check-${region}`,
        'fqdn',
        [`vm-${region}-0`],
      ),
    [
      ...failoverRecords.filter(({ name }) => /^(zone|check|record)/.test(name)),
      ...REGIONS.flatMap((region) =>
        [0, 1].map((index) => draft('aws:ec2/instance:Instance', `vm-${region}-${index}`, { region })),
      ),
    ],
  ),
];

const circle: Plan = [
  ...tree.filter(({ name }) => !name.startsWith('name-')),
  ...REGIONS.map((region, index) => alias(`name-${region}`, `${region}.acme.test`, `name-${REGIONS[1 - index]}`)),
];

type Row = [name: string, plan: Plan, survives: readonly Survival[], reason?: RegExp];

describe('names', () => {
  it.each<Row>([
    ['of the regions under one of the whole', tree, ['yes', 'yes']],
    ['that are written out', byName, ['yes', 'yes']],
    ['that share by weight under one that chooses by latency', weightedWithin, ['yes', 'yes']],
    [
      'that do not evaluate what they lead to',
      each(tree, 'name-', 'aliases.0.evaluateTargetHealth', false),
      ['no', 'yes'],
      /nothing notices/,
    ],
    ['within the zone and in full', change(failoverRecords, `record-${WEST}`, 'name', 'API'), ['yes', 'yes']],
    [
      'that only an apply tells',
      each(failoverRecords, 'record-', 'name', id),
      ['undecided', 'undecided'],
      /name is known only after an apply: whether these records have one name/,
    ],
    [
      'of one answer made from two load balancers',
      each(latencyAliases, 'A-', 'aliases', [{ name: id, zoneId: id, evaluateTargetHealth: true }]).map((one) =>
        one.name.startsWith('A-')
          ? { ...one, links: { ...one.links, aliases: REGIONS.map((region) => `lb-${region}`) } }
          : one,
      ),
      ['undecided', 'undecided'],
      /has one answer and is made from lb-us-east-1 and lb-us-west-2/,
    ],
    [
      'of several addresses in one list that only an apply tells',
      each(each(addressed, 'record-', 'records', id), 'record-', 'type', 'A'),
      ['yes', 'yes'],
    ],
    [
      'of one region each that only an apply tells, asked by checks',
      REGIONS.reduce<Plan>(
        (plan, region) => relink(plan, `check-${region}`, 'fqdn', [`name-${region}`]),
        [...failoverRecords, ...each(regional, 'name-', 'name', id)],
      ),
      ['yes', 'yes'],
    ],
    [
      'that lead past an entry',
      [...failoverRecords, apex],
      ['no', 'yes'],
      /apex .*acme\.test has no pool outside us-east-1/,
    ],
    ['that lead past an accelerator', [...accelerator, zone, apex], ['no', 'yes'], /leads to lb-us-east-1 alone/],
    [
      'that lead past an entry over another name',
      [...failoverRecords, apex, alias('www', 'www.acme.test', 'apex')],
      ['no', 'yes'],
      /www\.acme\.test has no pool outside us-east-1/,
    ],
    [
      'that lead past an entry, and that other resources are told',
      [
        ...failoverRecords,
        apex,
        draft('aws:ssm/parameter:Parameter', 'address', { region: EAST, value: id }, { links: { value: ['apex'] } }),
      ],
      ['no', 'yes'],
      /apex .*acme\.test has no pool outside us-east-1/,
    ],
    [
      'that are others inside the network, where a check asks from outside',
      relink(
        change(
          [
            draft('aws:route53/zone:Zone', 'inside', { name: 'acme.test', vpcs: [{ vpcId: 'vpc-1' }] }),
            draft('aws:lb/loadBalancer:LoadBalancer', 'lb-inside', { region: EAST, internal: true }),
            ...inZone('inside', [alias('east-inside', 'east.acme.test', 'lb-inside')]),
            ...inZone('inside', [alias('apex-inside', 'acme.test', `lb-${EAST}`)]),
            ...failoverRecords,
            alias('east', 'east.acme.test', `lb-${EAST}`),
          ],
          `check-${EAST}`,
          'fqdn',
          'east.acme.test',
        ),
        `check-${EAST}`,
        'fqdn',
        [],
      ),
      ['yes', 'yes'],
    ],
    ['of each region beside an entry', [...failoverRecords, ...regional], ['yes', 'yes']],
    ['that lead to the whole', [...failoverRecords, alias('www', 'www.acme.test', `record-${EAST}`)], ['yes', 'yes']],
    [
      'that only a check asks',
      relink([...failoverRecords, alias('east', 'east.acme.test', `lb-${EAST}`)], `check-${EAST}`, 'fqdn', ['east']),
      ['yes', 'yes'],
    ],
    [
      'of texts and of mail, which lead no client anywhere',
      [
        ...failoverRecords,
        ...['TXT', 'MX'].map((type) =>
          draft(
            'aws:route53/record:Record',
            type,
            {
              ...{ zoneId: id, name: 'acme.test', type, ttl: 60, records: ['10 x'], setIdentifier: 'one' },
              weightedRoutingPolicies: [{ weight: 1 }],
            },
            { links: { zoneId: ['zone'] } },
          ),
        ),
      ],
      ['yes', 'yes'],
    ],
    ['that lead round in a circle', circle, ['no', 'no'], /lb-us-east-1 has no pool outside us-east-1/],
  ])('%s', (_name, plan, survives, reason) => {
    expect(answers(plan)).toEqual(survives);
    if (reason) expect(reasons(judged(plan, `region:${EAST}`))).toMatch(reason);
  });

  it('of each cloud beside an entry of both are those clouds’ own', () => {
    const google = draft(
      'aws:route53/record:Record',
      'gcp',
      { zoneId: id, name: 'gcp.acme.test', type: 'A', ttl: 60, records: [id] },
      { links: { zoneId: ['zone'], records: ['anycast'] } },
    );
    const aws = alias('aws', 'aws.acme.test', `lb-${EAST}`);
    const survives = (plan: Plan): Survival => judged(plan, 'provider:aws').survives;
    expect(survives([...multicloud, google, aws])).toBe('yes');
    expect(survives([...multicloud, aws])).toBe('no');
  });

  it('may be the second name of a load balancer, in other letters', () => {
    const host = `api-1.${WEST}.elb.amazonaws.com`;
    const known = change(
      relink(latencyAliases, `A-${WEST}`, 'aliases', []),
      `A-${WEST}`,
      'aliases.0.name',
      `dualstack.${host}.`,
    ).map((one) => (one.name === `lb-${WEST}` ? { ...one, outputs: { dnsName: host.toUpperCase() } } : one));
    expect(answers(known)).toEqual(['yes', 'yes']);
  });

  it('of a tree are one service, with the share that all policies give', () => {
    expect(onlyService(tree).pools.map(({ region, live, weight }) => [region, live, weight])).toEqual([
      [EAST, true, 1],
      [WEST, false, 0],
    ]);
    expect(onlyService(weightedWithin).name).toBe('api.acme.test');
  });
});

describe('an answer of a type that is not known here', () => {
  const classic: Plan = [
    zone,
    ...REGIONS.flatMap((region, index) => [
      draft('aws:elb/loadBalancer:LoadBalancer', `classic-${region}`, { region }),
      alias(`record-${region}`, 'api.acme.test', `classic-${region}`, role(index)),
    ]),
  ];

  it('is named, and leaves each loss open', () => {
    expect(answers(classic)).toEqual(['undecided', 'undecided']);
    const why = reasons(judged(classic, `region:${EAST}`));
    expect(why).toMatch(
      /answers with classic-us-west-2, an aws:elb\/loadBalancer:LoadBalancer, which is not known here/,
    );
    expect(why).not.toMatch(/not in the plan/);
  });

  it('is no pool where it is the page of a bucket', () => {
    const sorry = relink(
      [
        ...without(tree, `name-${WEST}`),
        draft('aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration', 'page', { region: WEST }),
      ],
      `record-${WEST}`,
      'aliases',
      ['page'],
    );
    expect(model(sorry).services[0]?.pools.map(({ region }) => region)).toEqual([EAST]);
    expect(judged(sorry, `region:${EAST}`).survives).toBe('no');
  });
});
