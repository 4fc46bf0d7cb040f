import type { OutputMap } from '@pulumi/pulumi/automation/index.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { AwsDatabase, AwsEntry, AwsTwoRegion } from '../../../components/aws/index.ts';
import program from '../../../infra/program.ts';
import { composeAws } from '../../../stacks/composeAws.ts';
import { graphOf } from '../../../topology/graph/read.ts';
import type { AwsTopology } from '../../../topology/shape/aws/schema.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { awsTopologyOf } from '../../support/awsStacks.ts';
import { configOf } from '../../support/stacks.ts';
import { builtBy, differences, refusal, told } from '../../support/components.ts';
import { inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';

const SCALING = 'aws:appautoscaling/target:Target';
const CLUSTER = 'aws:rds/cluster:Cluster';

const built = builtBy(composeAws);

const committed = awsTopologyOf('production-aws');

describe('the production stack, with nothing guarded so that it can go again', () => {
  const home: AwsTopology = { ...committed, database: { ...committed.database, guarded: false } };
  const swapped: AwsTopology = { ...home, active: 'failover' };
  let stack: TestStack;
  let created: Step[];
  let outputs: OutputMap;

  beforeAll(async () => {
    stack = await newStack('aws-open', { 'aws:region': 'us-east-1' });
    created = await stack.up(built(home));
    outputs = await stack.outputs();
  }, 120_000);

  test('tells where it is and nothing secret', () => {
    expect(Object.keys(outputs).sort()).toEqual(['active', 'dashboard', 'dns', 'regions', 'table', 'url', 'writes']);
    expect(Object.keys(outputs['regions']?.value as object)).toEqual(['us-east-1', 'us-west-2']);
    expect(outputs['writes']?.value).toMatch(/^acme-db\.global-\S+\.rds\.amazonaws\.com$/);
    expect((outputs['dns']?.value as { A: string[]; nameServers: string[] }).A).toHaveLength(2);
    expect(Object.entries(outputs).filter(([, { secret }]) => secret)).toEqual([]);
  });

  test('pulls in each region from the registry of that region', () => {
    const images = created
      .filter(({ type }) => type === 'aws:ecs/taskDefinition:TaskDefinition')
      .map(({ inputs }) => [
        inputs['region'],
        (JSON.parse(inputs['containerDefinitions'] as string) as { image: string }[])[0]?.image.split('/')[0],
      ]);
    expect(images.sort()).toEqual([
      ['us-east-1', '123456789012.dkr.ecr.us-east-1.amazonaws.com'],
      ['us-west-2', '123456789012.dkr.ecr.us-west-2.amazonaws.com'],
    ]);
  });

  test('survives each loss but that of the provider, by what runs all the time', async () => {
    const resources = await stack.held();
    const { ok, losses, objectives } = verdict(graphOf({ deployment: { resources } }, 'the state'));
    expect(losses.filter(({ survives }) => survives !== 'yes').map(({ loss }) => loss)).toEqual(['provider:aws']);
    expect(objectives.filter(({ met }) => !met)).toEqual([]);
    expect(ok).toBe(true);
    expect(losses.find(({ loss }) => loss === 'region:us-east-1')).toMatchObject({
      shedSeconds: { worst: 42 },
      headroomAtOnce: 1,
      refusedSeconds: 0,
      acts: 'operator',
    });

    const lowered = resources.map((resource) =>
      resource.type === SCALING ? { ...resource, inputs: { ...resource.inputs, minCapacity: 2 } } : resource,
    );
    const without = verdict(graphOf({ deployment: { resources: lowered } }, 'the state'));
    expect(without.ok).toBe(false);
    const lost = without.losses.find(({ loss }) => loss === 'region:us-east-1');
    expect(lost).toMatchObject({ survives: 'no', headroomAtOnce: 0.25 });
    expect(lost?.why.filter(({ against }) => against).map(({ argument }) => argument)).toEqual(['minCapacity']);
  });

  test('changes nothing on the second run', async () => {
    expect(told(await stack.preview(built(home)))).toEqual([]);
  }, 60_000);

  test('changes nothing in the cloud when the roles are swapped: a switchover is an action, and the plan follows it', async () => {
    const steps = await stack.up(built(swapped));
    expect(told(steps)).toEqual(['update tandem:index:AwsTwoRegion acme']);
    expect(told(await stack.preview(built(home)))).toEqual(['update tandem:index:AwsTwoRegion acme']);
  }, 120_000);

  test('leaves nothing behind, with the roles swapped', async () => {
    await stack.destroy();
    expect(await stack.held()).toEqual([]);
  }, 60_000);
});

describe('the production stack', () => {
  let stack: TestStack;
  let plan: Step[];

  beforeAll(async () => {
    stack = await newStack('production-aws', configOf('production-aws'));
    plan = await stack.preview(async () => ({ ...(await program()) }));
  }, 60_000);

  test('is planned as the inventory lists it', async () => {
    expect(plan.length).toBeGreaterThan(200);
    await expect(await inventory(plan)).toMatchFileSnapshot('inventories/twoRegion-production.json');
  });

  test('leaves what was declared in the plan', () => {
    const site = plan.find(({ type }) => type === 'tandem:index:AwsTwoRegion');
    expect(site?.inputs['declared']).toMatchObject({
      objectives: committed.objectives,
      regions: { primary: 'us-east-1', failover: 'us-west-2' },
      active: 'primary',
      peakRps: committed.load.peakRps,
      failoverClientShare: committed.load.failoverClientShare,
      instanceRps: committed.service.instanceRps,
      startSeconds: committed.service.startSeconds,
      decisionSeconds: committed.decisionSeconds,
      monthlyCostUsd: expect.any(Number),
    });
  });

  test('protects every store and nothing else', () => {
    const guarded = plan.filter(({ protect }) => protect).map(({ type, name }) => `${type} ${name}`);
    expect(guarded.sort()).toEqual([
      'aws:dynamodb/table:Table acme-items-table',
      'aws:ecr/repository:Repository acme-images-repository-us-east-1',
      'aws:ecr/repository:Repository acme-images-repository-us-west-2',
      'aws:kms/key:Key acme-keys-key',
      'aws:kms/replicaKey:ReplicaKey acme-keys-key-us-west-2',
      'aws:rds/cluster:Cluster acme-db-us-east-1',
      'aws:rds/cluster:Cluster acme-db-us-west-2',
      'aws:rds/globalCluster:GlobalCluster acme-db-global',
      'aws:s3/bucket:Bucket acme-data-us-east-1',
      'aws:s3/bucket:Bucket acme-data-us-west-2',
      'aws:secretsmanager/secret:Secret acme-secrets-database-password',
      'aws:secretsmanager/secret:Secret acme-secrets-session-key',
      'aws:secretsmanager/secret:Secret acme-secrets-webhook-key',
    ]);
  });

  test('begins with the writer in the active region, and differs between the roles in nothing else', async () => {
    const other = await stack.preview(built({ ...committed, active: 'failover' }));
    expect(other.map(({ urn }) => urn).sort()).toEqual(plan.map(({ urn }) => urn).sort());
    expect(differences(plan, other)).toEqual([
      `${CLUSTER} databaseName`,
      `${CLUSTER} masterPasswordWo`,
      `${CLUSTER} masterPasswordWoVersion`,
      `${CLUSTER} masterUsername`,
      `${CLUSTER} sourceRegion`,
      'tandem:index:AwsTwoRegion declared',
    ]);
  }, 60_000);
});

describe('what cannot be built', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await newStack('aws-refused', { 'aws:region': 'us-east-1' });
  });

  test('is refused with every problem', async () => {
    const bad: AwsTopology = {
      ...committed,
      minInstances: 9,
      maxInstances: 8,
      service: { ...committed.service, memoryMib: 1000 },
      network: { ...committed.network, cidrs: { primary: '10.0.0.0/16', failover: '10.0.128.0/17' } },
    };
    const message = await refusal(stack, () => new AwsTwoRegion('refused', bad));
    for (const key of ['scaling.maxInstances', 'service.memoryMib', 'network.cidrs.failover'])
      expect(message).toContain(`tandem:${key}`);
  });

  test('is refused when the active region is neither of the two', async () => {
    const none = { vpcIds: {}, subnetIds: {}, cidrs: [], keyArns: {} };
    const regions = ['us-east-1', 'us-west-2'] as const;
    const message = await refusal(
      stack,
      () => new AwsDatabase('refused', { ...none, regions, activeRegion: 'eu-west-1' }),
    );
    expect(message).toContain(
      'activeRegion is "eu-west-1"; it must be one of the two regions, "us-east-1" or "us-west-2"',
    );
  });

  test('is refused when a region of the entry has a weight of 0', async () => {
    const balancer = { balancerArn: 'a', balancerHost: 'b', balancerZoneId: 'c' };
    const message = await refusal(
      stack,
      () =>
        new AwsEntry('refused', {
          domain: 'acme.example',
          zoneId: 'Z1',
          kind: 'dns',
          backends: [
            { ...balancer, region: 'us-east-1', weight: 1 },
            { ...balancer, region: 'us-west-2', weight: 0 },
          ],
        }),
    );
    expect(message).toContain('every region needs a weight above 0');
  });
});
