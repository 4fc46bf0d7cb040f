import { describe, expect, it } from 'vitest';
import {
  ENDPOINT_SECONDS,
  PROMOTION_SECONDS,
  REPLICATION_LAG_SECONDS,
} from '../../../topology/arithmetic/assumptions.ts';
import { recoveryPoint, writableAfter, writeRecoveryTime } from '../../../topology/arithmetic/recovery.ts';

describe('recovery of a store', () => {
  it('loses nothing when replication is synchronous, and up to 15 minutes of objects with turbo', () => {
    expect(recoveryPoint('sync')).toEqual({ best: 0, expected: 0, worst: 0 });
    expect(recoveryPoint('bucket-turbo').worst).toBe(15 * 60);
    expect(recoveryPoint('bucket-default').worst).toBe(12 * 3600);
  });

  it('adds detection, decision, promotion and endpoint', () => {
    const promotion = PROMOTION_SECONDS['cloud-sql-designated'];
    const endpoint = ENDPOINT_SECONDS.follows;
    const recovery = writeRecoveryTime({
      detection: { best: 5, expected: 7.5, worst: 10 },
      decisionSeconds: 300,
      writable: writableAfter('cloud-sql-designated', 'follows'),
    });
    expect(recovery).toEqual({
      best: 5 + 300 + promotion.best + endpoint.best,
      expected: 7.5 + 300 + promotion.expected + endpoint.expected,
      worst: 10 + 300 + promotion.worst + endpoint.worst,
    });
  });

  it('is faster with a designated replica and an endpoint that follows', () => {
    const designated = writableAfter('cloud-sql-designated', 'follows');
    const plain = writableAfter('cloud-sql-replica', 'deployed');
    expect(designated.best).toBeLessThan(plain.best);
    expect(designated.expected).toBeLessThan(plain.expected);
    expect(designated.worst).toBeLessThan(plain.worst);
  });

  it('assumes only ranges in order', () => {
    for (const table of [PROMOTION_SECONDS, ENDPOINT_SECONDS, REPLICATION_LAG_SECONDS])
      for (const [name, { best, expected, worst }] of Object.entries(table))
        expect([name, best <= expected && expected <= worst]).toEqual([name, true]);
  });
});
