import { describe, expect, it } from 'vitest';

import type { Objectives } from '../../../topology/model/model.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import type { Change, ObjectiveVerdict } from '../../../topology/verdict/types.ts';
import { change, graphFrom, urnOf } from '../../support/graph.ts';
import * as aws from '../recognise/aws/plans.ts';
import { declaration, good, instances } from './plans.ts';
import type { Plan } from './worsenings.ts';

// The setting that is proposed where an objective is missed is made in the plan, as a person would, and then it is met.

type Name = keyof Objectives;

const judged = (plan: Plan, name: Name): ObjectiveVerdict => {
  const found = verdict(graphFrom(plan)).objectives.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not declared`);
  return found;
};

/** The plan with an objective a tenth out of reach. */
function outOfReach(plan: Plan, name: Name, by: number): Plan {
  const { predicted } = judged(change(plan, 'acme', `declared.objectives.${name}`, 1), name);
  return change(plan, 'acme', `declared.objectives.${name}`, (predicted ?? 0) * by);
}

/** Sets an argument wherever it is, lists standing for each of their blocks. */
function setIn(value: unknown, [key = '', ...rest]: readonly string[], to: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => setIn(item, [key, ...rest], to));
  const block = value as Record<string, unknown>;
  return { ...block, [key]: rest.length === 0 ? to : setIn(block[key] ?? {}, rest, to) };
}

const made = (plan: Plan, { on, argument, to }: Change): Plan =>
  plan.map((one) => {
    if (!on.includes(urnOf(one))) return one;
    const path = one.name === 'acme' ? `declared.${argument}` : argument;
    return { ...one, inputs: setIn(one.inputs, path.split('.'), to) as typeof one.inputs };
  });

const PLANS: Readonly<Record<string, Plan>> = {
  'Cloud Run': good,
  'instance groups': [declaration, ...instances],
  'an accelerator': [aws.declaration, ...aws.good],
  'failover records': [aws.declaration, ...aws.failoverRecords],
};

const MISSED: readonly (readonly [plan: string, name: Name, by: number, argument: string, resources: number])[] = [
  ['Cloud Run', 'shedSeconds', 0.9, 'template.containers.readinessProbe.periodSeconds', 2],
  ['Cloud Run', 'returnSeconds', 0.9, 'outlierDetection.baseEjectionTime.seconds', 1],
  ['Cloud Run', 'headroom', 1.1, 'scaling.maxInstanceCount', 2],
  ['Cloud Run', 'writeRtoSeconds', 0.9, 'replicationCluster.failoverDrReplicaName', 1],
  ['instance groups', 'shedSeconds', 0.9, 'unhealthyThreshold', 1],
  ['instance groups', 'headroom', 1.1, 'autoscalingPolicy.maxReplicas', 6],
  ['an accelerator', 'headroom', 1.1, 'maxCapacity', 2],
  ['an accelerator', 'writeRtoSeconds', 0.95, 'decisionSeconds', 1],
  ['failover records', 'shedSeconds', 0.9, 'ttl', 2],
];

describe('the single setting to change', () => {
  it.each(MISSED)('%s: %s is met once it is made', (name, objective, by, argument, resources) => {
    const plan = outOfReach(PLANS[name] ?? [], objective, by);
    const missed = judged(plan, objective);
    expect(missed).toMatchObject({ met: false, change: { argument } });
    expect(missed.change?.on).toHaveLength(resources);
    expect(missed.change?.on).toContain(missed.change?.urn);
    expect(judged(made(plan, missed.change!), objective).met).toBe(true);
  });

  it('is none where no single one suffices', () => {
    expect(judged(outOfReach(good, 'availability', 1.00001), 'availability')).toMatchObject({
      met: false,
      change: null,
    });
  });
});
