import { describe, expect, test } from 'vitest';
import { buildPlan, type PlanOptions } from '../../../drill/plan/build.ts';
import type { DrillPlan } from '../../../drill/plan/plan.ts';
import { proxyShares } from '../../../drill/plan/traffic.ts';
import type { Pool, Service } from '../../../topology/model/model.ts';
import { recognise } from '../../../topology/recognise/recognise.ts';
import { change, graphFrom, without } from '../../support/graph.ts';
import { instancesPlan } from '../../support/plans.ts';
import * as aws from '../../topology/recognise/aws/plans.ts';
import { standby, weighted } from '../../topology/recognise/aws/ask.ts';
import {
  accelerated,
  acrossClouds,
  check,
  dnsCheck,
  failover,
  instances,
  model,
  pool,
  primary,
  third,
} from '../models.ts';
import { service } from '../models.ts';

// How each kind of entry becomes a plan: from models, and from plans of other people's programs.

const options: PlanOptions = { stack: 'test', rate: 100, scale: 10 };
const planOf = (one: Service): DrillPlan => buildPlan(model(one, []), options);
const planFrom = (drafts: Parameters<typeof graphFrom>[0]): DrillPlan =>
  buildPlan(recognise(graphFrom(drafts)), options);

describe('overflow', () => {
  test('the share depends on the load: at night nothing overflows', () => {
    const { entry, rate } = planOf(instances({ targetRps: 240 }));
    for (const [load, share] of [
      [1, 0.6],
      [0.75, 0.8],
      [0.5, 0.8],
    ] as const)
      expect(proxyShares(entry, rate * load).get(primary)).toBeCloseTo(share);
  });
});

describe('instance groups', () => {
  test('are several members, nothing queues for them, and a part of them can be bad', () => {
    const { regions, entry } = planOf(instances());
    expect(regions[0]).toMatchObject({ members: 10, waitLimitMs: 200 });
    expect(entry).toMatchObject({
      leavesBelow: 0.7,
      drain: { below: 0.25, above: 0.35, holdMs: 6000 },
      steering: null,
    });
  });

  test('a region that may be drained leaves a way to the other one even if that has no clients', () => {
    const { streams } = planOf({ ...instances(), pools: [pool(primary), pool(failover, { live: false })] }).entry;
    expect(streams.map(({ home, share }) => [home, share])).toEqual([
      [primary, 1],
      [failover, 0],
    ]);
  });

  test.each([
    ['policy as written', instancesPlan, 0.7, true],
    ['a threshold of 50', change(instancesPlan, 'lb-policy', 'failoverConfig.failoverHealthThreshold', 50), 0.5, true],
    ['no drain', change(instancesPlan, 'lb-policy', 'autoCapacityDrain.enable', false), 0.7, false],
    ['no policy', change(without(instancesPlan, 'lb-policy'), 'vms', 'serviceLbPolicy', undefined), 0.7, false],
  ])('%s, read from a plan', (_, drafts, leavesBelow, drains) => {
    const { entry } = planFrom(drafts);
    expect(entry.leavesBelow).toBe(leavesBelow);
    expect(entry.drain !== null).toBe(drains);
  });

  test('serverless regions are one member each, and good or bad as a whole', () => {
    const { regions, entry } = planOf(service());
    expect(regions.map(({ members }) => members)).toEqual([1, 1]);
    expect(entry.drain).toBeNull();
  });
});

describe('an accelerator', () => {
  test('hands clients to the nearest endpoint, and acts on the targets of each after its own delay', () => {
    const { entry, signals, regions } = planOf(accelerated());
    expect(entry.probe).toMatchObject({ regions: [primary, failover], intervalMs: 500, failures: 2 });
    for (const { failsOpenBelow } of entry.streams) expect(failsOpenBelow).toBeLessThan(1 / regions[0]!.members);
    expect(entry.steering).toMatchObject({
      records: [primary, failover].map((name) => ({ name, regions: [name], check: 'targets' })),
      clients: [
        { home: primary, share: 0.8, order: [primary, failover] },
        { home: failover, order: [failover, primary] },
      ],
      ttlMs: 0,
      delayMs: 3000,
    });
    expect(entry.streams.map(({ order }) => order)).toEqual([[primary], [failover]]);
    expect(signals.get(primary)).toMatchObject([{ probe: { periodSeconds: 5 }, delaySeconds: 30 }]);
  });

  test.each([
    ['both dials open', aws.accelerator, [0.5, 0.5]],
    ['a dial of 40', standby(40), [0.8, 0.2]],
    ['a dial of 0', standby(0), [1, 0]],
  ])('%s', (_, drafts, expected) => {
    const { entry } = planFrom([aws.declaration, ...drafts]);
    const share = (region: string) => entry.steering!.clients.find(({ home }) => home === region)?.share ?? 0;
    expect(aws.REGIONS.map(share).reduce((sum, one) => sum + one)).toBeCloseTo(1);
    if (expected[1] === 0) expect(share(aws.WEST)).toBe(0);
    // A region that takes no share still takes over.
    expect(entry.steering!.clients[0]!.order).toEqual([...aws.REGIONS]);
    expect(entry.streams.map(({ home }) => home)).toEqual([...aws.REGIONS]);
  });

  test('an endpoint of weight 0 is never used', () => {
    const pools = accelerated().pools.map((one) => (one.region === failover ? { ...one, capacityScaler: 0 } : one));
    const { entry } = planOf({ ...accelerated(), pools });
    expect(entry.steering!.clients).toEqual([{ home: primary, share: 1, order: [primary] }]);
  });
});

