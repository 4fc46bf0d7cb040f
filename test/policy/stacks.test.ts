import { expect, it } from 'vitest';

import { compose } from '../../stacks/compose.ts';
import { newStack } from '../support/engine.ts';
import { configOf, topologyOf } from '../support/stacks.ts';

// The pack on the engine, with a stack that lost something. That the stacks as they are break no rule, and leave none
// undecided on a first preview, is shown where all of them are previewed: test/mutate.

it('a stack is refused when something is taken away, at the resource', async () => {
  const topology = topologyOf('production');
  const stack = await newStack('policy-broken', configOf('production'));
  const weak = { ...topology, database: { ...topology.database, guarded: false } };
  const said = await stack.judgeByPack(() => Promise.resolve({ ...compose(weak) }));
  const broken = said.filter(({ level }) => level === 'mandatory').map(({ policy }) => policy);
  expect([...new Set(broken)].sort()).toEqual([
    'tandem-gcp-022-database-is-guarded',
    'tandem-gcp-065-bucket-is-kept',
    'tandem-gcp-069-secrets-are-kept',
  ]);
  expect(said.map(({ message }) => message).join()).toContain(
    'deletionProtection of acme-db-us-central1 (gcp.sql.DatabaseInstance)',
  );
});
