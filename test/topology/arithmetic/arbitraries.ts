import fc from 'fast-check';
import type { Outlier, Probe } from '../../../topology/arithmetic/detection.ts';
import type { FaultKind, Signal } from '../../../topology/model/model.ts';

/** Probes that Google accepts: the limit is below the period. */
export const probes: fc.Arbitrary<Probe> = fc
  .record({
    periodSeconds: fc.integer({ min: 2, max: 60 }),
    limit: fc.integer({ min: 1, max: 59 }),
    failures: fc.integer({ min: 1, max: 6 }),
    successes: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ limit, ...probe }) => ({ ...probe, timeoutSeconds: 1 + (limit % (probe.periodSeconds - 1)) }));

export const outliers: fc.Arbitrary<Outlier> = fc.record({
  consecutiveErrors: fc.integer({ min: 1, max: 20 }),
  intervalSeconds: fc.integer({ min: 1, max: 10 }),
  baseEjectionSeconds: fc.integer({ min: 1, max: 600 }),
  maxEjectionPercent: fc.constant(50),
});

export const faults: readonly FaultKind[] = ['crash', 'error', 'hang', 'slow', 'lying'];

export const probeSignal = (probe: Probe, ttlSeconds?: number): Signal => ({
  kind: ttlSeconds === undefined ? 'service-health' : 'dns-check',
  sees: ['crash', 'error', 'hang', 'slow'],
  probe,
  ttlSeconds,
  evidence: [],
});

export const outlierSignal = (outlier: Outlier): Signal => ({
  kind: 'outlier',
  sees: [...faults],
  outlier,
  evidence: [],
});
