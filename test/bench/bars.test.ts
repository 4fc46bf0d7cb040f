import { describe, expect, it } from 'vitest';
import { barLine, barsOf, holds } from '../../bench/report/bars.ts';
import { growthOf } from '../../bench/report/growth.ts';
import type { Results } from '../../bench/report/results.ts';
import { figures, sample } from './figures.ts';

const withProduction = (production: Results['previews']['production']['figures']): Results => ({
  ...sample,
  previews: { ...sample.previews, production: { ...sample.previews.production, figures: production } },
});

describe('growth', () => {
  it('is the cost of one more service, and 1 apart on a straight line whatever there is before the first', () => {
    const at = (services: number) => ({ services, seconds: 100 + 2 * services });
    expect(growthOf(at(5), at(20), at(50))).toEqual({ earlySeconds: 2, lateSeconds: 2, bend: 1 });
  });

  it('tells a bend upwards and one downwards alike', () => {
    const five = { services: 5, seconds: 5 };
    const twenty = { services: 20, seconds: 20 };
    expect(growthOf(five, twenty, { services: 50, seconds: 65 }).bend).toBeCloseTo(1.5);
    expect(growthOf(five, twenty, { services: 50, seconds: 40 }).bend).toBeCloseTo(1.5);
  });
});

describe('the bars', () => {
  it('hold the figures against the floor, a straight line and an empty pack', () => {
    const bars = barsOf(sample);
    expect(bars.map(({ value }) => value)).toEqual([1.25, 1, 1.05, 150 / 160, 1, 1.05, 1]);
    expect(bars.map(({ limit }) => limit)).toEqual([1.5, 1.2, 1.2, 1.2, 1.3, 1.2, 2]);
    expect(bars.every(holds)).toBe(true);
  });

  it('hold at the limit itself and not above', () => {
    const [at] = barsOf(withProduction(figures(6, { peakMib: { program: 240, pack: 192 } })));
    const [above] = barsOf(withProduction(figures(6.01, { peakMib: { program: 240, pack: 192 } })));
    expect([at, above].map((bar) => bar && holds(bar))).toEqual([true, false]);
  });

  it('say by how much they are missed', () => {
    const lines = barsOf(withProduction(figures(9, { peakMib: { program: 360, pack: 240 } }))).map(barLine);
    expect(lines[0]).toBe(
      'missed by 50.0 %: time of `production` with its policies, by the raw floor: 2.25, at most 1.50 (computing time 2.00)',
    );
    expect(lines[2]).toContain('missed by 50.0 %');
    expect(lines[2]).toContain('360 MiB by 200 MiB');
    expect(lines[3]).toContain('missed by 25.0 %');
  });

  it('take the rules on the smallest plan of 500 resources or more', () => {
    expect(barsOf(sample).at(-1)?.title).toContain('over 566 resources');
    const small = { name: 'rules-298', title: 'every rule over 298 resources', figures: figures(0.1) };
    const starts = [...sample.starts.filter(({ name }) => !name.startsWith('rules')), small];
    expect(() => barsOf({ ...sample, starts })).toThrow('the rules were not measured on 500 resources');
    expect(() => barsOf({ ...sample, starts: sample.starts.slice(1) })).toThrow('empty-pack was not measured');
  });

  it('cannot be held without the sizes that growth is read from', () => {
    const services = sample.services.filter((one) => one.services !== 20);
    expect(() => barsOf({ ...sample, services })).toThrow('20 services were not measured');
  });
});
