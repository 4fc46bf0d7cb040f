import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import {
  HEALTH_CHECK,
  REGION_HEALTH_CHECK,
  REGION_MANAGER,
  ZONAL_MANAGER,
} from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { autoscalerOf, servingManagers } from './support/managers.ts';
import { AUTOHEALING } from './support/sources.ts';

export const groupsHeal = graphRule({
  id: 'tandem-gcp-017-groups-heal',
  title: 'Instance groups repair themselves and have one master',
  what: 'A managed instance group behind a backend service sets autoHealingPolicies with a patient check, leaves targetSize to its autoscaler, and is never updated all at once.',
  why: 'Without auto-healing a hung instance stays; with a quick check, or an update of everything, a busy hour becomes an outage; with both a size and an autoscaler each apply fights the autoscaler.',
  source: AUTOHEALING,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set autoHealingPolicies with a slower check than that of the load balancer, and remove targetSize.',
  example: 'autoHealingPolicies: { healthCheck: slowCheck.id, initialDelaySec: 60 }',
  types: [ZONAL_MANAGER, REGION_MANAGER],
  judge: (graph) =>
    servingManagers(graph).flatMap((manager) => {
      const findings: Finding[] = [];
      const heal = 'set autoHealingPolicies with a healthCheck and an initialDelaySec';
      if (unknownAt(manager, 'autoHealingPolicies'))
        findings.push(unknownArgument(manager, 'autoHealingPolicies', heal));
      else if (!isSet(manager.inputs, 'autoHealingPolicies.healthCheck')) {
        findings.push(breach(manager, 'autoHealingPolicies', 'is not set, so a hung instance is never replaced', heal));
      }
      const fixed = isSet(manager.inputs, 'targetSize') && !manager.ignoreChanges.includes('targetSize');
      const autoscaler = fixed ? autoscalerOf(graph, manager) : undefined;
      if (autoscaler) {
        const problem = `is set although the autoscaler ${autoscaler.name} sizes this group`;
        findings.push(breach(manager, 'targetSize', problem, 'remove targetSize'));
      }
      return [...findings, ...judgePatience(graph, manager), ...judgeUpdate(graph, manager)];
    }),
});

/** Seconds for which an instance may fail its check before it is replaced. */
const PATIENCE = 15;

/** A check as quick as that of the load balancer replaces instances that are only busy, when they are needed most. */
function judgePatience(graph: ResourceGraph, manager: Resource): readonly Finding[] {
  const argument = 'autoHealingPolicies.healthCheck';
  return graph.linked(manager, argument, [HEALTH_CHECK, REGION_HEALTH_CHECK]).flatMap((check): readonly Finding[] => {
    const numbers = ['checkIntervalSec', 'unhealthyThreshold'].map((each) => valueAt(check.inputs, each));
    if (numbers.some(isUnknown)) return [];
    const [interval = 5, threshold = 2] = [numberAt(numbers, '0'), numberAt(numbers, '1')];
    if (interval * threshold >= PATIENCE) return [];
    const problem = `is ${check.name}, which gives an instance up after ${interval * threshold} s; allowed is ${PATIENCE} s or more`;
    return [breach(manager, argument, problem, 'name a slower check than that of the load balancer')];
  });
}

/** An update that takes every instance of the group away at once takes the zone or the region away. */
function judgeUpdate(graph: ResourceGraph, manager: Resource): readonly Finding[] {
  const policy = valueAt(manager.inputs, 'updatePolicy');
  if (policy === undefined || valueAt(policy, 'type') === 'OPPORTUNISTIC') return [];
  const autoscaler = autoscalerOf(graph, manager);
  const size = numberAt(autoscaler?.inputs, 'autoscalingPolicy.minReplicas') ?? numberAt(manager.inputs, 'targetSize');
  const [percent, fixed] = [numberAt(policy, 'maxUnavailablePercent'), numberAt(policy, 'maxUnavailableFixed')];
  const whole = 'so an update may take the whole group away at once';
  if (percent !== undefined && percent >= 100) {
    const argument = 'updatePolicy.maxUnavailablePercent';
    return [breach(manager, argument, `is ${percent}, ${whole}`, `set ${argument} to 25 or less`)];
  }
  // A regional group has to be allowed one in each zone.
  if (fixed === undefined || fixed === 0 || size === undefined || fixed < size) return [];
  const argument = 'updatePolicy.maxUnavailableFixed';
  return [
    breach(manager, argument, `is ${fixed} of ${size}, ${whole}`, `set ${argument} to 0, and maxSurgeFixed above it`),
  ];
}
