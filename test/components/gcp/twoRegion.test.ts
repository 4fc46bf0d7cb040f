import type { OutputMap } from '@pulumi/pulumi/automation/index.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { GcpDatabase, GcpTwoRegion } from '../../../components/gcp/index.ts';
import program from '../../../infra/program.ts';
import { compose } from '../../../stacks/compose.ts';
import type { Topology } from '../../../topology/shape/topology.ts';
import { configOf, topologyOf } from '../../support/stacks.ts';
import { builtBy, differences, refusal, told } from '../../support/components.ts';
import { changing, inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';

const INSTANCE = 'gcp:sql/databaseInstance:DatabaseInstance';

const built = builtBy(compose);

describe('the local stack', () => {
  const home = topologyOf('local');
  const swapped: Topology = { ...home, active: 'failover' };
  let stack: TestStack;
  let created: Step[];
  let outputs: OutputMap;

  beforeAll(async () => {
    stack = await newStack('gcp-local', { 'gcp:project': home.project });
    created = await stack.up(built(home));
    outputs = await stack.outputs();
  }, 120_000);

  test('is built as the inventory lists it', async () => {
    await expect(await inventory(created)).toMatchFileSnapshot('inventories/twoRegion-local.json');
  });

  test('tells where it is and nothing secret', () => {
    expect(Object.keys(outputs).sort()).toEqual([
      'active',
      'bucket',
      'dashboard',
      'dns',
      'quotas',
      'regions',
      'registry',
      'url',
      'writes',
    ]);
    expect(Object.keys(outputs['regions']?.value as object)).toEqual(['us-central1', 'us-east4']);
    expect(outputs['quotas']?.value).toMatchObject({ 'us-east4': { instances: 8, vcpus: 8, memoryGib: 4 } });
    expect(outputs['writes']?.value).toMatch(/^\S+\.global\.sql-psa\.goog$/);
    expect(Object.entries(outputs).filter(([, { secret }]) => secret)).toEqual([]);
  });

  test('leaves what was declared in the plan', () => {
    const site = created.find(({ type }) => type === 'tandem:index:GcpTwoRegion');
    expect(site?.inputs['declared']).toEqual({
      objectives: home.objectives,
      regions: { primary: 'us-central1', failover: 'us-east4' },
      active: 'primary',
      peakRps: home.load.peakRps,
      failoverClientShare: home.load.failoverClientShare,
      instanceRps: home.service.instanceRps,
      vcpuQuota: home.maxInstances,
      startSeconds: home.service.startSeconds,
      strategy: 'static',
      toleratesAlso: 'nothing',
      decisionSeconds: home.decisionSeconds,
      monthlyCostUsd: expect.any(Number),
      exceptions: [],
    });
  });

  test('changes nothing on the second run', async () => {
    expect(told(await stack.preview(built(home)))).toEqual([]);
  }, 60_000);

  test('designates the replica on the second apply, by one update of the primary', async () => {
    const designated = { ...home, database: { ...home.database, designateReplica: true } };
    const steps = changing(await stack.preview(built(designated)));
    const [primary] = steps.filter(({ name }) => name === 'acme-local-db-us-central1');
    expect(primary?.op).toBe('update');
    expect(primary?.inputs['replicationCluster']).toMatchObject({
      failoverDrReplicaName: expect.stringMatching(/^acme-local:acme-local-db-us-e4-[0-9a-f]{4}$/),
    });
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(['update']));
    expect(new Set(steps.map(({ type }) => type))).toEqual(new Set([INSTANCE]));
  }, 60_000);

  test('swaps the roles by updates in place, and back', async () => {
    const there = changing(await stack.preview(built(swapped)));
    expect(new Set(there.map(({ op }) => op))).toEqual(new Set(['update']));
    expect(there.filter(({ type }) => type === INSTANCE)).toHaveLength(2);
    expect(there.filter(({ type }) => type !== INSTANCE).map(({ type }) => type)).toEqual([
      'tandem:index:GcpTwoRegion',
    ]);

    await stack.up(built(swapped));
    expect(told(await stack.preview(built(swapped)))).toEqual([]);

    const back = changing(await stack.preview(built(home)));
    expect(new Set(back.map(({ op }) => op))).toEqual(new Set(['update']));
    expect(back.filter(({ type }) => type === INSTANCE)).toHaveLength(2);
  }, 120_000);

  test('leaves nothing behind, with the roles swapped', async () => {
    await stack.destroy();
    expect(await stack.held()).toEqual([]);
  }, 60_000);
});

