import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DetectionContext, type Range, returnTime } from '../../../topology/arithmetic/detection.ts';
import type { FaultKind, Signal } from '../../../topology/model/model.ts';
import { faults, outliers, outlierSignal, probes, probeSignal } from './arbitraries.ts';
import { chance, playProbe, playRest } from './simulate.ts';

const health = probeSignal({ periodSeconds: 5, timeoutSeconds: 1, failures: 2, successes: 2 });
const google = { consecutiveErrors: 5, intervalSeconds: 1, baseEjectionSeconds: 180, maxEjectionPercent: 50 };
const context: DetectionContext = { cadence: 'fixed', regionRps: 320, perTrySeconds: 2, proxies: 1 };

describe('return after an outage of known length', () => {
  it('is the rise of the probe once an ejection has passed', () => {
    expect(returnTime([health, outlierSignal(google)], 'crash', { ...context, outageSeconds: 600 })).toEqual({
      best: 5,
      expected: expect.closeTo(7.5, 6),
      worst: 10,
    });
  });

  it('is the rest of the ejection while that lasts longer', () => {
    expect(returnTime([health, outlierSignal(google)], 'crash', { ...context, outageSeconds: 60 })).toEqual({
      best: 120,
      expected: expect.closeTo(120.5, 1),
      worst: expect.closeTo(121.06, 1),
    });
  });

  it('grows with each ejection when nothing else keeps a region out that still fails', () => {
    // 180 + 360 s are over at 540, so the third ejection of 540 s is in force at 600 and ends at 1080.
    const lying = returnTime([health, outlierSignal(google)], 'lying', { ...context, outageSeconds: 600 })!;
    expect(lying.expected).toBeGreaterThan(480);
    expect(lying.worst).toBeLessThan(484);
    // With a probe that sees the fault the same outage leaves only the first ejection, long over.
    expect(returnTime([health, outlierSignal(google)], 'error', { ...context, outageSeconds: 600 })!.worst).toBe(10);
  });

  it('is the rest of an ejection by tries that hung on when the probe fell already', () => {
    // Clients have left after 6 to 11 s; what they sent before is counted 30 s later, and ejects for 180 s from then on.
    const hung = { ...context, perTrySeconds: 30, outageSeconds: 60 };
    const { best, expected, worst } = returnTime([health, outlierSignal(google)], 'hang', hung)!;
    expect([best, worst]).toEqual([30 + 180 - 60, expect.closeTo(30 + 180 + 1 - 60, 0)]);
    expect(expected).toBeGreaterThan(best);
    // A limit that runs out before the probe falls changes nothing.
    expect(returnTime([health, outlierSignal(google)], 'hang', { ...hung, perTrySeconds: 2 })!.best).toBe(122);
  });

  it('is nothing when the outage was over before anything noticed', () => {
    expect(returnTime([health], 'crash', { ...context, outageSeconds: 4 })).toEqual({ best: 0, expected: 0, worst: 0 });
    expect(returnTime([health], 'crash', { ...context, outageSeconds: 7.5 })).toEqual({
      best: 0,
      expected: expect.closeTo(7.5 / 2, 6),
      worst: 10,
    });
  });

  it('agrees with probes and ejections played step by step', () => {
    const random = chance(7);
    let outside = 0;
    let [played, expected] = [0, 0];
    fc.assert(
      fc.property(
        probes,
        outliers,
        fc.constantFrom<FaultKind>('crash', 'error', 'hang', 'lying'),
        fc.integer({ min: 5, max: 2000 }),
        fc.integer({ min: 1, max: 30 }),
        (probe, outlier, fault, outageSeconds, perTrySeconds) => {
          const regionRps = 50;
          const range = returnTime([probeSignal(probe), outlierSignal(outlier)], fault, {
            ...context,
            regionRps,
            perTrySeconds,
            outageSeconds,
          })!;
          const countedAfter = fault === 'hang' ? perTrySeconds : 0;
          let sum = 0;
          const plays = 60;
          for (let play = 0; play < plays; play++) {
            const { falls, risesAfter } =
              fault === 'lying'
                ? { falls: undefined, risesAfter: 0 }
                : playProbe(probe, fault, 'fixed', random(), outageSeconds);
            const probeFalls = falls ?? Infinity;
            const rest = playRest({ outlier, regionRps, countedAfter, probeFalls, outageSeconds }, random);
            const returned = Math.max(rest, risesAfter);
            sum += returned;
            if (returned < range.best - 1e-6 || returned > range.worst + 1e-6) outside++;
          }
          // In an outage shorter than a try, errors come only between good answers: a row of them is bad luck, and the
          // law counts it in the worst return alone.
          if (countedAfter >= outageSeconds) return;
          played += sum / plays;
          expected += range.expected;
        },
      ),
      { numRuns: 200, seed: 11 },
    );
    expect(outside).toBe(0);
    expect(played / expected).toBeGreaterThan(0.9);
    expect(played / expected).toBeLessThan(1.1);
  });
});

