import { describe, expect, it } from 'vitest';

import { shedTime } from '../../../topology/arithmetic/detection.ts';
import type { Signal } from '../../../topology/model/model.ts';
import type { Survival } from '../../../topology/verdict/types.ts';
import { change, relink, without, type Draft } from '../../support/graph.ts';
import {
  answers,
  beside,
  each,
  judged,
  model,
  oneWay,
  reasons,
  standby,
  weighted,
  withoutEach,
  type Plan,
} from './aws/ask.ts';
import {
  accelerator,
  aurora,
  buckets,
  EAST,
  failoverRecords,
  good,
  imageIn,
  images,
  latencyAliases,
  secret,
  stacks,
  table,
  WEST,
} from './aws/plans.ts';

const drained = each(accelerator, 'group-443-us-west', 'endpointConfigurations.0.weight', 0);
const unchecked = each(failoverRecords, 'record-', 'healthCheckId', undefined).map((one) =>
  one.name.startsWith('record-') ? { ...one, links: { ...one.links, healthCheckId: [] } } : one,
);
const oneCheck = relink(failoverRecords, `record-${WEST}`, 'healthCheckId', [`check-${EAST}`]);
const noCopies = without(oneWay, `copy-${EAST}`);
const single: Plan = aurora
  .filter(({ name }) => !name.startsWith(`db-${WEST}`) && name !== 'db')
  .map((one) => (one.name === `db-${EAST}` ? { ...one, links: {} } : one));
const pulls = (plan: Plan, region: string, from: string): Plan =>
  change(plan, `task-${region}`, 'containerDefinitions', JSON.stringify([{ name: 'api', image: imageIn(from) }]));
type Row = readonly [name: string, plan: Plan, east: Survival, west: Survival, reason?: RegExp];

const services: readonly Row[] = [
  ['everything that a program has', good, 'yes', 'yes'],
  ['an accelerator', accelerator, 'yes', 'yes'],
  ['an accelerator with a standby of dial 0', standby(0), 'yes', 'yes'],
  ['an endpoint of weight 0', drained, 'no', 'yes', /endpointConfigurations\.weight .*weight 0 never takes over/],
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

function judge(rows: readonly Row[]): void {
  for (const [name, plan, east, west, reason] of rows) {
    it(name, () => {
      expect(answers(plan)).toEqual([east, west]);
      if (reason) expect(reasons(judged(plan, `region:${EAST}`))).toMatch(reason);
    });
  }
}

describe('services of AWS under the loss of either region', () => {
  judge(services);
});

const stores: readonly Row[] = [
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
  judge(stores);
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
  it('is read as its parts, although services in it have one name', () => {
    const copies = Array.from({ length: 25 }, (_, index) =>
      accelerator.map((one): Draft => ({
        ...one,
        name: `${one.name}.${index}`,
        inputs: one.name.startsWith('scale-') ? { ...one.inputs, maxCapacity: 16 + index } : one.inputs,
        links: Object.fromEntries(
          Object.entries(one.links ?? {}).map(([key, names]) => [key, names.map((name) => `${name}.${index}`)]),
        ),
      })),
    ).flat();
    expect(copies.length).toBeGreaterThan(500);
    const sizes = Object.fromEntries(
      model(copies).services.map(({ name, pools }) => [name, pools.map(({ maxInstances }) => maxInstances)]),
    );
    expect(sizes).toEqual(
      Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`front.${index}`, [16 + index, 16 + index]])),
    );
  });
});
