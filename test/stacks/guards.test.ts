import { describe, expect, test } from 'vitest';
import { requireGuards } from '../../stacks/guards.ts';
import { awsTopologyOf } from '../support/awsStacks.ts';
import { topologyOf } from '../support/stacks.ts';

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

  test('are all named at once', () => {
    const { database, ...rest } = topologyOf('production');
    const open = { ...rest, database: { ...database, guarded: false, highAvailability: false } };
    expect(() => requireGuards('production', open)).toThrow(
      /tandem:database\.guarded and tandem:database\.highAvailability must be true/,
    );
  });
});