describe('return after an outage of unknown length', () => {
  it('is the rise as a rule, and an ejection that has just begun at worst', () => {
    expect(returnTime([health], 'crash', context)).toEqual({ best: 5, expected: expect.closeTo(7.5, 6), worst: 10 });
    expect(returnTime([health, outlierSignal(google)], 'crash', context)).toEqual({
      best: 5,
      expected: expect.closeTo(7.5, 6),
      worst: 181,
    });
    // Of a hang the last tries are counted one limit after they were sent, and so after the outage.
    expect(returnTime([health, outlierSignal(google)], 'hang', context)!.worst).toBe(183);
  });

  it('is long when only errors tell of the fault', () => {
    const { expected, worst } = returnTime([health, outlierSignal(google)], 'lying', context)!;
    // The ejection in force after 450 s lasts (180 + sqrt(180^2 + 8 x 450 x 180)) / 2 s; half of it is left.
    expect(expected).toBeCloseTo((180 + Math.sqrt(180 ** 2 + 8 * 450 * 180)) / 4 + 0.5, 6);
    expect(worst).toBeGreaterThan(3000);
  });

  it('waits for clients that keep an old DNS answer', () => {
    const dns = probeSignal({ periodSeconds: 10, timeoutSeconds: 4, failures: 3, successes: 3 }, 60);
    expect(returnTime([dns], 'crash', context)).toEqual({ best: 20, expected: expect.closeTo(55, 6), worst: 90 });
  });

  it('has no meaning when no signal sees the fault', () => {
    expect(returnTime([health], 'lying', context)).toBeUndefined();
  });

  it('covers every outage that has a known length', () => {
    fc.assert(
      fc.property(
        probes,
        outliers,
        fc.constantFrom<FaultKind>('crash', 'hang', 'lying'),
        fc.integer({ min: 1, max: 26_000 }),
        fc.integer({ min: 1, max: 30 }),
        (probe, outlier, fault, outageSeconds, perTrySeconds) => {
          const signals = [probeSignal(probe), outlierSignal(outlier)];
          const any = returnTime(signals, fault, { ...context, perTrySeconds })!;
          expect(any.worst).toBeGreaterThanOrEqual(
            returnTime(signals, fault, { ...context, perTrySeconds, outageSeconds })!.worst - 1e-6,
          );
          expect(any.best <= any.expected && any.expected <= any.worst).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('waits for the hold of an entry that drained the region, and not where no probe fell', () => {
    const held = (signals: readonly Signal[]): Range =>
      returnTime(signals, 'crash', { ...context, outageSeconds: 300, holdSeconds: 60 })!;
    const free = (signals: readonly Signal[]): Range =>
      returnTime(signals, 'crash', { ...context, outageSeconds: 300 })!;
    const { best, worst } = free([health]);
    expect(held([health])).toMatchObject({ best: best + 60, worst: worst + 60 });
    const outlier = outlierSignal(google);
    expect(held([outlier])).toEqual(free([outlier]));
  });

  it('is never better with a worse setting', () => {
    const notBetter = (worse: Range | undefined, better: Range | undefined): void => {
      if (worse === undefined) return;
      for (const bound of ['expected', 'worst'] as const)
        expect(worse[bound]).toBeGreaterThanOrEqual(better![bound] * (1 - 1e-6) - 1e-9);
    };
    fc.assert(
      fc.property(
        probes,
        outliers,
        fc.constantFrom(...faults),
        fc.constantFrom('fixed', 'sequential'),
        (probe, outlier, fault, cadence) => {
          const back = (changedProbe: typeof probe, changedOutlier: typeof outlier): Range | undefined =>
            returnTime([probeSignal(changedProbe), outlierSignal(changedOutlier)], fault, {
              ...context,
              cadence,
              slowSeconds: 100,
            });
          const before = back(probe, outlier);
          notBetter(back({ ...probe, successes: probe.successes + 1 }, outlier), before);
          notBetter(back({ ...probe, periodSeconds: probe.periodSeconds + 1 }, outlier), before);
          notBetter(back({ ...probe, failures: probe.failures + 1 }, outlier), before);
          const { baseEjectionSeconds, intervalSeconds } = outlier;
          notBetter(back(probe, { ...outlier, baseEjectionSeconds: baseEjectionSeconds + 1 }), before);
          notBetter(back(probe, { ...outlier, baseEjectionSeconds: baseEjectionSeconds * 3 }), before);
          notBetter(back(probe, { ...outlier, intervalSeconds: intervalSeconds + 1 }), before);
        },
      ),
    );
  });
});
