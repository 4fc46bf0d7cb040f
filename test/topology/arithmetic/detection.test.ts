import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Cadence,
  type DetectionContext,
  ejectTime,
  fallTime,
  type Probe,
  type Range,
  riseTime,
  shedTime,
} from '../../../topology/arithmetic/detection.ts';
import type { FaultKind, Signal } from '../../../topology/model/model.ts';
import { faults, outliers, outlierSignal, probes, probeSignal } from './arbitraries.ts';
import { chance, playEjection, playProbe } from './simulate.ts';

const probe = (periodSeconds: number, timeoutSeconds: number, failures: number, successes: number): Probe => ({
  periodSeconds,
  timeoutSeconds,
  failures,
  successes,
});

const cadences: readonly Cadence[] = ['fixed', 'sequential'];

const inOrder = ({ best, expected, worst }: Range): boolean => best <= expected + 1e-9 && expected <= worst + 1e-9;

describe('probes', () => {
  // Bounds of the law, and the least and greatest of ten trials on a real proxy (which probes in sequence).
  it.each([
    ['crash', probe(1, 1, 2, 2), 1, 2, 1.141, 1.735],
    ['error', probe(1, 1, 2, 2), 1, 2, 1.049, 1.967],
    ['hang', probe(1, 1, 2, 2), 3, 4, 3.191, 3.947],
    ['crash', probe(1, 0.5, 2, 2), 1, 2, 1.184, 1.776],
    ['hang', probe(1, 0.5, 2, 2), 2, 3, 2.136, 2.875],
    ['crash', probe(1, 1, 3, 2), 2, 3, 2.159, 2.761],
    ['hang', probe(1, 1, 3, 2), 5, 6, 5.22, 5.972],
    ['crash', probe(0.5, 0.5, 2, 2), 0.5, 1, 0.649, 0.877],
    ['hang', probe(0.5, 0.5, 2, 2), 1.5, 2, 1.551, 1.93],
    ['crash', probe(0.1, 0.1, 2, 2), 0.1, 0.2, 0.107, 0.188],
    ['hang', probe(0.1, 0.1, 2, 2), 0.3, 0.4, 0.327, 0.397],
    ['crash', probe(1, 1, 1, 1), 0, 1, 0.2, 0.801],
    ['hang', probe(1, 1, 1, 1), 1, 2, 1.051, 1.93],
    ['crash', probe(5, 5, 2, 2), 5, 10, 5.1, 9.5],
    ['hang', probe(5, 5, 2, 2), 15, 20, 16.3, 19.6],
  ] as const)('%s at %o falls between %d and %d s; measured %d to %d', (fault, settings, best, worst, least, most) => {
    const range = fallTime(settings, fault, 'sequential');
    expect(range).toEqual({
      best: expect.closeTo(best, 9),
      expected: expect.closeTo((best + worst) / 2, 6),
      worst: expect.closeTo(worst, 9),
    });
    expect(least).toBeGreaterThanOrEqual(range!.best);
    expect(most).toBeLessThanOrEqual(range!.worst);
  });

  it('notices a hang sooner on a fixed cadence', () => {
    expect(fallTime(probe(5, 5, 2, 2), 'hang', 'fixed')).toEqual({
      best: 10,
      expected: expect.closeTo(12.5, 6),
      worst: 15,
    });
    expect(fallTime(probe(5, 1, 2, 2), 'hang', 'fixed')).toEqual({
      best: 6,
      expected: expect.closeTo(8.5, 6),
      worst: 11,
    });
  });

  it('rises after the successes, and after the probe that still hangs', () => {
    expect(riseTime(probe(5, 5, 2, 2), 'crash', 'fixed')).toEqual({
      best: 5,
      expected: expect.closeTo(7.5, 6),
      worst: 10,
    });
    expect(riseTime(probe(5, 5, 2, 2), 'hang', 'fixed').worst).toBe(10);
    expect(riseTime(probe(5, 5, 2, 2), 'hang', 'sequential').worst).toBe(15);
  });

  it('sees slowness only beyond its limit, and never a lie', () => {
    const settings = probe(5, 2, 2, 2);
    expect(fallTime(settings, 'slow', 'fixed', 1.9)).toBeUndefined();
    expect(fallTime(settings, 'slow', 'fixed')).toBeUndefined();
    expect(fallTime(settings, 'slow', 'fixed', 2.1)).toEqual(fallTime(settings, 'hang', 'fixed'));
    expect(fallTime(settings, 'lying', 'fixed')).toBeUndefined();
  });

  it('agrees with probes played step by step: always inside, and on average as expected', () => {
    fc.assert(
      fc.property(
        probes,
        fc.constantFrom<FaultKind>('crash', 'error', 'hang'),
        fc.constantFrom(...cadences),
        (settings, fault, cadence) => {
          const fall = fallTime(settings, fault, cadence)!;
          const rise = riseTime(settings, fault, cadence);
          const stride = settings.periodSeconds + settings.timeoutSeconds;
          const phases = Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100);
          const stories = phases.flatMap((phase) =>
            phases
              .filter((_, index) => index % 10 === 5)
              .map((end) => playProbe(settings, fault, cadence, phase, 20 * stride * settings.failures + end * stride)),
          );
          for (const { falls, risesAfter } of stories) {
            expect(falls).toBeGreaterThanOrEqual(fall.best - 1e-9);
            expect(falls).toBeLessThanOrEqual(fall.worst + 1e-9);
            expect(risesAfter).toBeGreaterThanOrEqual(rise.best - 1e-9);
            expect(risesAfter).toBeLessThanOrEqual(rise.worst + 1e-9);
          }
          const mean = (pick: (story: (typeof stories)[number]) => number): number =>
            stories.reduce((sum, story) => sum + pick(story), 0) / stories.length;
          expect(mean(({ falls }) => falls!)).toBeCloseTo(fall.expected, 6);
          expect(mean(({ risesAfter }) => risesAfter) / rise.expected).toBeGreaterThan(0.9);
          expect(mean(({ risesAfter }) => risesAfter) / rise.expected).toBeLessThan(1.1);
        },
      ),
      { numRuns: 40 },
    );
  });
});

