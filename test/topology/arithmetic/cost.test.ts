import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthlyCost, type Prices, type Running } from '../../../topology/arithmetic/cost.ts';
import { listPrices } from '../../../topology/arithmetic/prices.ts';

const running: Running = {
  instances: [8, 8],
  cpu: 2,
  memoryMib: 1024,
  databases: 2,
  highAvailability: true,
  forwardingRules: 4,
};

const prices: Prices = {
  vcpuHour: 0.1,
  gibHour: 0.01,
  databaseHour: 0.5,
  databaseHaFactor: 2,
  storageGibMonth: 0.2,
  forwardingRuleHour: 0.02,
  armorMonth: 7,
  natHour: 0.04,
};

describe('monthly cost', () => {
  it('is the sum of its lines', () => {
    const { monthlyUsd, items } = monthlyCost(running, prices);
    expect(Object.fromEntries(items.map(({ what, monthlyUsd: usd }) => [what, Number(usd.toFixed(2))]))).toEqual({
      'service vCPU': 2336,
      'service memory': 116.8,
      databases: 1460,
      'database volumes': 8,
      'forwarding rules': 58.4,
      'security policy': 7,
      'address translation': 58.4,
    });
    expect(monthlyUsd).toBeCloseTo(4044.6, 6);
    expect(items.map(({ quantity }) => quantity)).toEqual([32, 16, 4, 40, 4, 1, 2]);
  });

  it('of a database pair halves without standbys', () => {
    const lines = monthlyCost({ ...running, highAvailability: false }, prices).items;
    expect(lines.find(({ what }) => what === 'databases')!.monthlyUsd).toBeCloseTo(730, 6);
    expect(lines.find(({ what }) => what === 'database volumes')!.monthlyUsd).toBeCloseTo(4, 6);
  });

  it('never falls when a price or a size rises', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(listPrices) as (keyof Prices)[])),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (price, factor) => {
          const before = monthlyCost(running, listPrices).monthlyUsd;
          const dearer = { ...listPrices, [price]: listPrices[price] * factor };
          expect(monthlyCost(running, dearer).monthlyUsd).toBeGreaterThanOrEqual(before);
          expect(monthlyCost({ ...running, instances: [8, 9] }, listPrices).monthlyUsd).toBeGreaterThan(before);
        },
      ),
    );
  });
});
