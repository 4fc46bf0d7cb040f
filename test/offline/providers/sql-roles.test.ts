import { beforeEach, describe, expect, it } from 'vitest';
import type { Values } from '../../../offline/providers/kit/values.ts';
import type { Existing } from '../../../offline/providers/protocol/provider.ts';
import { Bench } from './harness.ts';

const INSTANCE = 'gcp:sql/databaseInstance:DatabaseInstance';

const settings = {
  tier: 'db-perf-optimized-N-2',
  edition: 'ENTERPRISE_PLUS',
  availabilityType: 'REGIONAL',
};
const backups = (enabled: boolean): Values => ({
  ...settings,
  backupConfiguration: { enabled, pointInTimeRecoveryEnabled: enabled },
});
const common = (name: string, region: string): Values => ({ name, region, databaseVersion: 'POSTGRES_17' });

function primary(name: string, region: string, replica: string): Values {
  return {
    ...common(name, region),
    instanceType: 'CLOUD_SQL_INSTANCE',
    replicaNames: [replica],
    replicationCluster: { failoverDrReplicaName: `acme-prod:${replica}` },
    settings: backups(true),
  };
}

function replica(name: string, region: string, master: string, replicaConfiguration?: Values): Values {
  return {
    ...common(name, region),
    instanceType: 'READ_REPLICA_INSTANCE',
    masterInstanceName: master,
    replicaNames: [],
    replicationCluster: { failoverDrReplicaName: '' },
    settings: backups(false),
    ...(replicaConfiguration ? { replicaConfiguration } : {}),
  };
}

describe('the role swap of a pair of databases', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.open('gcp', { project: 'acme-prod' });
  });

  async function pair(replicaConfiguration?: Values): Promise<{ a: Existing; b: Existing }> {
    const a = await bench.create(INSTANCE, primary('db-a', 'us-central1', 'db-b'), 'a');
    const b = await bench.create(INSTANCE, replica('db-b', 'us-east1', 'db-a', replicaConfiguration), 'b');
    return { a, b };
  }

  // Each row: how the replica role is written, what becomes of the promoted side and of the old primary's side.
  it.each([
    [undefined, 'update', 'replace'],
    [{ cascadableReplica: false }, 'update', 'update'],
    [{ cascadableReplica: true }, 'update', 'update'],
    [{ failoverTarget: false }, 'update', 'replace'],
  ])('written with %o: promoted side %s, old primary %s', async (configuration, promoted, demoted) => {
    const { a, b } = await pair(configuration);
    expect(bench.diff(INSTANCE, b, primary('db-b', 'us-east1', 'db-a'), 'b').kind).toBe(promoted);
    expect(bench.diff(INSTANCE, a, replica('db-a', 'us-central1', 'db-b', configuration), 'a').kind).toBe(demoted);
  });

  it.each([
    [{ cascadableReplica: false }, 'update'],
    [{ cascadableReplica: true }, 'replace'],
    [{ failoverTarget: false }, 'replace'],
  ])('%o added to an existing replica: %s', async (configuration, kind) => {
    const { b } = await pair();
    expect(bench.diff(INSTANCE, b, replica('db-b', 'us-east1', 'db-a', configuration), 'b').kind).toBe(kind);
  });

  it('refuses an empty replica configuration while it is checked', () => {
    const { failures } = bench.check(INSTANCE, replica('db-b', 'us-east1', 'db-a', {}));
    expect(failures).toEqual([expect.stringContaining("'x.replicaConfiguration")]);
  });

  it('replaces the old primary when its new master was not among its replicas', async () => {
    const a = await bench.create(INSTANCE, { ...primary('db-a', 'us-central1', 'db-c') }, 'a');
    const after = replica('db-a', 'us-central1', 'db-b', { cascadableReplica: false });
    expect(bench.diff(INSTANCE, a, after, 'a').replaces).toEqual(['masterInstanceName']);
  });

  it('replaces the old primary when it keeps its new master as a replica', async () => {
    const { a } = await pair({ cascadableReplica: false });
    const after = { ...replica('db-a', 'us-central1', 'db-b', { cascadableReplica: false }), replicaNames: ['db-b'] };
    expect(bench.diff(INSTANCE, a, after, 'a').replaces).toEqual(['masterInstanceName']);
  });

  it('refuses to plan a promotion that keeps the master', async () => {
    const { b } = await pair({ cascadableReplica: false });
    const after = { ...primary('db-b', 'us-east1', 'db-a'), masterInstanceName: 'db-a' };
    expect(() => bench.diff(INSTANCE, b, after, 'b')).toThrow('masterInstanceName: must be removed');
  });

  it('leaves no difference once both sides are updated', async () => {
    const { a, b } = await pair({ cascadableReplica: false });
    const promoted = primary('db-b', 'us-east1', 'db-a');
    const demoted = replica('db-a', 'us-central1', 'db-b', { cascadableReplica: false });
    const update = (existing: Existing, inputs: Values, name: string): Existing => ({
      id: existing.id,
      state: bench.provider.update(
        bench.subject(INSTANCE, name),
        existing,
        bench.checked(INSTANCE, inputs, name),
        new Set(),
      ),
    });

    const newPrimary = update(b, promoted, 'b');
    const newReplica = update(a, demoted, 'a');

    expect(newPrimary.state).toMatchObject({
      instanceType: 'CLOUD_SQL_INSTANCE',
      masterInstanceName: '',
      replicaNames: ['db-a'],
    });
    expect(newPrimary.state).not.toHaveProperty('replicaConfiguration');
    expect(newReplica.state).toMatchObject({ instanceType: 'READ_REPLICA_INSTANCE', masterInstanceName: 'db-b' });
    expect(bench.diff(INSTANCE, newPrimary, promoted, 'b').kind).toBe('same');
    expect(bench.diff(INSTANCE, newReplica, demoted, 'a').kind).toBe('same');
  });

  it('swaps back as well', async () => {
    const { a, b } = await pair({ cascadableReplica: false });
    const swapped = primary('db-b', 'us-east1', 'db-a');
    const state = bench.provider.update(
      bench.subject(INSTANCE, 'b'),
      b,
      bench.checked(INSTANCE, swapped, 'b'),
      new Set(),
    );
    const back = replica('db-b', 'us-east1', 'db-a', { cascadableReplica: false });
    expect(bench.diff(INSTANCE, { id: b.id, state }, back, 'b').kind).toBe('update');
    expect(a.state['instanceType']).toBe('CLOUD_SQL_INSTANCE');
  });

  it('replaces everything when the state has lost its project', async () => {
    const { a } = await pair();
    const state = { ...a.state };
    delete state['project'];
    expect(bench.diff(INSTANCE, { id: a.id, state }, primary('db-a', 'us-central1', 'db-b'), 'a').replaces).toEqual([
      'project',
    ]);
  });
});