describe('DNS', () => {
  const checked = { kind: 'http', intervalMs: 1000, timeoutMs: 600, failures: 3, successes: 3 };

  test('records with checks of their own, kept for their lifetime', () => {
    const signals = [dnsCheck(60)];
    const { entry } = planOf(
      service({
        entry: { kind: 'dns', urn: 'urn', availability: 1 },
        pools: [pool(primary, { signals }), pool(failover, { signals })],
      }),
    );
    expect(entry).toMatchObject({ probe: null, steering: { ttlMs: 6000, delayMs: 0 } });
    expect(entry.steering!.records[0]).toMatchObject({
      name: primary,
      check: { ...checked, checkers: 3, quorum: 0.5 },
    });
  });

  test.each([
    ['failover records', aws.failoverRecords, [1], 'object'],
    ['weighted records', weighted(3, 1), [0.75, 0.25], 'object'],
    ['latency records that follow their targets', aws.latencyAliases, [0.8, 0.2], 'string'],
  ] as const)('%s', (_, drafts, shares, kind) => {
    const { entry } = planFrom([aws.declaration, ...drafts]);
    const { clients, records, ttlMs } = entry.steering!;
    expect(clients).toHaveLength(shares.length);
    clients.forEach(({ share }, index) => expect(share).toBeCloseTo(shares[index]!));
    expect(clients[0]!.order).toEqual([...aws.REGIONS]);
    expect(typeof records[0]!.check).toBe(kind);
    if (kind === 'object') expect(records[0]!.check).toMatchObject({ ...checked, checkers: 16, quorum: 0.18 });
    else expect(records[0]!.check).toBe('targets');
    expect(ttlMs).toBe(6000);
    // The balancer of each region probes its own targets beside that.
    expect(entry.probe).toMatchObject({ intervalMs: 500, failures: 2 });
  });

  test('over two clouds: one record a cloud, whose regions only its own balancer can tell apart', () => {
    const { entry, regions, signals, recordSignals } = planOf(acrossClouds());
    expect(entry.steering!.records).toEqual([
      { name: 'anycast', regions: [primary, failover], check: expect.objectContaining(checked), insideDelayMs: null },
      { name: third, regions: [third], check: 'targets', insideDelayMs: null },
    ]);
    expect(entry.steering!.clients).toEqual([
      { home: 'anycast', share: 0.75, order: ['anycast', third] },
      { home: third, share: 0.25, order: [third, 'anycast'] },
    ]);
    // Each cloud's balancer fails open in its own way, whatever hands clients to it.
    expect(entry.streams).toEqual([
      { home: primary, share: 0.375, order: [primary, failover], failsOpenBelow: 0.5 },
      { home: failover, share: 0.375, order: [failover, primary], failsOpenBelow: 0.5 },
      { home: third, share: 0.25, order: [third], failsOpenBelow: 0.01 },
    ]);
    expect(regions.map(({ provider, members }) => [provider, members])).toEqual([
      ['gcp', 1],
      ['gcp', 1],
      ['aws', 10],
    ]);
    expect(signals.get(primary)).toMatchObject([{ kind: 'service-health', probe: { periodSeconds: 5 } }]);
    expect(recordSignals.get('anycast')).toMatchObject([{ probe: { periodSeconds: 10, failures: 3 }, ttlSeconds: 60 }]);
  });

  test('over two clouds: an accelerator behind a record keeps its own delay, and its regions their own targets', () => {
    const one = acrossClouds();
    const pools = one.pools.flatMap((each): Pool[] => {
      if (each.region !== third) return [each];
      const balancer = { urn: 'urn:pulumi:a::b::c::front', signals: [dnsCheck(60)] };
      const signals = [{ ...check(5, 1), delaySeconds: 30 }];
      return [third, 'us-west-2'].map((region) => ({ ...each, region, balancer, signals, weight: 0.5 }));
    });
    const { entry, signals } = planOf({ ...one, pools });
    expect(entry.steering!.records[1]).toMatchObject({
      name: 'front',
      regions: [third, 'us-west-2'],
      check: checked,
      insideDelayMs: 3000,
    });
    expect(entry.steering!.delayMs).toBe(0);
    expect(entry.streams.map(({ order }) => order.length)).toEqual([2, 2, 1, 1]);
    expect(signals.get(third)).toMatchObject([{ delaySeconds: 30 }]);
  });

  test('over two clouds, from a plan of somebody else', () => {
    const { entry } = planFrom(aws.multicloud);
    expect(entry.steering!.records.map(({ regions }) => [...regions].sort())).toEqual(
      expect.arrayContaining([[...aws.GOOGLE_REGIONS], [aws.EAST]]),
    );
    expect(entry.steering!.clients.map(({ share }) => share).sort()).toEqual([0.25, 0.75]);
  });
});
