import { describe, expect, test } from 'vitest';
import { multicloud } from '../../stacks/multicloud.ts';
import { requireGuards } from '../../stacks/guards.ts';
import { readMultiTopology } from '../../topology/shape/multicloud/readMultiTopology.ts';
import { awsTopologyOf } from '../support/awsStacks.ts';
import { configOf, topologyOf } from '../support/stacks.ts';

describe('guards of the stacks that hold data', () => {
  test.each(['staging', 'production'])('are on in the committed %s stack', (stack) => {
    expect(() => requireGuards(stack, topologyOf(stack))).not.toThrow();
  });

  test('are on in the committed production-aws stack', () => {
    expect(() => {
      requireGuards('production-aws', awsTopologyOf('production-aws'));
    }).not.toThrow();
  });

  test('are asked for by configuration key and file', () => {
    const { database, ...rest } = topologyOf('production');
    const open = { ...rest, database: { ...database, guarded: false } };
    expect(() => requireGuards('production', open)).toThrow(
      /tandem:database\.guarded must be true \(stacks\/Pulumi\.production\.yaml\)/,
    );
  });

  test.each(['gcp', 'aws'] as const)('are asked for where they stand in a stack on both clouds: %s', (cloud) => {
    const topology = readMultiTopology(configOf('multicloud'), { stack: 'multicloud' });
    const open = { ...topology[cloud], database: { ...topology[cloud].database, guarded: false } };
    expect(() => multicloud({ ...topology, [cloud]: open })).toThrow(
      new RegExp(`tandem:${cloud}\\.database\\.guarded must be true \\(stacks/Pulumi\\.multicloud\\.yaml\\)`),
    );
  });

  test('are all named at once', () => {
    const { database, ...rest } = topologyOf('production');
    const open = { ...rest, database: { ...database, guarded: false, highAvailability: false } };
    expect(() => requireGuards('production', open)).toThrow(
      /tandem:database\.guarded and tandem:database\.highAvailability must be true/,
    );
  });
});