describe('the production stack', () => {
  const topology = topologyOf('production');
  let stack: TestStack;
  let plan: Step[];

  beforeAll(async () => {
    stack = await newStack('production', configOf('production'));
    plan = await stack.preview(async () => ({ ...(await program()) }));
  }, 60_000);

  test('is planned as the inventory lists it', async () => {
    expect(plan.length).toBeGreaterThan(80);
    await expect(await inventory(plan)).toMatchFileSnapshot('inventories/twoRegion-production.json');
  });

  test('protects every store and nothing else', () => {
    const guarded = plan.filter(({ protect }) => protect).map(({ type, name }) => `${type} ${name}`);
    expect(guarded.sort()).toEqual([
      'gcp:artifactregistry/repository:Repository acme-images-repository',
      'gcp:secretmanager/secret:Secret acme-secrets-database-password',
      'gcp:secretmanager/secret:Secret acme-secrets-session-key',
      'gcp:secretmanager/secret:Secret acme-secrets-webhook-key',
      'gcp:sql/databaseInstance:DatabaseInstance acme-db-us-central1',
      'gcp:sql/databaseInstance:DatabaseInstance acme-db-us-east4',
      'gcp:storage/bucket:Bucket acme-data-bucket',
    ]);
  });

  test('differs between the roles in nothing but the arguments of the database pair that update in place', async () => {
    const other = await stack.preview(built({ ...topology, active: 'failover' }));
    expect(other.map(({ urn }) => urn).sort()).toEqual(plan.map(({ urn }) => urn).sort());
    expect(differences(plan, other)).toEqual([
      `${INSTANCE} instanceType`,
      `${INSTANCE} masterInstanceName`,
      `${INSTANCE} replicaConfiguration`,
      `${INSTANCE} replicaNames`,
      `${INSTANCE} settings`,
      'tandem:index:GcpTwoRegion declared',
    ]);
  }, 60_000);
});

describe('two topologies in one program', () => {
  test('share no name', async () => {
    const one = topologyOf('dev');
    const other: Topology = { ...one, name: 'acme-other', domain: 'other.acme.example' };
    const stack = await newStack('gcp-two', { 'gcp:project': one.project });
    const plan = await stack.preview(() => Promise.resolve({ one: compose(one).url, other: compose(other).url }));
    const names = (topology: Topology) => plan.filter(({ name }) => name.startsWith(topology.name)).length;
    expect(names(other)).toBe(plan.length / 2);
    expect(new Set(plan.map(({ op }) => op))).toEqual(new Set(['create']));
  }, 60_000);
});

describe('what cannot be built', () => {
  const good = topologyOf('local');
  let stack: TestStack;

  beforeAll(async () => {
    stack = await newStack('gcp-refused', { 'gcp:project': good.project });
  });

  test('is refused with every problem', async () => {
    const { detection } = good;
    const bad: Topology = {
      ...good,
      minInstances: 9,
      maxInstances: 8,
      detection: { ...detection, timeoutSeconds: detection.periodSeconds },
    };
    const message = await refusal(stack, () => new GcpTwoRegion('refused', bad));
    expect(message).toContain('tandem:detection.timeoutSeconds');
    expect(message).toContain('tandem:scaling.');
  });

  test('is refused when the active region is neither of the two', async () => {
    const args = { project: 'acme-test', networkId: 'projects/acme-test/global/networks/n', backupLocation: 'us' };
    const message = await refusal(
      stack,
      () => new GcpDatabase('refused', { ...args, regions: ['us-central1', 'us-east4'], activeRegion: 'us-west1' }),
    );
    expect(message).toContain(
      'activeRegion is "us-west1"; it must be one of the two regions, "us-central1" or "us-east4"',
    );
  });

  test('is refused for a stack that has no composition, with those that have', async () => {
    const message = await refusal(stack, program);
    expect(message).toContain("There is no composition for stack 'gcp-refused'");
    expect(message).toContain('local, dev, staging, production');
  });
});
