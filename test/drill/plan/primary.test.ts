import { expect, test } from 'vitest';
import { buildPlan } from '../../../drill/plan/build.ts';
import { proxyShares } from '../../../drill/plan/traffic.ts';
import type { Declared, Model, Pool, Store } from '../../../topology/model/model.ts';
import { shareOf } from '../../../topology/verdict/traffic.ts';
import { database, failover, model, pool, primary, service } from '../models.ts';

// Names in alphabetical order, as the recognisers give them: the first one is rarely the one that matters.
const [a, b, c] = ['asia-east1', 'europe-west1', 'us-west1'];

const foreign = (pools: readonly Pool[], stores: readonly Store[] = [], declared: Model['declared'] = []): Model => ({
  ...model(service({ pools }), stores),
  declared,
});
const plan = (of: Model) => buildPlan(of, { stack: 'test', rate: 100, scale: 10 });
const storeIn = (region: string, kind: Store['kind'] = 'sql'): Store => {
  const [first, ...others] = database().members;
  return database({ kind, members: [{ ...first!, region }, ...others] });
};

test.each([
  ['a backup record first', [pool(a, { live: false, weight: 0 }), pool(b, { weight: 1 })], [], b],
  ['a drained region first', [pool(a, { capacityScaler: 0 }), pool(b)], [], b],
  ['the heaviest of several', [pool(a, { weight: 1 }), pool(b, { weight: 5 }), pool(c, { weight: 2 })], [], b],
  ['a region that serves nothing', [pool(a, { unusable: { urn: 'x', says: 'no route' } }), pool(b)], [], b],
  ['equals, with a database', [pool(a), pool(b), pool(c)], [storeIn(c)], c],
  ['equals, with a store of another kind', [pool(a), pool(b)], [storeIn(b, 'bucket')], a],
  ['equals, with a database elsewhere', [pool(a), pool(b)], [storeIn('mars-1')], a],
  [
    'a database in the region with the fewest clients',
    [pool(a, { weight: 1 }), pool(b, { weight: 3 }), pool(c, { weight: 3 })],
    [storeIn(a), storeIn(c)],
    c,
  ],
  ['clients before the database', [pool(a, { weight: 1 }), pool(b, { weight: 3 })], [storeIn(a)], b],
] as const)('without a declaration the primary region is found: %s', (_, pools, stores, expected) => {
  const { regions, notes } = plan(foreign(pools, stores));
  expect(regions.filter(({ role }) => role === 'primary').map(({ name }) => name)).toEqual([expected]);
  expect(notes).toContainEqual(
    expect.stringContaining(`nothing declares a primary region: ${expected} is taken for it here`),
  );
});

test('a declared primary region needs no note, and one without compute has one', () => {
  const isAbout = (note: string): boolean => /primary region|is taken for it/.test(note);
  expect(plan(model()).notes.filter(isAbout)).toEqual([]);
  const elsewhere: Declared = { ...model().declared[0]!, regions: { primary: 'mars-1', failover } };
  const { regions, notes } = plan({ ...model(), declared: [elsewhere] });
  expect(regions.find(({ role }) => role === 'primary')?.name).toBe(primary);
  expect(notes).toContainEqual(expect.stringContaining('no compute is in the declared mars-1'));
});

test('clients of whom nothing is declared are spread equally, as the verdict has it, and a note says so', () => {
  const three = foreign([pool(a), pool(b), pool(c)]);
  const { entry, notes, rate } = plan(three);
  const [one] = three.services;
  for (const each of one!.pools)
    expect(proxyShares(entry, rate).get(each.region)).toBeCloseTo(shareOf(one!, each, undefined), 12);
  expect(notes).toContainEqual(expect.stringContaining(`spread equally over ${a}, ${b}, ${c}`));
  expect(plan(model()).notes.join()).not.toContain('spread equally');
});
