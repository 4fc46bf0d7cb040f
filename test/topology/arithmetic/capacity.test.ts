import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cloudRunQueueSeconds,
  headroom,
  headrooms,
  instancesFor,
  instancesToKeep,
  leftAfter,
  overflowShare,
  refusedWhileScaling,
  waterfall,
  weightShare,
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

  it('tells headroom before and after growth', () => {
    const growth = { minInstances: 4, maxInstances: 20, instanceRps: 25, startSeconds: 10 };
    expect(headrooms(growth, 200)).toEqual({ running: 0.5, grown: 2.5 });
    expect(headroom(16, 25, 400)).toBe(1);
  });

  it('overflows only what is above the target', () => {
    expect(overflowShare(400, 300)).toBe(0.25);
    expect(overflowShare(300, 300)).toBe(0);
    expect(overflowShare(0, 300)).toBe(0);
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

  it.each([
    ['below both targets', [320, 80], [400, 400], [320, 80]],
    ['above the first', [320, 80], [270, 400], [270, 130]],
    ['above the second', [80, 320], [400, 300], [100, 300]],
    ['above the sum', [320, 80], [150, 150], [200, 200]],
    ['without targets', [320, 80], [0, 0], [320, 80]],
  ] as const)('clients go where they are near, %s', (_, near, targets, served) => {
    expect(waterfall(near, targets)).toEqual(served);
  });

  it('loses and makes no request when it sends some elsewhere', () => {
    const rate = fc.double({ min: 0, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(rate, rate, rate, rate, (a, b, c, d) => {
        const [one, other] = waterfall([a, b], [c, d]);
        expect(one + other).toBeCloseTo(a + b, 3);
        expect(Math.min(one, other)).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });

  it('shares by weight', () => {
    expect(weightShare(10, [90, 10])).toBe(0.1);
    expect(weightShare(0, [0, 0])).toBe(0);
  });

  it('queues on Cloud Run for 3.5 starts, and for 10 s at least', () => {
    expect(cloudRunQueueSeconds(10)).toBe(35);
    expect(cloudRunQueueSeconds(1)).toBe(10);
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
