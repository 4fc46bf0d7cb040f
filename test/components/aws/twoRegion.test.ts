import type { OutputMap } from '@pulumi/pulumi/automation/index.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { AwsDatabase, AwsEntry, AwsTwoRegion } from '../../../components/aws/index.ts';
import program from '../../../infra/program.ts';
import { composeAws } from '../../../stacks/composeAws.ts';
import type { AwsTopology } from '../../../topology/shape/aws/schema.ts';
import { awsTopologyOf } from '../../support/awsStacks.ts';
import { configOf } from '../../support/stacks.ts';
import { changing, inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';

const CONFIG = { 'aws:region': 'us-east-1' };

const built = (topology: AwsTopology) => () => Promise.resolve({ ...composeAws(topology) });

const told = (steps: readonly Step[]): string[] =>
  changing(steps)
    .map(({ op, type, name }) => `${op} ${type} ${name}`)
    .sort();

describe('the production stack, with nothing guarded so that it can go again', () => {
  const committed = awsTopologyOf('production-aws');
  const home: AwsTopology = { ...committed, database: { ...committed.database, guarded: false } };
  const swapped: AwsTopology = { ...home, active: 'failover' };
  let stack: TestStack;
  let created: Step[];
  let outputs: OutputMap;

  beforeAll(async () => {
    stack = await newStack('aws-local', CONFIG);
    ({ steps: created, outputs } = await stack.up(built(home)));
  }, 120_000);

  test('tells where it is and nothing secret', () => {
    expect(Object.keys(outputs).sort()).toEqual(['active', 'dns', 'regions', 'table', 'url', 'writes']);
    expect(Object.keys(outputs['regions']?.value as object)).toEqual(['us-east-1', 'us-west-2']);
    expect(outputs['writes']?.value).toMatch(/^acme-db\.global-\S+\.rds\.amazonaws\.com$/);
    expect(Object.entries(outputs).filter(([, { secret }]) => secret)).toEqual([]);
  });

  test('changes nothing on the second run', async () => {
    expect(told(await stack.preview(built(home)))).toEqual([]);
  }, 60_000);

  test('replaces, creates and deletes nothing when the roles are swapped', async () => {
    expect(told(await stack.preview(built(swapped)))).toEqual(['update tandem:index:AwsTwoRegion acme']);
  }, 60_000);

  test('leaves nothing behind', async () => {
    await stack.destroy();
    expect(await stack.held()).toEqual([]);
  }, 60_000);
});
