import { expect, test } from 'vitest';
import { judgeLaw, lawIncident } from '../../drill/suite/law.ts';
import { failover, model, pool, primary, probe, service } from './models.ts';
import { rate, validDrill } from './support.ts';

test('what is measured follows the law that the verdict predicts with', async () => {
  const pools = [primary, failover].map((name) => pool(name, { signals: [probe(5, 2)] }));
  const plain = model(service({ pools, retry: undefined }), []);
  const report = await validDrill({
    model: { ...plain, declared: [{ ...plain.declared[0]!, failoverClientShare: 0.5 }] },
    incident: lawIncident({
      rounds: 1,
      kinds: ['crash', 'error', 'hang'],
      faultSeconds: 22,
      calmSeconds: 18,
      slowSeconds: 10,
      seed: 7,
    }),
    rate,
  });
  const result = judgeLaw([report]);
  expect(report.valid, report.notes.join('\n')).toBe(true);
  expect(report.faults.map(({ kind, regions }) => `${kind} ${regions.join()}`)).toEqual([
    `crash ${primary}`,
    `crash ${failover}`,
    `error ${primary}`,
    `error ${failover}`,
    `hang ${primary}`,
    `hang ${failover}`,
  ]);
  expect(result).toMatchObject({ sheds: 6, missed: 0, outside: [] });
  // Six faults are too few for a mean that says more than this.
  expect(result.meanRatio).toBeGreaterThan(0.66);
  expect(result.meanRatio).toBeLessThan(1.34);
});
