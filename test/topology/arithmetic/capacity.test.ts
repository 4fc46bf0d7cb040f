import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cloudRunQueueSeconds,
  headroom,
  instancesFor,
  instancesToKeep,
  leftAfter,
  overflowing,
  refusedWhileScaling,
} from '../../../topology/arithmetic/capacity.ts';

describe('capacity', () => {
  it.each([
    [400, 25, 16],
    [401, 25, 17],
    [0, 25, 0],
    [1, 100, 1],
  ])('%d requests/s at %d an instance need %d', (loadRps, instanceRps, instances) => {
    expect(instancesFor(loadRps, instanceRps)).toBe(instances);
  });

  it('is told as a part of the peak', () => {
    expect(headroom(16, 25, 400)).toBe(1);
  });

  it.each([
    ['nothing', 3, 1],
    ['zone', 3, 2 / 3],
    ['zone', 4, 0.75],
    ['deploy', 3, 0.75],
  ] as const)('%s lost as well, of %d zones: %d is left', (secondLoss, zones, left) => {
    expect(leftAfter(secondLoss, zones)).toBeCloseTo(left);
  });

  it.each([
    ['the whole', 400, 25, 1, 1, 16],
    ['two thirds must do', 400, 25, 2 / 3, 1, 24],
    ['three quarters must do', 400, 25, 0.75, 1, 22],
    ['in three zones alike', 400, 25, 1, 3, 18],
    ['in three zones, two of which must do', 400, 25, 2 / 3, 3, 24],
    ['in three zones, two of which must do, not even', 410, 25, 2 / 3, 3, 27],
  ] as const)(
    '%s: %d requests/s at %d, part %d, in multiples of %d: %d',
    (_, loadRps, instanceRps, left, evenly, count) => {
      expect(instancesToKeep(loadRps, instanceRps, left, evenly)).toBe(count);
    },
  );

  it('queues on Cloud Run for 3.5 starts, and for 10 s at least', () => {
    expect(cloudRunQueueSeconds(10)).toBe(35);
    expect(cloudRunQueueSeconds(1)).toBe(10);
  });
});

describe('overflow', () => {
  const regions = (one: number | undefined, other: number | undefined) => [
    { near: 0.8, targetRps: one },
    { near: 0.2, targetRps: other },
  ];

  it.each([
    ['nothing below the targets', regions(90, 90), 100, 0.8],
    ['the surplus where there is room', regions(60, 90), 100, 0.6],
    ['... without limit where no target is set', regions(60, undefined), 200, 0.3],
    ['in both directions', regions(undefined, 10), 100, 0.9],
    ['beyond all targets in proportion to them', regions(60, 20), 100, 0.75],
    ['nothing without a target', regions(undefined, undefined), 500, 0.8],
    ['nothing where nobody may take anything', regions(0, 0), 100, 0.8],
    ['nothing without load', regions(60, 20), 0, 0.8],
  ])('%s', (_, given, load, expected) => {
    const [one, other] = overflowing(given, load);
    expect(one).toBeCloseTo(expected);
    expect(other).toBeCloseTo(1 - expected);
  });

  it('goes to each of several regions in proportion to its room', () => {
    const shares = overflowing(
      [
        { near: 0.8, targetRps: 50 },
        { near: 0.1, targetRps: 30 },
        { near: 0.1, targetRps: 20 },
      ],
      100,
    );
    // All three are just full.
    for (const [index, share] of [0.5, 0.3, 0.2].entries()) expect(shares[index]).toBeCloseTo(share);
  });

  it('loses and makes no request, and fills no region beyond its target while there is room', () => {
    const filled = fc.record({
      clients: fc.integer({ min: 1, max: 1000 }),
      targetRps: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(filled, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 1e5 }), (all, load) => {
        const clients = all.reduce((sum, each) => sum + each.clients, 0);
        const shares = overflowing(
          all.map(({ targetRps, ...each }) => ({ near: each.clients / clients, targetRps })),
          load,
        );
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(-1e-9);
        const room = all.reduce((sum, { targetRps = Infinity }) => sum + targetRps, 0);
        for (const [index, { targetRps = Infinity }] of all.entries())
          if (load <= room) expect((shares[index] ?? 0) * load).toBeLessThanOrEqual(targetRps + 1e-6 * load);
      }),
    );
  });
});

