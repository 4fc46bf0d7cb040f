import { isSet, textAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { SERVICE_LB_POLICY } from './support/sources.ts';

export const zonalPoliciesOnly = graphRule({
  id: 'tandem-gcp-009-zonal-policies-only',
  title: 'Service load balancing policy and preference only with zonal groups',
  what: 'serviceLbPolicy and backends[].preference are used only with zonal instance groups, zonal endpoint groups and hybrid endpoint groups.',
  why: 'Regional instance groups and serverless endpoint groups do not support them: drain, threshold and preference would be refused or ignored.',
  source: SERVICE_LB_POLICY,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Build the backends from zonal managed instance groups, or remove the argument.',
  example:
    'backends: zones.map((zone) => ({ group: zonalGroup[zone].instanceGroup, balancingMode: "RATE", maxRatePerInstance: 50 }))',
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    graph.ofType(BACKEND_SERVICE).flatMap((service) => {
      const served = describe(graph, service);
      const used = [
        ...(isSet(service.inputs, 'serviceLbPolicy') && textAt(service.inputs, 'serviceLbPolicy') !== ''
          ? ['serviceLbPolicy']
          : []),
        ...served.groups.flatMap(({ block }, index) =>
          textAt(block, 'preference') === 'PREFERRED' ? [`backends[${index}].preference`] : [],
        ),
      ];
      if (used.length === 0) return [];
      const wrong = served.someOf(['regional-group', 'serverless', 'internet-neg', 'private-neg']);
      if (!wrong && served.told) return [];
      return used.map((argument): Finding => {
        const fix = `remove ${argument}, or use zonal groups`;
        return wrong
          ? breach(service, argument, 'is set; regional and serverless groups do not support it', fix)
          : undecided(service, argument, 'is set, and the kind of some groups is not in the plan', fix);
      });
    }),
});
