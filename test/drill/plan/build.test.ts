import { describe, expect, test } from 'vitest';
import { buildPlan, type PlanOptions } from '../../../drill/plan/build.ts';
import type { DrillPlan } from '../../../drill/plan/plan.ts';
import { unusableNotes } from '../../../drill/plan/traffic.ts';
import type { Model, Service } from '../../../topology/model/model.ts';
import { database, ejection, failover, model, pool, primary, probe, service } from '../models.ts';

const plan = (of: Model, more: Partial<PlanOptions> = {}): DrillPlan =>
  buildPlan(of, { stack: 'test', rate: 100, scale: 10, ...more });
const entry = (one: Partial<Service>, more: Partial<PlanOptions> = {}) => plan(model(service(one)), more).entry;
const why = { urn: 'urn', says: 'so' };

describe('which clients go where', () => {
  test('by geography, each to its nearest region first', () => {
    expect(plan(model()).entry.streams).toEqual([
      { home: primary, share: 0.8, order: [primary, failover], failsOpenBelow: 0.5 },
      { home: failover, share: expect.closeTo(0.2), order: [failover, primary], failsOpenBelow: 0.5 },
    ]);
  });

  test('by weights, where the entry has them', () => {
    const { streams, overflow } = entry({
      pools: [pool(primary, { weight: 90, targetRps: 1 }), pool(failover, { weight: 10 })],
    });
    expect(overflow).toBeNull();
    expect(streams.map(({ share }) => share)).toEqual([0.9, 0.1]);
  });

  test('by overflow, where the primary aims below the load', () => {
    const { streams } = entry({ pools: [pool(primary, { targetRps: 300 }), pool(failover)] });
    expect(streams.map(({ share }) => share)).toEqual([0.75, 0.25]);
  });

  test('a region in which the plan lets nothing answer is nowhere, and the notes say why', () => {
    const unusable = { urn: 'urn', says: 'its health check asks a port that is shut' };
    const pools = [pool(primary), pool(failover, { unusable })];
    expect(entry({ pools }).streams).toEqual([{ home: primary, share: 1, order: [primary], failsOpenBelow: 0.5 }]);
    expect(unusableNotes(service({ pools }))).toEqual([
      `${failover} serves nobody here, because the plan lets nothing answer there: its health check asks a port that is shut`,
    ]);
  });

  test('a drained region is nowhere, a backup region only in second place', () => {
    expect(entry({ pools: [pool(primary), pool(failover, { capacityScaler: 0 })] }).streams).toEqual([
      { home: primary, share: 1, order: [primary], failsOpenBelow: 0.5 },
    ]);
    expect(entry({ pools: [pool(primary), pool(failover, { live: false })] }).streams).toEqual([
      { home: primary, share: 1, order: [primary, failover], failsOpenBelow: 0.5 },
    ]);
  });

  test('nobody leaves the own region where the entry splits or isolates', () => {
    for (const bound of [{ split: why }, { strict: why }])
      expect(entry(bound).streams.map(({ order }) => order)).toEqual([[primary], [failover]]);
  });
});

describe('detection', () => {
  test('times shrink by the scale', () => {
    const { probe: probes, outlier } = entry({});
    expect(probes).toEqual({
      regions: [primary, failover],
      kind: 'http',
      intervalMs: 500,
      timeoutMs: 100,
      failures: 2,
      successes: 2,
    });
    expect(outlier).toMatchObject({ consecutiveErrors: 5, intervalMs: 100, baseEjectionMs: 18_000, counts429: false });
  });

  test('what would be too short for this machine is raised, told, and predicted with', () => {
    const fast = plan(model(), { scale: 60 });
    expect(fast.entry.probe).toMatchObject({ intervalMs: 83, timeoutMs: 60 });
    expect(fast.notes).toContainEqual(expect.stringContaining('probe time limit of 1 s would be 17 ms at scale 60'));
    const [signal] = fast.signals.get(primary)!;
    expect(signal?.probe?.timeoutSeconds).toBeCloseTo(3.6);
    expect(signal?.probe?.periodSeconds).toBeCloseTo(5, 1);
  });

  test('a probe that cannot see a 503 only connects', () => {
    const tcp = { ...probe(5, 1), sees: ['crash'] as const };
    expect(entry({ pools: [pool(primary, { signals: [tcp] }), pool(failover, { signals: [tcp] })] }).probe?.kind).toBe(
      'tcp',
    );
  });

  test('a region without a probe is not probed; different probes are all played as the slowest', () => {
    const one = entry({ pools: [pool(primary, { signals: [] }), pool(failover)] });
    expect(one.probe?.regions).toEqual([failover]);
    const mixed = plan(model(service({ pools: [pool(primary), pool(failover, { signals: [probe(10, 1, 3)] })] })));
    expect(mixed.entry.probe).toMatchObject({ intervalMs: 1000, failures: 3 });
    expect(mixed.notes).toContainEqual(expect.stringContaining('probed differently'));
  });
});

