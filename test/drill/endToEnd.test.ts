import { expect, test } from 'vitest';
import type { Progress } from '../../drill/index.ts';
import { database, ejection, failover, model, pool, primary, probe, service } from './models.ts';
import { incident, rate, validDrill } from './support.ts';

test('a region hangs, then crashes: it is left within the law, taken back, and no client sees a failure', async () => {
  const progress: Progress[] = [];
  // Ejections are short, or the second fault would find the first region still locked out.
  const pools = [primary, failover].map((name) => pool(name, { signals: [probe(5, 1), ejection(15)] }));
  const report = await validDrill({
    model: model(service({ pools })),
    incident: incident(
      [
        { kind: 'hang', at: '60s', until: '100s', target: 'primary' },
        { kind: 'crash', at: '140s', until: '180s', target: 'failover' },
      ],
      '215s',
      { expect: { failedRatio: 0.0001, lostWrites: 0, returns: true, promotions: 0 } },
    ),
    onProgress: (now) => progress.push(now),
  });
  expect(report.notes.join('\n')).not.toContain('before the first fault');
  expect(report.valid).toBe(true);
  expect(report.requests.total).toBeCloseTo((rate * 0.7 * 215) / 20, -2);
  expect(report.requests.failed).toBe(0);
  expect(report.requests.retried).toBeGreaterThan(5);
  const [hang, crash] = report.faults;
  expect(hang).toMatchObject({ regions: [primary], failed: 0 });
  expect(crash).toMatchObject({ regions: [failover], failed: 0 });
  for (const fault of [hang!, crash!]) {
    expect(fault.shedMeasured).toBeGreaterThanOrEqual(fault.shedPredicted!.best * 0.95);
    expect(fault.shedMeasured).toBeLessThanOrEqual(fault.shedPredicted!.worst * 1.05);
    expect(fault.returnMeasured).not.toBeNull();
  }
  const during = report.share.filter(({ t }) => t > 85 && t < 95);
  expect(during.find(({ region }) => region === primary)?.ratio).toBe(0);
  expect(report.writes).toMatchObject({ lost: 0, promotions: 0, splitBrain: false });
  expect(report.writes!.acknowledged).toBeGreaterThan(200);
  expect(report.ok).toBe(true);
  expect(progress.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['warming up', 'calm', 'hang of primary']));
  expect(progress.at(-1)?.regions.map(({ name }) => name)).toEqual([primary, failover]);
});

test('the primary database dies: promotion after the decision, nothing lost when replication is synchronous', async () => {
  const automatic = { who: 'automatic', seconds: { best: 5, expected: 10, worst: 20 } } as const;
  const report = await validDrill({
    model: model(service(), [database({ replication: 'sync', promotion: automatic })]),
    incident: incident([{ kind: 'crash', at: '60s', until: '120s', target: 'database' }], '140s', {
      expect: { failedRatio: 0.0001, lostWrites: 0, promotions: 1 },
    }),
  });
  expect(report.writes).toMatchObject({ lost: 0, promotions: 1, splitBrain: false });
  // 10 s to notice, 10 s to promote, and what this machine needs on top.
  expect(report.writes!.refusedSeconds).toBeGreaterThan(15);
  expect(report.writes!.refusedSeconds).toBeLessThan(60);
  expect(report.moments.map(({ what }) => what)).toContain(
    `the replica in ${failover} was promoted, the old primary fenced`,
  );
  expect(report.requests.failed).toBe(0);
  expect(report.ok).toBe(true);
});

test('a survivor that is too small is overloaded, and the report counts it', async () => {
  const small = pool(failover, { minInstances: 4, maxInstances: 6, startSeconds: 2 });
  const report = await validDrill({
    model: model(service({ pools: [pool(primary), small], retry: undefined }), []),
    incident: incident([{ kind: 'error', at: '60s', until: '120s', target: 'primary' }], '130s', {
      load: 1,
      expect: { failedRatio: 0.0001, limitedSeconds: 60 },
    }),
  });
  // 6 instances carry 200 of 400 requests per second at most.
  const [fault] = report.faults;
  expect(fault!.failed / fault!.requests).toBeGreaterThan(0.2);
  expect(report.requests.limited).toBeGreaterThan(100);
  expect(Math.max(...report.series.limited.map(({ value }) => value))).toBeGreaterThan(5);
  const instances = report.series.instances.filter(({ region }) => region === failover).map(({ value }) => value);
  expect(Math.max(...instances)).toBe(6);
  // What was refused is counted, and lies near what the same arithmetic says of what was built; the verdict says more.
  const { predicted, predictedVerdict, measured } = fault!.refused!;
  expect(measured.requests / predicted.requests).toBeGreaterThan(0.7);
  expect(measured.requests / predicted.requests).toBeLessThan(1.3);
  expect(predictedVerdict.requests).toBeGreaterThan(predicted.requests);
  expect(measured.seconds).toBeLessThanOrEqual(60);
  expect(report.objectives.find(({ name }) => name === 'failed requests once regions are left')?.met).toBe(false);
  expect(report.ok).toBe(false);
});

test('two regions behind a split, or without detection, lose the share of the lost one', async () => {
  const faults = incident([{ kind: 'crash', at: '60s', until: '90s', target: 'primary' }], '95s');
  const split = model(service({ split: { urn: 'urn', says: 'weights' } }), []);
  const report = await validDrill({ model: split, incident: faults });
  const [fault] = report.faults;
  expect(fault).toMatchObject({ shedPredicted: null, shedMeasured: null });
  expect(fault!.note).toBe('the entry never sends these clients to another region');
  expect(fault!.failed / fault!.requests).toBeGreaterThan(0.7);
});
