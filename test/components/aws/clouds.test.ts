import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { composeAws } from '../../../stacks/composeAws.ts';
import type { AwsTopology } from '../../../topology/shape/aws/schema.ts';
import { awsTopologyOf } from '../../support/awsStacks.ts';
import { newStack } from '../../support/engine.ts';
import { pageOf } from '../../support/page.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const page = pageOf('clouds', 'aws');

describe('docs/clouds.md', () => {
  test('has a program that breaks no rule of the policies, and leaves none undecided', async () => {
    const stack = await newStack('clouds', { 'aws:region': 'eu-west-1' });
    const said = await stack.judgeByPack(page.program);
    expect(said.map(({ policy, message }) => `${policy} ${message}`)).toEqual([]);
  }, 60_000);

  test('has choices that break no rule either: DNS, private endpoints, a zone that was there, no table', async () => {
    const { table: _, ...topology } = awsTopologyOf('production-aws');
    const other: AwsTopology = {
      ...topology,
      zoneId: 'Z0123456789ABCDEFGHIJ',
      entry: { ...topology.entry, kind: 'dns' },
      network: { ...topology.network, egress: 'endpoints' },
      // Resolvers have to forget: 72 s, where the accelerator takes 42.
      objectives: { ...topology.objectives, shedSeconds: 75 },
    };
    const stack = await newStack('clouds-other', { 'aws:region': 'us-east-1' });
    const program = () => Promise.resolve({ ...composeAws(other) });
    const { said } = await stack.judge(program);
    expect(said.map(({ policy, message }) => `${policy} ${message}`)).toEqual([]);
  }, 60_000);

  test('names what one cloud has and the other has not', () => {
    const files = (cloud: string) =>
      readdirSync(path.join(root, 'components', cloud)).map((file) => file.replace(/\.ts$/, ''));
    const rows = [...page.text.matchAll(/^\| (\w[\w ]*?) +\|/gm)].map(([, part]) => part ?? '');
    expect(files('aws')).toEqual(expect.arrayContaining(['network', 'entry', 'region', 'database', 'bucket']));
    for (const own of ['keys', 'table']) {
      expect(files('gcp')).not.toContain(own);
      expect(rows).toContain(own);
    }
    const shared = files('aws').filter((file) => files('gcp').includes(file));
    for (const part of ['network', 'entry', 'region', 'database', 'bucket', 'secrets', 'images', 'signals'])
      expect([part, shared.includes(part), rows.includes(part)]).toEqual([part, true, true]);
  });
});