describe('retries', () => {
  test('are those of the plan, and leave the failed region only where the plan reaches the other', () => {
    expect(entry({}, { scale: 1 }).retry).toMatchObject({ attempts: 2, perTryMs: 2000, leavesFailedRegion: true });
    const stays = entry({ retry: { ...service().retry!, reachesOtherRegion: false } });
    expect(stays.retry?.leavesFailedRegion).toBe(false);
    expect(entry({}, { retryLeavesFailedRegion: false }).retry?.leavesFailedRegion).toBe(false);
    expect(entry({ retry: undefined }).retry).toBeNull();
  });

  test('only the comparison profile retries and counts 429', () => {
    expect(entry({}).retry?.statusCodes).toEqual([]);
    const best = entry({ retry: undefined }, { profile: 'envoy-best' });
    expect(best.retry).toMatchObject({ statusCodes: [429], leavesFailedRegion: true });
    expect(best.outlier?.counts429).toBe(true);
    expect(best.mergeWindowMs).toBe(0);
    expect(entry({}).mergeWindowMs).toBe(100);
  });
});

describe('capacity', () => {
  test('keeps the ratio of capacity to load whatever the rate of the drill', () => {
    for (const rate of [100, 400, 800]) {
      const [region] = plan(model(), { rate }).regions;
      expect((region!.instanceRps! * region!.minInstances) / rate).toBeCloseTo(1);
    }
  });

  test('times of starting and waiting are those of the platform', () => {
    const [region] = plan(model(), { scale: 10 }).regions;
    // 3.5 starts of 10 s, and the 4 s that 80 requests at 20 a second take.
    expect(region).toMatchObject({ startMs: 1000, waitLimitMs: 3900, healthyShare: 0.6 });
  });

  test('what the plan does not say is assumed, and told', () => {
    const open = pool(primary, { maxInstances: undefined, instanceRps: undefined });
    const undeclared = { ...model(service({ pools: [open, pool(failover)] })), declared: [] };
    const { regions, notes } = plan(undeclared);
    expect(regions[0]).toMatchObject({ maxInstances: 100, instanceRps: null });
    expect(notes).toContainEqual(`${primary}: the plan does not say the maximum of instances; 100 assumed`);
    expect(notes).toContainEqual(expect.stringContaining('its capacity is not limited here'));
  });
});

describe('store', () => {
  test('promotion comes after notice and decision where an operator decides', () => {
    const { store, summary } = plan(model());
    expect(store).toMatchObject({ primaryRegion: primary, replicaRegion: failover, linkDelayMs: 100 });
    expect(store?.promotion).toEqual({
      noticeMs: 1000,
      decideAfterMs: 31_000,
      takesMs: 12_000,
      law: { best: 390, expected: 480, worst: 1080 },
    });
    expect(summary.store?.promotionSeconds).toBe(430);
  });

  test('an automatic promotion needs no decision, and nobody promotes where the plan has nobody', () => {
    const automatic = database({ promotion: { who: 'automatic', seconds: { best: 30, expected: 60, worst: 180 } } });
    expect(plan(model(service(), [automatic])).store?.promotion).toMatchObject({ decideAfterMs: 1000, takesMs: 6000 });
    const nobody = database({ promotion: { who: 'nobody' } });
    expect(plan(model(service(), [nobody])).store?.promotion).toBeNull();
  });

  test('one copy is one server, and no database is none', () => {
    const alone = database({ members: database().members.slice(0, 1), replication: 'none' });
    expect(plan(model(service(), [alone])).store).toMatchObject({ replicaRegion: null, promotion: null });
    expect(plan(model(service(), [])).store).toBeNull();
  });
});

test('bad options are told together; so is a plan with nothing to drill', () => {
  expect(() => plan(model(), { rate: 5, scale: 100 })).toThrow(
    '--rate is 5; allowed: 20 to 1000 requests per second\n--scale is 100; allowed: 1 to 60',
  );
  expect(() => plan({ ...model(), services: [] })).toThrow('Nothing to drill');
  expect(() => plan(model(), { service: 'shop' })).toThrow(
    "No service named 'shop' with a region behind it. Services of this plan: web.",
  );
});

test('ejection alone is a signal too', () => {
  const only = plan(
    model(service({ pools: [primary, failover].map((name) => pool(name, { signals: [ejection(60)] })) })),
  );
  expect(only.entry.probe).toBeNull();
  expect(only.signals.get(failover)).toMatchObject([{ kind: 'outlier', outlier: { baseEjectionSeconds: 60 } }]);
});
