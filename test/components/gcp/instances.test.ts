import { beforeAll, expect, test } from 'vitest';
import { compose } from '../../../stacks/compose.ts';
import { readTopology } from '../../../topology/shape/readTopology.ts';
import type { Topology } from '../../../topology/shape/topology.ts';
import { inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';
import { configOf } from '../../support/stacks.ts';

// The whole topology on managed instance groups, through the real engine.


const home = readTopology({ ...configOf('production'), 'tandem:compute': 'instances' }, { stack: 'production' });
const built = (topology: Topology) => () => Promise.resolve({ ...compose(topology) });

let stack: TestStack;
let created: Step[];

beforeAll(async () => {
  stack = await newStack('gcp-instances', { 'gcp:project': home.project });
  created = (await stack.up(built({ ...home, database: { ...home.database, guarded: false } }))).steps;
}, 120_000);

test('is built as the inventory lists it', async () => {
  await expect(await inventory(created)).toMatchFileSnapshot('inventories/twoRegion-instances.json');
});
