import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import schema from '../../../topology/verdict/schema.json' with { type: 'json' };
import { readGraph } from '../../../topology/graph/read.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import type { LossVerdict } from '../../../topology/verdict/types.ts';
import { change, graphFrom, type Draft } from '../../support/graph.ts';
import { AWAY, alien, good, HOME } from './plans.ts';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

const realPlan = readGraph(
  readFileSync(new URL('../../fixtures/real-plan.json', import.meta.url), 'utf8'),
  'real-plan.json',
);

describe('the verdict', () => {
  it.each([
    ['a good plan', verdict(graphFrom(good))],
    ['a plan of somebody else', verdict(graphFrom(alien))],
    ['a broken plan', verdict(graphFrom(change(good, `run-${AWAY}`, 'scaling', { maxInstanceCount: 1 })))],
    ['a real preview', verdict(realPlan)],
  ])('of %s is what its schema says', (_name, found) => {
    validate(found);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('of a real preview names both regions, their zones and halves, the stores and the provider', () => {
    expect(verdict(realPlan).losses.map(({ loss }) => loss)).toEqual([
      'region:us-central1',
      'region:us-east1',
      'zone:us-central1-any',
      'zone:us-east1-any',
      'half:us-central1',
      'half:us-east1',
      'store:acme-db-a',
      'store:data',
      'provider:gcp',
    ]);
  });

  it('gives figures that follow from the settings', () => {
    const home = verdict(graphFrom(good)).losses.find(({ loss }) => loss === `region:${HOME}`);
    // Readiness every 5 s, twice, 1 s limit: a hang is out after at most 5 + 5 + 1 s.
    expect(home?.shedSeconds?.worst).toBe(11);
    // 16 instances of 50 requests/s against a peak of 400; 8 run all the time.
    expect(home?.headroom).toBe(2);
    expect(home?.headroomAtOnce).toBe(1);
    expect(home?.refusedSeconds).toBe(0);
    // Alert 180 s, decision 300 s, promotion 900 s and a deployment 600 s at worst.
    expect(home?.writeRtoSeconds).toBe(1980);
    expect(home?.acts).toBe('operator');
    expect(home?.writes).toBe('fail-until-promotion');
  });

  it('counts how long a survivor refuses: not at all while requests may wait for new instances, and on and on above its maximum', () => {
    const home = (plan: readonly Draft[]): LossVerdict | undefined =>
      verdict(graphFrom(plan)).losses.find(({ loss }) => loss === `region:${HOME}`);
    const small = change(good, `run-${AWAY}`, 'scaling.minInstanceCount', 1);
    expect(home(small)).toMatchObject({ survives: 'yes', headroomAtOnce: 0.13, refusedSeconds: 0 });
    const capped = home(change(small, `run-${AWAY}`, 'scaling.maxInstanceCount', 4));
    expect(capped).toMatchObject({ survives: 'no', headroom: 0.5 });
    // An outage of 450 s; requests wait up to 35 s, and half of them find a place.
    expect(capped?.refusedSeconds).toBeGreaterThan(350);
  });

  it('names the single setting that would meet a missed objective', () => {
    const missed = (path: string, value: number, name: string): unknown =>
      verdict(graphFrom(change(good, 'acme', `declared.objectives.${path}`, value))).objectives.find(
        (objective) => objective.name === name,
      );
    expect(missed('shedSeconds', 7, 'shedSeconds')).toMatchObject({
      met: false,
      predicted: 11,
      missedBy: 4,
      change: { argument: 'template.containers.readinessProbe.periodSeconds', from: 5, to: 3 },
    });
    expect(missed('headroom', 3, 'headroom')).toMatchObject({
      met: false,
      change: { argument: 'scaling.maxInstanceCount', from: 16, to: 24 },
    });
    expect(missed('writeRtoSeconds', 1200, 'writeRtoSeconds')).toMatchObject({
      met: false,
      missedBy: 780,
      change: { argument: 'replicationCluster.failoverDrReplicaName', from: 'nothing', to: 'db-replica-1234567' },
    });
    expect(missed('monthlyCostUsd', 1, 'monthlyCostUsd')).toMatchObject({ met: false, change: null });
  });

  it('does not hold the outage of its only provider against a plan, and says that it is lost', () => {
    const provider = verdict(graphFrom(alien)).losses.find(({ loss }) => loss === 'provider:gcp');
    expect(provider).toMatchObject({ survives: 'no', required: false, reads: 'fail', writes: 'fail' });
    expect(verdict(graphFrom(alien)).ok).toBe(true);
  });

  it('of a program with nothing that it knows is not ok', () => {
    const nothing = graphFrom([{ type: 'random:index/randomId:RandomId', name: 'id', inputs: {} }]);
    expect(verdict(nothing)).toEqual({ stack: 'test', losses: [], objectives: [], undecided: [], ok: false });
  });
});
