import type { OutputMap } from '@pulumi/pulumi/automation/index.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { GcpTwoRegion } from '../../../components/gcp/index.ts';
import program from '../../../infra/program.ts';
import { compose } from '../../../stacks/compose.ts';
import type { Topology } from '../../../topology/shape/topology.ts';
import { configOf, topologyOf } from '../../support/stacks.ts';
import { changing, inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';

const INSTANCE = 'gcp:sql/databaseInstance:DatabaseInstance';

const built = (topology: Topology) => () => Promise.resolve({ ...compose(topology) });

const told = (steps: readonly Step[]): string[] =>
  changing(steps)
    .map(({ op, type, name }) => `${op} ${type} ${name}`)
    .sort();

describe('the local stack', () => {
  const home = topologyOf('local');
  const swapped: Topology = { ...home, active: 'failover' };
  let stack: TestStack;
  let created: Step[];
  let outputs: OutputMap;

  beforeAll(async () => {
    stack = await newStack('gcp-local', { 'gcp:project': home.project });
    ({ steps: created, outputs } = await stack.up(built(home)));
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
      'regions',
      'registry',
      'url',
      'writes',
    ]);
    expect(Object.keys(outputs['regions']?.value as object)).toEqual(['us-central1', 'us-east4']);
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
      startSeconds: home.service.startSeconds,
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
    plan = await stack.preview(() => Promise.resolve({ ...program() }));
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
    const differing = plan.flatMap((step) => {
      const twin = other.find(({ urn }) => urn === step.urn);
      const keys = new Set([...Object.keys(step.inputs), ...Object.keys(twin?.inputs ?? {})]);
      return [...keys]
        .filter((key) => key !== '__defaults')
        .filter((key) => plain(step.inputs[key]) !== plain(twin?.inputs[key]))
        .map((key) => `${step.type} ${key}`);
    });
    expect([...new Set(differing)].sort()).toEqual([
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

describe('a topology that cannot be built', () => {
  test('is refused with every problem, before the first resource', async () => {
    const good = topologyOf('local');
    const bad: Topology = {
      ...good,
      minInstances: 9,
      maxInstances: 8,
      detection: { ...good.detection, timeoutSeconds: good.detection.periodSeconds },
    };
    const stack = await newStack('gcp-refused', { 'gcp:project': good.project });
    const seen: Step[] = [];
    const failed = stack
      .preview(() => Promise.resolve({ site: new GcpTwoRegion('refused', bad).urn }))
      .then((steps) => seen.push(...steps));
    await expect(failed).rejects.toThrow(/tandem:detection\.timeoutSeconds[\s\S]*tandem:scaling\./);
    expect(seen).toEqual([]);
  }, 60_000);
});

/** A value without the random end of automatic names. */
const plain = (value: unknown): string =>
  JSON.stringify(value ?? null).replaceAll(/-[0-9a-f]{7}(?=["/\\)])/g, '-random');
