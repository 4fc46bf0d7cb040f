import { describe, expect, it } from 'vitest';

import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../../support/graph.ts';
import { answers, poolIn, type Plan } from './ask.ts';
import { other } from '../../../support/aws/places.ts';
import { accelerator, EAST, REGIONS, WEST } from './plans.ts';

// A maximum is a limit: what a region really grows to is what something moves it to.

type Row = readonly [name: string, plan: Plan, min: number, max: number, says: RegExp];

const judge = (rows: readonly Row[]): void =>
  it.each<Row>(rows)('%s', (_name, plan, min, max, says) => {
    const pool = poolIn(plan, WEST);
    expect([pool.minInstances, pool.maxInstances]).toEqual([min, max]);
    expect(pool.evidence.map((one) => one.says).join('\n')).toMatch(says);
  });

const MOVES = /may grow to/;
const STAYS = /no scaling policy: it never grows past/;

describe('tasks of a service', () => {
  const scale = `scale-${WEST}`;
  const policy = `grow-${WEST}`;
  const unmoved = without(accelerator, policy);
  const schedule = draft(
    'aws:appautoscaling/scheduledAction:ScheduledAction',
    'mornings',
    { region: WEST, resourceId: id, schedule: 'cron(0 7 * * ? *)' },
    { links: { resourceId: [scale] } },
  );
  const named = (region: string): Draft =>
    draft('aws:appautoscaling/policy:Policy', 'by-name', { region, resourceId: 'service/main/api' });

  judge([
    ['grow with a policy', accelerator, 8, 16, MOVES],
    [
      'grow with a policy that names the service',
      relink(accelerator, policy, 'resourceId', [`ecs-${WEST}`]),
      8,
      16,
      MOVES,
    ],
    ['grow with a policy that names it by text', [...unmoved, named(WEST)], 8, 16, MOVES],
    ['grow with a schedule', [...unmoved, schedule], 8, 16, MOVES],
    ['stay without any', unmoved, 8, 8, STAYS],
    ['stay at more than the least', change(unmoved, `ecs-${WEST}`, 'desiredCount', 12), 12, 12, STAYS],
    ['stay below what the limits allow', change(unmoved, `ecs-${WEST}`, 'desiredCount', 40), 16, 16, STAYS],
    ['stay beside a policy of the other region', [...unmoved, named(EAST)], 8, 8, STAYS],
    [
      'stay while growth is suspended',
      change(accelerator, scale, 'suspendedState', { dynamicScalingOutSuspended: true }),
      8,
      8,
      STAYS,
    ],
    [
      'grow while only shrinking is suspended',
      change(accelerator, scale, 'suspendedState', { dynamicScalingInSuspended: true }),
      8,
      16,
      MOVES,
    ],
  ]);

  it('cannot take over from a region that runs more than they ever will', () => {
    expect(answers(unmoved)[0]).toBe('no');
    expect(answers(accelerator)[0]).toBe('yes');
  });
});

describe('instances of a scaling group', () => {
  const name = (region: string): string => `group-${region}`;
  const group = (region: string, more: object = {}): Draft =>
    draft(
      'aws:autoscaling/group:Group',
      name(region),
      { region, minSize: 2, maxSize: 10, targetGroupArns: [id], ...more },
      { links: { targetGroupArns: [`tg-${region}`] } },
    );
  const instances = (more: object): Plan => [
    ...REGIONS.reduce<Plan>(
      (plan, region) => ['ecs', 'scale', 'grow'].reduce((rest, part) => without(rest, `${part}-${region}`), plan),
      accelerator,
    ),
    ...REGIONS.map((region) => group(region, more)),
  ];
  const moved = (type: string, argument: string, region: string, more: object = {}): Plan => [
    ...instances(more),
    draft(type, 'mover', { region, [argument]: id }, { links: { [argument]: [name(region)] } }),
  ];
  const tracked = (more: object = {}): Plan =>
    moved('aws:autoscaling/policy:Policy', 'autoscalingGroupName', WEST, more);

  judge([
    ['grow with a policy', tracked(), 2, 10, MOVES],
    ['grow with a schedule', moved('aws:autoscaling/schedule:Schedule', 'autoscalingGroupName', WEST), 2, 10, MOVES],
    [
      'grow with the tasks that a cluster places on them',
      moved('aws:ecs/capacityProvider:CapacityProvider', 'autoScalingGroupProvider', WEST),
      2,
      10,
      MOVES,
    ],
    [
      'grow with the autoscaler of a Kubernetes cluster',
      instances({ tags: [{ key: 'k8s.io/cluster-autoscaler/enabled', value: 'true', propagateAtLaunch: true }] }),
      2,
      10,
      MOVES,
    ],
    ['stay without any', instances({}), 2, 2, STAYS],
    ['stay at the number that they were given', instances({ minSize: 0, desiredCapacity: 4 }), 4, 4, STAYS],
    [
      'stay beside a policy of the other region',
      moved('aws:autoscaling/policy:Policy', 'autoscalingGroupName', other(WEST)),
      2,
      2,
      STAYS,
    ],
    ['stay while launches are suspended', tracked({ suspendedProcesses: ['Launch'] }), 2, 2, STAYS],
    ['grow while replacing is suspended', tracked({ suspendedProcesses: ['ReplaceUnhealthy'] }), 2, 10, MOVES],
  ]);

  it('that were given a number run it, whatever the least is', () => {
    expect(answers(instances({ minSize: 0, desiredCapacity: 4 }))).toEqual(['yes', 'yes']);
  });
});