const google = {
  consecutiveErrors: 5,
  intervalSeconds: 1,
  baseEjectionSeconds: 180,
  maxEjectionPercent: 50,
};

describe('ejection', () => {
  const one = { regionRps: 450, proxies: 1, regions: 2, perTrySeconds: 0.5 };

  it('takes as long as the errors take to arrive', () => {
    expect(ejectTime(google, 'crash', one)!.expected).toBeCloseTo(5 / 450, 4);
    // Measured on a region with a tenth of 500 requests/s: 73 to 86 ms.
    const small = ejectTime(google, 'error', { ...one, regionRps: 50 })!;
    expect(small.best).toBeLessThan(0.073);
    expect(small.worst).toBeGreaterThan(0.086);
  });

  it('counts a request that hangs only when its try runs out', () => {
    expect(ejectTime(google, 'hang', one)!.best).toBe(0.5);
    expect(ejectTime(google, 'hang', { ...one, perTrySeconds: undefined })).toBeUndefined();
    expect(ejectTime(google, 'slow', { ...one, slowSeconds: 0.4 })).toBeUndefined();
    expect(ejectTime(google, 'slow', { ...one, slowSeconds: 0.6 })).toEqual(ejectTime(google, 'hang', one));
    expect(ejectTime(google, 'slow', one)).toBeUndefined();
  });

  it('never happens where the greatest share is less than one region, or no request arrives', () => {
    expect(ejectTime({ ...google, maxEjectionPercent: 49 }, 'crash', one)).toBeUndefined();
    expect(ejectTime({ ...google, maxEjectionPercent: 34 }, 'crash', { ...one, regions: 3 })).toBeDefined();
    expect(ejectTime(google, 'crash', { ...one, regionRps: 0 })).toBeUndefined();
  });

  it('agrees with arrivals played one by one', () => {
    for (const [errors, proxyRps, proxies, seed] of [
      [5, 2, 1, 1],
      [1, 7, 30, 2],
      [12, 0.5, 5, 3],
    ] as const) {
      const random = chance(seed);
      const outlier = { ...google, consecutiveErrors: errors };
      const range = ejectTime(outlier, 'hang', {
        regionRps: proxyRps * proxies,
        proxies,
        regions: 2,
        perTrySeconds: 3,
      })!;
      const times = Array.from({ length: 4000 }, () => playEjection(errors, proxyRps, proxies, 3, random));
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      expect(mean / range.expected).toBeGreaterThan(0.97);
      expect(mean / range.expected).toBeLessThan(1.03);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(range.best);
      // The greatest time is the one that 9,999 of 10,000 keep to.
      expect(times.filter((time) => time > range.worst).length).toBeLessThanOrEqual(4);
    }
  });
});

describe('shedding', () => {
  const context: DetectionContext = { cadence: 'fixed', regionRps: 320, perTrySeconds: 2, proxies: 1 };
  const health = probeSignal(probe(5, 1, 2, 2));

  it('is decided by the first signal that sees the fault', () => {
    expect(shedTime([health], 'crash', context)).toEqual({ best: 5, expected: expect.closeTo(7.5, 6), worst: 10 });
    expect(shedTime([health, outlierSignal(google)], 'crash', context)!.worst).toBeLessThan(0.1);
    expect(shedTime([health, outlierSignal(google)], 'hang', context)!.best).toBe(2);
  });

  it('is shorter on average than each of two signals alone', () => {
    const other = probeSignal(probe(4, 1, 2, 2));
    // 4 + the integral of both survivals: 0.875 up to 5 s, and 0.9 from there to 8 s.
    const both = shedTime([health, other], 'crash', context)!;
    expect(both).toEqual({ best: 4, expected: expect.closeTo(5.775, 6), worst: 8 });
    expect(both.expected).toBeLessThan(shedTime([other], 'crash', context)!.expected);
  });

  it('never happens when no signal sees the fault', () => {
    expect(shedTime([health], 'lying', context)).toBeUndefined();
    expect(shedTime([], 'crash', context)).toBeUndefined();
    const blind: Signal = { ...health, sees: ['crash'] };
    expect(shedTime([blind], 'error', context)).toBeUndefined();
  });

  it('waits for clients that keep an old DNS answer', () => {
    const dns = probeSignal(probe(10, 4, 3, 3), 60);
    expect(shedTime([dns], 'error', context)).toEqual({
      best: 20,
      expected: expect.closeTo(25 + 30, 6),
      worst: 30 + 60,
    });
  });

  it('is slow to eject at an entry of many proxies with little traffic', () => {
    const few = shedTime([outlierSignal(google)], 'error', { cadence: 'fixed', regionRps: 20 })!;
    const many = shedTime([outlierSignal(google)], 'error', { cadence: 'fixed', regionRps: 2000 })!;
    expect(few.expected).toBeGreaterThan(60);
    expect(many.expected).toBeLessThan(2);
  });
});

