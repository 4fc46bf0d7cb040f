import type { Description } from '../../kit/description.ts';
import { atLeastOne, oneOf, requires, type Rule, within } from '../../kit/rules.ts';
import { numberOf, objectOf, type Values } from '../../kit/values.ts';
import { byPath, gceName, named, regionalResource, zonalResource } from '../common.ts';
import { AUTOSCALER, GROUP_MANAGER, REGION_AUTOSCALER, REGION_GROUP_MANAGER } from '../types.ts';

const autoscalerChecks: Rule[] = [
  gceName,
  oneOf('autoscalingPolicy.cpuUtilization.predictiveMethod', ['NONE', 'OPTIMIZE_AVAILABILITY']),
  oneOf('autoscalingPolicy.metrics[].type', ['GAUGE', 'DELTA_PER_SECOND', 'DELTA_PER_MINUTE']),
  within('autoscalingPolicy.scaleInControl', atLeastOne('maxScaledInReplicas', 'timeWindowSec')),
  within('autoscalingPolicy.scaleDownControl', atLeastOne('maxScaledDownReplicas', 'timeWindowSec')),
  within('autoscalingPolicy', requires('maxReplicas', 'minReplicas')),
];

const inOrder: Rule = ({ autoscalingPolicy }) => {
  const { minReplicas, maxReplicas } = objectOf(autoscalingPolicy);
  if ((numberOf(minReplicas) ?? 0) <= (numberOf(maxReplicas) ?? 0)) return [];
  return [
    {
      path: 'autoscalingPolicy.minReplicas',
      reason: `expected at most maxReplicas (${String(maxReplicas)}), got ${String(minReplicas)}`,
    },
  ];
};

/** Two autoscalers on one group fight; the cloud refuses the second. */
const onlyOne: Rule = ({ target }, { cloud, type, old }) => {
  const group = cloud.named(target, GROUP_MANAGER, REGION_GROUP_MANAGER);
  const other = cloud
    .all(type)
    .find(
      ({ state }) =>
        cloud.named(state['target'], GROUP_MANAGER, REGION_GROUP_MANAGER) === group &&
        state['selfLink'] !== old?.['selfLink'],
    );
  return group && other ? [{ path: 'target', reason: `${group.id} already has an autoscaler: ${other.id}` }] : [];
};

const autoscalerDefaults = {
  'autoscalingPolicy.cooldownPeriod': 60,
  'autoscalingPolicy.mode': 'ON',
  'autoscalingPolicy.cpuUtilization.predictiveMethod': 'NONE',
  'autoscalingPolicy.scalingSchedules[].timeZone': 'UTC',
};

const autoscaler: Description = {
  type: AUTOSCALER,
  ...zonalResource('autoscalers'),
  autoname: named,
  defaults: autoscalerDefaults,
  check: autoscalerChecks,
  apply: [inOrder, onlyOne],
  computed: ['autoscalingPolicy.cpuUtilization'],
  replaces: ['name', 'zone'],
  normal: { target: byPath },
  references: { target: [GROUP_MANAGER] },
  holds: ['target'],
};

const regionAutoscaler: Description = {
  type: REGION_AUTOSCALER,
  ...regionalResource('autoscalers'),
  autoname: named,
  defaults: autoscalerDefaults,
  check: autoscalerChecks,
  apply: [inOrder, onlyOne],
  computed: ['autoscalingPolicy.cpuUtilization'],
  replaces: ['name', 'region'],
  normal: { target: byPath },
  references: { target: [REGION_GROUP_MANAGER] },
  holds: ['target'],
  planned: ({ inputs, settings }): Values =>
    inputs['region'] === undefined ? { region: settings['region'] ?? null } : {},
};

/** What scales instance groups. */
export const autoscalers = [autoscaler, regionAutoscaler];
