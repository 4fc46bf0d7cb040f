import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildPlan } from '../../../drill/plan/build.ts';
import type { DrillPlan } from '../../../drill/plan/plan.ts';
import type { LoadStream } from '../../../drill/run/load/messages.ts';
import { freePorts } from '../../../drill/run/processes/ports.ts';
import { Checkers } from '../../../drill/run/steer/checkers.ts';
import { Drain } from '../../../drill/run/steer/drain.ts';
import { Resolvers } from '../../../drill/run/steer/resolvers.ts';
import { Steering } from '../../../drill/run/steer/steering.ts';
import type { Service } from '../../../topology/model/model.ts';
import { accelerated, acrossClouds, failover, instances, model, pool, primary, service, third } from '../models.ts';

const planOf = (service: Service, scale = 10): DrillPlan =>
  buildPlan(model(service, []), { stack: 'test', rate: 100, scale });

describe('checkers of DNS', () => {
  let server: Server;
  let status: number;
  let port: number;
  let checkers: Checkers;

  beforeEach(async () => {
    status = 200;
    server = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
    const times = { intervalMs: 100, timeoutMs: 2000, failures: 2, successes: 2 };
    checkers = new Checkers(
      { kind: 'http', ...times, checkers: 16, quorum: 0.18 },
      { http: [port, (await freePorts(1))[0]!], tcp: [] },
    );
  });

  afterEach(() => {
    checkers.stop();
    server.close();
  });

  /** A port where nothing listens. */
  /** Gives up after five seconds: a machine may be busy. */
  async function until(so: () => boolean): Promise<void> {
    for (let waited = 0; waited < 250 && !so(); waited++) await sleep(20);
  }

  test('half of them are enough for well, and none for bad; both take as many answers as declared', async () => {
    checkers.start();
    await sleep(500);
    // Every other one asks where nothing listens.
    expect(checkers.healthy).toBe(true);
    status = 503;
    const begin = performance.now();
    await until(() => !checkers.healthy);
    // Two answers in a row are about one interval of 100 ms apart.
    expect(performance.now() - begin).toBeGreaterThan(50);
    expect(checkers.healthy).toBe(false);
    status = 200;
    await until(() => checkers.healthy);
    expect(checkers.healthy).toBe(true);
  });
});

describe('resolvers', () => {
  const steering = {
    records: [],
    clients: [
      { home: 'a', share: 0.8, order: ['a', 'b'] },
      { home: 'b', share: 0.2, order: ['b', 'a'] },
    ],
    ttlMs: 400,
    delayMs: 0,
  };
  const shares = (resolvers: Resolvers) => Object.fromEntries(resolvers.shares);

  test('keep what they know until it expires, one by one, and come back alike', () => {
    const resolvers = new Resolvers(steering, 0);
    expect(shares(resolvers)).toEqual({ a: 0.8, b: 0.2 });
    const left = [100, 200, 300, 400].map((ms) => {
      resolvers.ask((record) => record !== 'a', ms);
      return resolvers.shares.get('a') ?? 0;
    });
    expect(left[0]).toBeCloseTo(0.6, 1);
    expect(left[1]).toBeCloseTo(0.4, 1);
    expect(left[3]).toBe(0);
    resolvers.ask(() => true, 800);
    expect(shares(resolvers)).toEqual({ a: 0.8, b: 0.2 });
  });

  test('are answered as if all were well when nothing is', () => {
    const resolvers = new Resolvers(steering, 0);
    resolvers.ask(() => false, 1000);
    expect(shares(resolvers)).toEqual({ a: 0.8, b: 0.2 });
  });

  test('follow at once where nothing is kept', () => {
    const resolvers = new Resolvers({ ...steering, ttlMs: 0 }, 0);
    resolvers.ask((record) => record === 'b', 1);
    expect(shares(resolvers)).toEqual({ b: 1 });
    resolvers.ask(() => true, 2);
    expect(shares(resolvers)).toEqual({ a: 0.8, b: 0.2 });
  });
});