describe('a worse setting never gives a better time', () => {
  const worseProbe: Readonly<Record<string, (settings: Probe) => Probe>> = {
    period: (settings) => ({ ...settings, periodSeconds: settings.periodSeconds + 3 }),
    limit: (settings) => ({ ...settings, timeoutSeconds: settings.timeoutSeconds + 2 }),
    failures: (settings) => ({ ...settings, failures: settings.failures + 1 }),
  };
  const contexts = fc.record({
    cadence: fc.constantFrom(...cadences),
    regionRps: fc.double({ min: 0.5, max: 5000, noNaN: true }),
    perTrySeconds: fc.integer({ min: 1, max: 30 }),
    proxies: fc.integer({ min: 1, max: 200 }),
    slowSeconds: fc.constant(100),
  });

  const notBetter = (worse: Range | undefined, better: Range | undefined): void => {
    if (worse === undefined) return;
    expect(better).toBeDefined();
    expect(inOrder(worse) && inOrder(better!)).toBe(true);
    for (const bound of ['best', 'expected', 'worst'] as const)
      expect(worse[bound]).toBeGreaterThanOrEqual(better![bound] * (1 - 1e-6) - 1e-9);
  };

  it.each(Object.keys(worseProbe))('of a probe: %s', (setting) => {
    fc.assert(
      fc.property(probes, outliers, contexts, fc.constantFrom(...faults), (settings, outlier, context, fault) => {
        const after = worseProbe[setting]!(settings);
        notBetter(fallTime(after, fault, context.cadence, 100), fallTime(settings, fault, context.cadence, 100));
        notBetter(
          shedTime([probeSignal(after), outlierSignal(outlier)], fault, context),
          shedTime([probeSignal(settings), outlierSignal(outlier)], fault, context),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each(['period', 'successes', 'limit'])('of a rise: %s', (setting) => {
    fc.assert(
      fc.property(probes, fc.constantFrom(...faults), fc.constantFrom(...cadences), (settings, fault, cadence) => {
        const after =
          setting === 'successes' ? { ...settings, successes: settings.successes + 1 } : worseProbe[setting]!(settings);
        notBetter(riseTime(after, fault, cadence), riseTime(settings, fault, cadence));
      }),
    );
  });

  it('of an ejection: errors, traffic, proxies, try time', () => {
    fc.assert(
      fc.property(outliers, probes, contexts, fc.constantFrom(...faults), (outlier, settings, context, fault) => {
        const shed = (signal: Signal, change: Partial<DetectionContext>): Range | undefined =>
          shedTime([signal, probeSignal(settings)], fault, { ...context, ...change });
        const before = shed(outlierSignal(outlier), {});
        notBetter(shed(outlierSignal({ ...outlier, consecutiveErrors: outlier.consecutiveErrors + 1 }), {}), before);
        notBetter(shed(outlierSignal({ ...outlier, maxEjectionPercent: 10 }), {}), before);
        notBetter(shed(outlierSignal(outlier), { regionRps: context.regionRps / 2 }), before);
        notBetter(shed(outlierSignal(outlier), { proxies: context.proxies + 5 }), before);
        notBetter(shed(outlierSignal(outlier), { perTrySeconds: context.perTrySeconds + 1 }), before);
        notBetter(shed(outlierSignal(outlier), { perTrySeconds: undefined }), before);
      }),
      { numRuns: 60 },
    );
  });

  it('of the whole: a signal less, a longer DNS lifetime', () => {
    fc.assert(
      fc.property(
        probes,
        outliers,
        contexts,
        fc.constantFrom(...faults),
        fc.nat(300),
        (settings, outlier, context, fault, ttl) => {
          const all = [probeSignal(settings, ttl), outlierSignal(outlier)];
          const before = shedTime(all, fault, context);
          notBetter(shedTime(all.slice(0, 1), fault, context), before);
          notBetter(shedTime(all.slice(1), fault, context), before);
          notBetter(shedTime([probeSignal(settings, ttl + 10), outlierSignal(outlier)], fault, context), before);
        },
      ),
      { numRuns: 60 },
    );
  });
});