const growth = { minInstances: 2, maxInstances: 20, instanceRps: 25, startSeconds: 10 };

describe('what is refused while a region grows', () => {
  it.each([
    ['the queue outlasts the start', growth, 35, 600, { seconds: 0, requests: 0 }],
    ['no queue: 350 a second too many for 10 s', growth, 0, 600, { seconds: 10, requests: 3500 }],
    ['a queue of 4 s, full 4/7 s after the load arrives', growth, 4, 600, { seconds: 6 - 4 / 7, requests: 1900 }],
    [
      'a maximum that carries half of it',
      { ...growth, maxInstances: 8 },
      35,
      600,
      { seconds: 572.5, requests: 114_500 },
    ],
    ['the same without a queue', { ...growth, maxInstances: 8 }, 0, 600, { seconds: 600, requests: 121_500 }],
    ['over before anything starts', growth, 0, 5, { seconds: 5, requests: 1750 }],
    ['already enough', { ...growth, minInstances: 16 }, 0, 600, { seconds: 0, requests: 0 }],
  ])('%s', (_, shape, queueSeconds, lastsSeconds, expected) => {
    const { seconds, requests } = refusedWhileScaling(shape, 400, queueSeconds, lastsSeconds);
    expect(requests).toBeCloseTo(expected.requests, 6);
    expect(seconds).toBeCloseTo(expected.seconds, 6);
  });

  const growths = fc
    .record({
      minInstances: fc.integer({ min: 1, max: 30 }),
      more: fc.integer({ min: 0, max: 30 }),
      instanceRps: fc.integer({ min: 1, max: 50 }),
      startSeconds: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ more, ...shape }) => ({ ...shape, maxInstances: shape.minInstances + more }));
  const loads = fc.integer({ min: 1, max: 2000 });
  const queues = fc.integer({ min: 0, max: 120 });
  const lengths = fc.integer({ min: 1, max: 1200 });

  it('agrees with a queue played in small steps', () => {
    fc.assert(
      fc.property(growths, loads, queues, lengths, (shape, loadRps, queueSeconds, lastsSeconds) => {
        const grown = Math.min(
          Math.max(shape.minInstances, instancesFor(loadRps, shape.instanceRps)),
          shape.maxInstances,
        );
        const step = 0.05;
        const capacity = (at: number): number =>
          (at < shape.startSeconds ? shape.minInstances : grown) * shape.instanceRps;
        const work = (from: number): number => {
          const slow = Math.max(0, Math.min(shape.startSeconds, from + queueSeconds) - from);
          return (slow * shape.minInstances + (queueSeconds - slow) * grown) * shape.instanceRps;
        };
        let [waiting, refused] = [0, 0];
        for (let at = 0; at < lastsSeconds - step / 2; at += step) {
          waiting = Math.max(0, waiting + (loadRps - capacity(at)) * step);
          const room = work(at + step);
          refused += Math.max(0, waiting - room);
          waiting = Math.min(waiting, room);
        }
        const { seconds, requests } = refusedWhileScaling(shape, loadRps, queueSeconds, lastsSeconds);
        expect(Math.abs(requests - refused)).toBeLessThanOrEqual(loadRps * step * 4);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(lastsSeconds + 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('never improves with fewer instances, a slower start, a shorter queue or more load', () => {
    fc.assert(
      fc.property(growths, loads, queues, lengths, (shape, loadRps, queueSeconds, lastsSeconds) => {
        const { requests } = refusedWhileScaling(shape, loadRps, queueSeconds, lastsSeconds);
        const worse = [
          refusedWhileScaling({ ...shape, maxInstances: shape.minInstances }, loadRps, queueSeconds, lastsSeconds),
          refusedWhileScaling(
            { ...shape, minInstances: Math.max(0, shape.minInstances - 1) },
            loadRps,
            queueSeconds,
            lastsSeconds,
          ),
          refusedWhileScaling({ ...shape, startSeconds: shape.startSeconds + 5 }, loadRps, queueSeconds, lastsSeconds),
          refusedWhileScaling(shape, loadRps, Math.max(0, queueSeconds - 5), lastsSeconds),
          refusedWhileScaling(shape, loadRps, queueSeconds, lastsSeconds + 60),
        ];
        for (const refusal of worse) expect(refusal.requests).toBeGreaterThanOrEqual(requests - 1e-6);
      }),
    );
  });
});
