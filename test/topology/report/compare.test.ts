import { describe, expect, it } from 'vitest';

import { ResourceGraph } from '../../../topology/graph/graph.ts';
import { compareGraphs } from '../../../topology/report/compare.ts';
import type { Comparison } from '../../../topology/report/types.ts';
import { change, draft, graphFrom, without, type Draft } from '../../support/graph.ts';
import { alien, AWAY, good, HOME } from '../verdict/plans.ts';

const compare = (base: readonly Draft[], head: readonly Draft[]): Comparison =>
  compareGraphs(graphFrom(base), graphFrom(head));

const brokenLosses = ({ losses }: Comparison): readonly string[] =>
  losses.filter(({ broken }) => broken).map(({ loss }) => loss);
const brokenObjectives = ({ objectives }: Comparison): readonly string[] =>
  objectives.filter(({ broken }) => broken).map(({ name }) => name);

const small = change(good, `run-${AWAY}`, 'scaling', { minInstanceCount: 1, maxInstanceCount: 4 });

describe('two plans side by side', () => {
  it('that are the same hold, and give the same figures twice', () => {
    const found = compare(good, good);
    expect(found).toMatchObject({ holds: true, ok: { base: true, head: true }, resources: [] });
    expect(found.losses.filter(({ verdict }) => verdict.base?.survives !== verdict.head?.survives)).toEqual([]);
    expect(found.objectives.map(({ name, predicted }) => [name, predicted.base, predicted.head])).toEqual(
      found.objectives.map(({ name, predicted }) => [name, predicted.head, predicted.head]),
    );
  });

  it('give an expected figure and a worst one for how traffic moves, and one figure for the rest', () => {
    const predicted = Object.fromEntries(compare(good, good).objectives.map((one) => [one.name, one.predicted.head]));
    expect(predicted['shedSeconds']).toEqual({ expected: expect.closeTo(8.5, 1), worst: 11 });
    expect(predicted['returnSeconds']?.expected).toBeLessThan(predicted['returnSeconds']?.worst ?? 0);
    expect(predicted['headroom']).toEqual({ expected: 2, worst: 2 });
    expect(predicted['monthlyCostUsd']).toEqual({ expected: 3000, worst: 3000 });
  });

  it('of which the head has too little room: the loss and the objective that it breaks come first', () => {
    const found = compare(good, small);
    expect(found).toMatchObject({ holds: false, ok: { base: true, head: false } });
    expect(brokenLosses(found)).toEqual([`region:${HOME}`, `half:${HOME}`]);
    expect(found.losses[0]?.loss).toBe(`region:${HOME}`);
    expect(found.objectives[0]).toMatchObject({
      name: 'headroom',
      met: { base: true, head: false },
      predicted: { base: { worst: 2 }, head: { worst: 0.5 } },
      change: { argument: 'scaling.maxInstanceCount' },
      broken: true,
    });
  });

  it('of which the head mends what the base had broken', () => {
    expect(compare(small, good)).toMatchObject({ holds: true, ok: { base: false, head: true } });
  });

  it('of which neither is sound, and nothing gets worse', () => {
    expect(compare(small, small)).toMatchObject({ holds: true, ok: { base: false, head: false } });
  });

  it('of which the head is worse in another place than the base', () => {
    const worse = change(small, 'password', 'replication.userManaged.replicas', [{ location: HOME }]);
    expect(brokenLosses(compare(small, worse))).toEqual([]);
    expect(
      brokenLosses(compare(small, change(worse, 'password', 'replication.userManaged.replicas', [{ location: AWAY }]))),
    ).toEqual([`region:${AWAY}`]);
  });

  it('of which the head brings a store that goes with its region', () => {
    const single = draft('gcp:sql/databaseInstance:DatabaseInstance', 'single', {
      region: HOME,
      databaseVersion: 'POSTGRES_17',
      settings: { tier: 'db-perf-optimized-N-2', edition: 'ENTERPRISE_PLUS', availabilityType: 'ZONAL' },
    });
    const found = compare(alien, [...alien, single]);
    expect(brokenLosses(found)).toContain('store:single');
    expect(found.holds).toBe(false);
  });

  it('of which the head no longer declares an objective, or no topology at all', () => {
    const undeclared = compare(good, change(good, 'acme', 'declared.objectives.shedSeconds', undefined));
    expect(brokenObjectives(undeclared)).toEqual(['shedSeconds']);
    expect(undeclared.objectives[0]).toMatchObject({
      declared: { base: 15, head: null },
      met: { base: true, head: null },
    });
    expect(compare(good, without(good, 'acme'))).toMatchObject({ holds: true });
  });

  it('of which the head has nothing left that is known', () => {
    const found = compare(alien, [{ type: 'random:index/randomId:RandomId', name: 'id', inputs: {} }]);
    expect(found).toMatchObject({ holds: false, ok: { base: true, head: false } });
    expect(found.losses.every(({ verdict }) => verdict.head === null)).toBe(true);
  });

  it('of which the base is nothing: all is new, and nothing is broken', () => {
    const found = compareGraphs(new ResourceGraph([]), graphFrom(small));
    expect(found).toMatchObject({ holds: true, stack: { base: null }, ok: { base: null, head: false } });
    expect(found.resources.map(({ kind }) => kind)).toEqual(small.map(() => 'added'));
  });
});
