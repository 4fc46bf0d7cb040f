import { isSet } from '../../../topology/graph/value.ts';
import { REGION_MANAGER, ZONAL_MANAGER } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { autoscalerOf, servingManagers } from './support/managers.ts';
import { AUTOHEALING } from './support/sources.ts';

export const groupsHeal = graphRule({
  id: 'tandem-gcp-017-groups-heal',
  title: 'Instance groups repair themselves and have one master',
  what: 'A managed instance group behind a backend service sets autoHealingPolicies, and leaves targetSize to its autoscaler.',
  why: 'Without auto-healing a hung instance stays; with both a size and an autoscaler each apply fights the autoscaler.',
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
      return findings;
    }),
});
