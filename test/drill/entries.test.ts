import { expect, test } from 'vitest';
import type { DrillReport } from '../../drill/index.ts';
import { accelerated, acrossClouds, failover, instances, model, primary, third } from './models.ts';
import { incident, validDrill } from './support.ts';

// One drill for each kind of entry that is not Cloud Run's.

/** Nothing here waits for a database, and probes of 5 s keep their period: time may pass as fast as anywhere. */
const scale = 60;

const shareAt = ({ share }: DrillReport, region: string, from: number, until: number): number => {
  const found = share.filter((one) => one.region === region && one.t >= from && one.t < until);
  return found.reduce((sum, { ratio }) => sum + ratio, 0) / found.length;
};
const moment = ({ moments }: DrillReport, what: string): number => moments.find((one) => one.what === what)!.t;

/** A tick of the entry, and what a busy machine adds: a fifth of a second of its own time. */
const slack = 0.2 * scale;

function expectInside({ shedMeasured, shedPredicted }: DrillReport['faults'][number]): void {
  expect(shedMeasured).toBeGreaterThanOrEqual(shedPredicted!.best - slack);
  expect(shedMeasured).toBeLessThanOrEqual(shedPredicted!.worst + slack);
}

test('instance groups: surplus overflows, bad members are left out, and with too few well the region is drained', async () => {
  const report = await validDrill({
    model: model(instances({ targetRps: 240 }), []),
    incident: incident([{ kind: 'error', at: '60s', until: '110s', target: 'primary/80%' }], '205s', {
      load: 1,
      expect: { failedRatio: 0.0001 },
    }),
    scale,
  });
  expect(report.notes.join('\n')).not.toContain('before the first fault');
  // 400 a second are declared, 320 of them near the primary, whose target is 240.
  expect(shareAt(report, primary, 0, 50)).toBeCloseTo(0.6, 1);
  const [fault] = report.faults;
  expectInside(fault!);
  expect(shareAt(report, primary, 85, 110)).toBe(0);
  const drained = moment(report, `${primary} was drained`);
  const used = moment(report, `${primary} is used again`);
  expect(drained).toBeGreaterThan(65);
  expect(drained).toBeLessThan(85);
  // Well again after 5 to 10 s, and that has to hold for a minute.
  expect(used).toBeGreaterThan(110 + 60);
  expect(used).toBeLessThan(110 + 60 + 25);
  // A fifth of the members was well all the time, so a part of the requests met no bad one.
  expect(fault!.failed / fault!.requests).toBeLessThan(0.2);
  expect(report.objectives.find(({ name }) => name === 'failed requests once regions are left')?.met).toBe(true);
});

test('an accelerator: 30 s on top of the targets’ own check; the floor carries a loss without new capacity, or not', async () => {
  const report = await validDrill({
    // 9 tasks carry 9 x 20 / 60 % = 300 of 400 a second.
    model: model(accelerated({ minInstances: 9, maxInstances: 40 }), []),
    incident: incident(
      [
        { kind: 'error', at: '60s', until: '130s', target: 'primary' },
        { kind: 'crash', at: '200s', until: '275s', target: 'primary' },
      ],
      '280s',
      {
        load: 0.6,
        events: [
          { kind: 'no-new-capacity', at: '50s', until: '279s', target: 'both' },
          { kind: 'load', at: '190s', factor: 1 },
        ],
      },
    ),
    scale,
  });
  const [carried, refused] = report.faults;
  for (const fault of report.faults) {
    expect(fault.shedPredicted).toMatchObject({ best: expect.closeTo(35, 0), worst: expect.closeTo(40, 0) });
    expectInside(fault);
  }
  expect(carried!.returnMeasured).toBeGreaterThan(30);
  expect(carried!.returnMeasured).toBeLessThan(50);
  expect(carried!.refused).toMatchObject({ predicted: { requests: 0 }, measured: { requests: 0 } });
  expect(refused!.refused!.predicted.requests).toBeGreaterThan(0);
  expect(refused!.refused!.measured.requests).toBeGreaterThan(0);
  expect(report.requests.limited).toBe(refused!.refused!.measured.requests);
});

test('DNS over two clouds: when a whole provider fails, clients follow as their answers expire, and come back', async () => {
  const report = await validDrill({
    model: model(acrossClouds(), []),
    incident: incident([{ kind: 'error', at: '60s', until: '170s', target: 'provider' }], '285s', {
      expect: { failedRatio: 0.0001, returns: true },
    }),
    scale,
  });
  expect(shareAt(report, third, 0, 55)).toBeCloseTo(0.25, 1);
  expect(report.faults.map(({ regions }) => regions)).toEqual([[primary], [failover]]);
  for (const fault of report.faults) {
    // Three checks of 10 s, and up to 60 s of an old answer.
    expect(fault.shedPredicted).toMatchObject({ best: expect.closeTo(20, 0), worst: expect.closeTo(90, 0) });
    expectInside(fault);
    expect(fault.returnMeasured).not.toBeNull();
  }
  const left = moment(report, 'anycast counts as bad at the entry');
  expect(left).toBeGreaterThan(60 + 20);
  expect(left).toBeLessThan(60 + 30 + slack);
  // The lifetime is two points of the curve long.
  const [first, second, last] = [90, 120, 150].map((t) => shareAt(report, third, t, t + 30));
  expect(first).toBeGreaterThan(0.3);
  expect(first).toBeLessThan(0.75);
  expect(second).toBeGreaterThan(first! + 0.1);
  expect(last).toBeGreaterThan(0.97);
  expect(report.objectives.find(({ name }) => name === 'failed requests once regions are left')?.met).toBe(true);
});
