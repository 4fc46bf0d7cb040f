import { textAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE, FORWARDING_RULE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt } from '../../frame/rule.ts';
import { BACKEND_SERVICES } from './support/sources.ts';

export const managedScheme = resourceRule({
  id: 'tandem-gcp-002-managed-scheme',
  title: 'The managed load balancer, chosen explicitly',
  what: 'Global forwarding rules and backend services that face the internet set loadBalancingScheme to EXTERNAL_MANAGED.',
  why: 'The default is EXTERNAL, the classic load balancer: it has no outlier detection and no backend preference, and it starts to fail over later.',
  source: BACKEND_SERVICES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set loadBalancingScheme: EXTERNAL_MANAGED on the backend service and on its forwarding rules.',
  example: "loadBalancingScheme: 'EXTERNAL_MANAGED'",
  types: [BACKEND_SERVICE, FORWARDING_RULE],
  repairs: { loadBalancingScheme: 'EXTERNAL_MANAGED' },
  judge: (resource) => {
    const fix = 'set loadBalancingScheme to EXTERNAL_MANAGED';
    if (unknownAt(resource, 'loadBalancingScheme')) return [unknownArgument(resource, 'loadBalancingScheme', fix)];
    const scheme = textAt(resource.inputs, 'loadBalancingScheme') ?? 'EXTERNAL';
    if (scheme !== 'EXTERNAL') return [];
    return [
      breach(
        resource,
        'loadBalancingScheme',
        'is EXTERNAL, which is also its default; allowed is EXTERNAL_MANAGED',
        fix,
      ),
    ];
  },
});