describe('draining', () => {
  test('begins below a quarter, ends when 35 % have held for a minute, and never takes both regions', () => {
    const drain = new Drain({ below: 0.25, above: 0.35, holdMs: 60 }, [primary, failover]);
    const at = (ms: number, one: number, other = 1): boolean => {
      drain.update((region) => (region === primary ? one : other), ms);
      expect(drain.isDrained(failover)).toBe(false);
      return drain.isDrained(primary);
    };
    expect(at(0, 0.25)).toBe(false);
    expect(at(1, 0.125, 0.125)).toBe(true);
    expect(at(10, 0.25)).toBe(true);
    expect(at(20, 0.375)).toBe(true);
    expect(at(70, 0.25)).toBe(true);
    expect(at(80, 0.375)).toBe(true);
    expect(at(139, 1)).toBe(true);
    expect(at(140, 1)).toBe(false);
  });
});

describe('steering', () => {
  /** Healthy shares as they are now, and as they were. */
  let health: (region: string, msAgo: number) => number;
  let looks: number;
  let streams: readonly LoadStream[];
  let steering: Steering;
  const regions = [primary, failover, third];

  beforeEach(() => {
    health = () => 1;
    looks = 0;
  });
  afterEach(() => steering.stop());

  const begin = (service: Service, loadRps: number, running: (region: string) => number = () => 20): void => {
    const plan = planOf(service);
    const homes = plan.entry.streams.map(({ home }) => home);
    const now = (): number => performance.timeOrigin + performance.now();
    steering = new Steering(
      plan,
      {
        health: { update: () => void (looks += 1), healthyShare: (region, ms) => health(region, now() - ms) },
        listeners: new Map(homes.map((home) => [home, regions.indexOf(home)])),
        // Nothing listens there, so every check of DNS fails.
        regions: new Map(homes.map((home) => [home, [1]])),
        instances: running,
      },
      loadRps,
    );
    streams = steering.streams;
    steering.start((moved) => (streams = moved));
  };
  const share = (region: string): number | undefined => {
    const all = streams.reduce((sum, one) => sum + one.share, 0);
    return (streams.find(({ port }) => port === regions.indexOf(region))?.share ?? 0) / all;
  };

  test('the load above a target goes to the other region, and none below it', async () => {
    let grown = 20;
    begin(instances({ targetRps: 240 }), 100, () => grown);
    // 400 a second are declared and 100 sent: the target is 60. 80 are near the primary.
    expect(share(primary)).toBeCloseTo(0.6);
    steering.loadRps = 60;
    await sleep(60);
    expect(share(primary)).toBeCloseTo(0.8);
    steering.loadRps = 200;
    await sleep(60);
    expect(share(primary)).toBeCloseTo(0.5);
    // Twice as many instances have twice the target.
    [grown, steering.loadRps] = [40, 100];
    await sleep(60);
    expect(share(primary)).toBeCloseTo(0.8);
  });

  test.each([
    ['a proxy that decides by itself', service(), false],
    [
      'one that overflows by load alone',
      service({ pools: [pool(primary, { targetRps: 240 }), pool(failover)] }),
      false,
    ],
    ['one that drains', instances(), true],
    ['an accelerator', accelerated(), true],
  ])('health is looked at only where it matters: %s', async (_, of, matters) => {
    begin(of, 100);
    await sleep(100);
    expect(looks > 0).toBe(matters);
  });

  test('a region with too few healthy members gets nothing', async () => {
    begin(instances(), 100);
    health = (region) => (region === primary ? 0.125 : 1);
    await sleep(60);
    expect([share(primary), share(failover)]).toEqual([0, 1]);
  });

  test('an accelerator acts 30 s after the last target has fallen, and not on a part of them', async () => {
    begin(accelerated(), 100);
    expect(share(primary)).toBeCloseTo(0.8);
    health = (region) => (region === primary ? 0.125 : 1);
    await sleep(60);
    expect(share(primary)).toBeCloseTo(0.8);
    // 30 s are 3 s here. The targets fell 2.5 s ago: a busy machine may wake this test late.
    const fell = performance.now() - 2500;
    health = (region, msAgo) => (region === primary && performance.now() - msAgo >= fell ? 0 : 1);
    await sleep(60);
    expect(share(primary)).toBeCloseTo(0.8);
    await sleep(520);
    expect(share(primary)).toBe(0);
  });

  test('records over two clouds split by weight, and a balancer splits what comes to it', () => {
    begin(acrossClouds(), 100);
    regions.forEach((region, index) => expect(share(region)).toBeCloseTo([0.375, 0.375, 0.25][index]!, 2));
  });
});
