import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  composite,
  downtimeSeconds,
  flapLoss,
  parallel,
  series,
  withFlaps,
  YEAR_SECONDS,
} from '../../../topology/arithmetic/availability.ts';
import { awsSla, googleSla } from '../../../topology/arithmetic/sla.ts';

const { loadBalancer, cloudRun, cloudSqlEnterprisePlusHa } = googleSla;

describe('availability', () => {
  it('of two Cloud Run regions is limited by the entry, and for writes by the database', () => {
    expect(parallel([cloudRun, cloudRun])).toBeCloseTo(0.99999975, 9);
    expect(composite({ entry: loadBalancer, regions: [cloudRun, cloudRun], stores: [] })).toBeCloseTo(0.99989975, 8);
    const writes = composite({
      entry: loadBalancer,
      regions: [cloudRun, cloudRun],
      stores: [cloudSqlEnterprisePlusHa],
    });
    expect(writes).toBeCloseTo(0.9998, 5);
  });

  it('of one AWS region is about 158 minutes short of a year', () => {
    const { applicationLoadBalancer, compute, auroraMultiZone } = awsSla;
    const one = series([applicationLoadBalancer, compute, auroraMultiZone]);
    expect(one).toBeCloseTo(0.9997, 6);
    expect(downtimeSeconds(one) / 60).toBeCloseTo(157.8, 0);
    expect(parallel([one, one])).toBeCloseTo(0.99999991, 8);
  });

  it('loses what switching costs', () => {
    expect(flapLoss(12, 10)).toBeCloseTo(120 / YEAR_SECONDS, 12);
    expect(withFlaps(0.9999, 12, 10)).toBeCloseTo(0.9999 - 120 / YEAR_SECONDS, 12);
    expect(withFlaps(0.5, 1e9, 1e9)).toBe(0);
  });

  it('is in series never better, and in parallel never worse, than any part', () => {
    const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, (all) => {
        expect(series(all)).toBeLessThanOrEqual(Math.min(...all) + 1e-12);
        expect(parallel(all)).toBeGreaterThanOrEqual(Math.max(...all) - 1e-12);
      }),
    );
  });

  it('is a part of 1 in every promise', () => {
    for (const [name, value] of Object.entries({ ...googleSla, ...awsSla }))
      expect([name, value > 0.99 && value <= 1]).toEqual([name, true]);
  });
});
